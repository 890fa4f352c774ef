"""Fields and types of the contract, as its words give them."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from tests.oracle.violations import Json

Check = Callable[[Any], Iterator[tuple[str, str]]]
Shape = Mapping[str, Check]
Problem = tuple[str, str]

ROLES = ("core", "start", "end", "merge", "sync", "split", "event", "flow")


def _fail(found: object, wanted: str) -> Iterator[Problem]:
    yield "", f"{found!r} is not {wanted}"


def _simple(wanted: str, test: Callable[[Any], bool]) -> Check:
    return lambda value: iter(()) if test(value) else _fail(value, wanted)


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


text = _simple("a string", lambda value: isinstance(value, str))
filled = _simple("a non-empty string", lambda value: isinstance(value, str) and bool(value.strip()))
number = _simple("a whole number from 0", lambda value: _is_int(value) and value >= 0)
flag = _simple("true or false", lambda value: isinstance(value, bool))
sha256 = _simple(
    "a sha256 in hex",
    lambda value: (
        isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")
    ),
)


def one_of(*words: str) -> Check:
    """One of a few words."""
    return _simple(f"one of {'|'.join(words)}", lambda value: value in words)


def maybe(check: Check) -> Check:
    """The value or null."""
    return lambda value: iter(()) if value is None else check(value)


def each(check: Check) -> Check:
    """A list whose items all fit."""

    def run(value: object) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield from _fail(value, "a list")
            return
        for index, item in enumerate(value):
            yield from ((f"[{index}]{path}", why) for path, why in check(item))

    return run


def shaped(shape: Shape) -> Check:
    """An object with exactly these fields."""

    def run(value: object) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield from _fail(value, "an object")
            return
        for name in shape.keys() - value.keys():
            yield f".{name}", "is missing"
        for name in value.keys() - shape.keys():
            yield f".{name}", "is not in the contract"
        for name in shape.keys() & value.keys():
            yield from ((f".{name}{path}", why) for path, why in shape[name](value[name]))

    return run


def _step(value: object) -> Iterator[Problem]:
    return shaped(STEP)(value)


CELL: Shape = {
    "value": maybe(text),
    "source": one_of("map", "assumed", "person", "none"),
    "element": maybe(text),
    "rule": maybe(text),
}
FINDING: Shape = {
    "rule": filled,
    "severity": one_of("error", "warning", "info"),
    "file": text,
    "line": maybe(number),
    "elements": each(text),
    "message": filled,
    "hint": text,
}
NEXT: Shape = {
    "to": filled,
    "kind": one_of("flow", "exception", "message"),
    "interrupting": flag,
    "label": maybe(text),
    "condition": maybe(text),
    "default": flag,
    "via": each(filled),
}
ELEMENT: Shape = {"id": filled, "type": filled, "role": one_of(*ROLES)}
STEP: Shape = {
    "key": filled,
    "no": filled,
    "kind": one_of("activity", "decision", "event", "routing", "handler", "reference"),
    "symbol": one_of("terminator", "process", "decision"),
    "text": text,
    "label": maybe(text),
    "actors": each(filled),
    "wait": one_of("any", "all", "some"),
    "split": one_of("one", "all", "some", "first"),
    "next": each(shaped(NEXT)),
    "inputs": each(shaped(CELL)),
    "time": maybe(shaped(CELL)),
    "outputs": each(shaped(CELL)),
    "remarks": each(shaped(CELL)),
    "elements": each(shaped(ELEMENT)),
    "refers_to": maybe(filled),
    "steps": each(_step),
}
ACTOR: Shape = {
    "id": filled,
    "name": text,
    "path": each(text),
    "kind": one_of("lane", "participant", "external"),
    "elements": each(filled),
}
IDENTITY: Shape = dict.fromkeys(
    (
        "number",
        "created",
        "revised",
        "effective",
        "approved_by",
        "legal_basis",
        "qualifications",
        "related",
        "equipment",
        "warning",
        "records",
    ),
    shaped(CELL),
)
KIND: Shape = {
    "nature": one_of("administrative", "technical"),
    "extent": one_of("macro", "micro"),
    "completeness": one_of("final", "partial"),
    "reach": one_of("generic", "specific"),
}
SOURCE: Shape = {
    "file": filled,
    "sha256": sha256,
    "map": text,
    "processes": each(filled),
    "scopes": each(filled),
}
PROOF: Shape = {
    **dict.fromkeys(("nodes", "in_steps", "folded", "explained", "flows"), number),
    "rebuilds": flag,
}
SOP: Shape = {
    "schema": one_of("bpm2sop/sop/1"),
    "key": filled,
    "title": filled,
    "code": maybe(text),
    "level": number,
    "language": one_of("id", "en"),
    "kind": shaped(KIND),
    "source": shaped(SOURCE),
    "identity": shaped(IDENTITY),
    "actors": each(shaped(ACTOR)),
    "steps": each(shaped(STEP)),
    "explained": each(shaped({"element": filled, "why": filled})),
    "findings": each(shaped(FINDING)),
    "proof": shaped(PROOF),
}
FILE: Shape = {
    "file": filled,
    "sha256": sha256,
    "status": one_of("read", "repaired", "refused"),
    "exporter": maybe(text),
    "findings": each(shaped(FINDING)),
    "maps": each(text),
}
ENTRY: Shape = {
    "key": filled,
    "json": filled,
    "title": filled,
    "code": maybe(text),
    "level": number,
    "file": filled,
    "scopes": each(filled),
}
ATLAS: Shape = {
    "key": filled,
    "title": text,
    "code": maybe(text),
    "level": number,
    "file": maybe(text),
    "element": maybe(text),
    "parent": maybe(filled),
    "link": maybe(one_of("calledElement", "nested", "manifest", "code", "name")),
    "sop": maybe(filled),
}
INDEX: Shape = {
    "schema": one_of("bpm2sop/index/1"),
    "files": each(shaped(FILE)),
    "sops": each(shaped(ENTRY)),
    "atlas": each(shaped(ATLAS)),
    "coverage": shaped(dict.fromkeys(("nodes", "in_steps", "folded", "explained"), number)),
}


def problems(value: object, shape: Shape) -> list[Problem]:
    """Everything that does not fit, as pairs of place and reason."""
    return list(shaped(shape)(value))


def blocking(found: list[Problem]) -> bool:
    """Whether what was found makes further reading pointless; a field too many does not."""
    return any(why != "is not in the contract" for _, why in found)


def walk(steps: list[Json]) -> Iterator[Json]:
    """Every step, nested ones after their parent."""
    return chain.from_iterable(chain([step], walk(step["steps"])) for step in steps)
