"""The SOP read back from the contract's JSON (`bpm2sop/sop/1`): the inverse of the writer.

What the contract does not hold comes back empty: regions, questions, the rules behind texts, parameters of findings.
A finding brings its sentences along as parameters that no catalogue uses.
"""

import re
from typing import Any

from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import (
    Actor,
    ActorKind,
    BlockElement,
    Cell,
    CellSource,
    Explained,
    Identity,
    Kind,
    Next,
    NextKind,
    Proof,
    Role,
    Sop,
    SopKey,
    Source,
    Split,
    Step,
    StepKey,
    StepKind,
    Symbol,
    Wait,
)
from bpm2sop.readback.shapes import (
    Unfit,
    each,
    field,
    flag,
    maybe,
    member,
    one_of,
    text,
    whole,
    words,
)
from bpm2sop.readback.strict_json import load

_SCHEMA = re.compile(r"bpm2sop/sop/([0-9]{1,9})\Z")
_NEWEST = 1


def read_sop(name: str, data: bytes) -> Sop:
    """Read an SOP from the bytes of its JSON; `name` is how the user calls the file. Raises `Refused`."""
    document = load(name, data)
    _check_schema(name, document)
    try:
        return _sop(document)
    except Unfit as unfit:
        detail = {"path": f"${unfit.path}", "wanted": unfit.wanted}
        code = "json-field-missing" if unfit.wanted == "present" else "json-shape"
        raise Refused(code, Where(file=name), detail) from None
    except RecursionError:
        raise Refused("json-too-deep", Where(file=name)) from None


def _check_schema(name: str, document: object) -> None:
    """Refuse what is no SOP of ours, or of a later version."""
    schema = document.get("schema") if isinstance(document, dict) else None
    known = _SCHEMA.match(schema) if isinstance(schema, str) else None
    if known is None or int(known[1]) == 0:
        raise Refused(
            "json-schema", Where(file=name), {"schema": str(schema)[:100] if schema else "-"}
        )
    if int(known[1]) > _NEWEST:
        raise Refused(
            "json-schema-newer", Where(file=name), {"schema": known[0], "newest": str(_NEWEST)}
        )


def _sop(value: Any) -> Sop:  # noqa: ANN401  (whatever JSON can hold)
    return Sop(
        key=SopKey(field(value, "key", text)),
        title=field(value, "title", text),
        source=field(value, "source", _source),
        code=field(value, "code", maybe(text)),
        level=field(value, "level", maybe(whole)),
        language=field(value, "language", text),
        kind=field(value, "kind", _kind),
        identity=field(value, "identity", _identity),
        actors=field(value, "actors", each(_actor)),
        steps=field(value, "steps", each(_step)),
        explained=field(value, "explained", each(_explained)),
        findings=field(value, "findings", each(_finding)),
        proof=field(value, "proof", _proof),
    )


def _source(value: Any) -> Source:  # noqa: ANN401
    return Source(
        file=field(value, "file", text),
        sha256=field(value, "sha256", text),
        map=field(value, "map", text),
        processes=field(value, "processes", _texts),
        scopes=field(value, "scopes", _texts),
    )


def _kind(value: Any) -> Kind:  # noqa: ANN401
    return Kind(
        nature=field(value, "nature", one_of("administrative", "technical")),
        extent=field(value, "extent", one_of("macro", "micro")),
        completeness=field(value, "completeness", one_of("final", "partial")),
        reach=field(value, "reach", one_of("generic", "specific")),
    )


def _identity(value: Any) -> Identity:  # noqa: ANN401
    return Identity(**{name: field(value, name, _cell) for name in Identity.__struct_fields__})


def _actor(value: Any) -> Actor:  # noqa: ANN401
    return Actor(
        id=field(value, "id", text),
        name=field(value, "name", text),
        path=field(value, "path", _texts),
        kind=field(value, "kind", _actor_kind),
        elements=field(value, "elements", _texts),
    )


def _step(value: Any) -> Step:  # noqa: ANN401
    refers_to = field(value, "refers_to", maybe(text))
    return Step(
        key=StepKey(field(value, "key", text)),
        no=field(value, "no", text),
        kind=field(value, "kind", _step_kind),
        symbol=field(value, "symbol", _symbol),
        text=field(value, "text", text),
        label=field(value, "label", words),
        actors=field(value, "actors", _texts),
        wait=field(value, "wait", _wait),
        split=field(value, "split", _split),
        next=field(value, "next", each(_next)),
        inputs=field(value, "inputs", _cells),
        time=field(value, "time", maybe(_cell)),
        outputs=field(value, "outputs", _cells),
        remarks=field(value, "remarks", _cells),
        elements=field(value, "elements", each(_element)),
        refers_to=None if refers_to is None else SopKey(refers_to),
        steps=field(value, "steps", each(_step)),
    )


def _next(value: Any) -> Next:  # noqa: ANN401
    return Next(
        to=StepKey(field(value, "to", text)),
        kind=field(value, "kind", _next_kind),
        via=field(value, "via", _texts),
        interrupting=field(value, "interrupting", flag),
        label=field(value, "label", words),
        condition=field(value, "condition", maybe(text)),
        default=field(value, "default", flag),
    )


def _cell(value: Any) -> Cell:  # noqa: ANN401
    return Cell(
        value=field(value, "value", words),
        source=field(value, "source", _cell_source),
        element=field(value, "element", maybe(text)),
        rule=field(value, "rule", maybe(text)),
    )


def _element(value: Any) -> BlockElement:  # noqa: ANN401
    return BlockElement(
        field(value, "id", text), field(value, "type", text), field(value, "role", _role)
    )


def _explained(value: Any) -> Explained:  # noqa: ANN401
    return Explained(field(value, "element", text), field(value, "why", text))


def _finding(value: Any) -> Finding:  # noqa: ANN401
    said = {name: field(value, name, words) for name in ("message", "hint")}
    return Finding(
        rule=field(value, "rule", text),
        severity=field(value, "severity", _severity),
        file=field(value, "file", text),
        line=field(value, "line", maybe(whole)),
        elements=field(value, "elements", _texts),
        params=tuple((f"said:{name}", sentence) for name, sentence in said.items()),
    )


def _proof(value: Any) -> Proof:  # noqa: ANN401
    counts = {
        name: field(value, name, whole)
        for name in ("nodes", "in_steps", "folded", "explained", "flows")
    }
    return Proof(**counts, rebuilds=field(value, "rebuilds", flag))


_texts = each(text)
_cells = each(_cell)
_actor_kind = member(ActorKind)
_cell_source = member(CellSource)
_next_kind = member(NextKind)
_role = member(Role)
_severity = member(Severity)
_split = member(Split)
_step_kind = member(StepKind)
_symbol = member(Symbol)
_wait = member(Wait)
