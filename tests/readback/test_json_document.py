"""What is written as JSON is read back whole, and nothing else is."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from bpm2sop.errors import Refused
from bpm2sop.model.sop import Sop, Step
from bpm2sop.readback import read_sop
from bpm2sop.wording import Language
from bpm2sop.writers import Context
from bpm2sop.writers.json_document import write_json
from tests.writers.examples import LETTERS
from tests.writers.sops import sops

ID = Context(language=Language.ID)


def contract_part(sop: Sop) -> Sop:
    """An SOP without what the contract's JSON does not hold."""
    bare = tuple(replace_steps(step) for step in sop.steps)
    return replace(
        sop, steps=bare, regions=(), findings=tuple(f._replace(params=()) for f in sop.findings)
    )


def replace_steps(step: Step) -> Step:
    """A step without what the contract's JSON does not hold."""
    below = tuple(replace_steps(nested) for nested in step.steps)
    return replace(step, text_rule="", question="", refers_name="", steps=below)


@settings(deadline=None)
@given(sops())
def test_what_is_written_is_read_back(sop: Sop) -> None:
    """Every field of the contract survives, whatever texts it holds."""
    back = read_sop("a.json", write_json(sop, ID))
    assert contract_part(back) == contract_part(sop)


@settings(deadline=None)
@given(sops())
def test_what_is_read_is_written_alike(sop: Sop) -> None:
    """Sentences of findings come back too: the second file equals the first."""
    first = write_json(sop, ID)
    assert write_json(read_sop("a.json", first), ID) == first


def document() -> dict[str, Any]:
    """A good document, to be spoilt."""
    loaded: dict[str, Any] = json.loads(write_json(LETTERS, ID))
    return loaded


def refusal(data: bytes) -> Refused:
    """The refusal that bytes give."""
    with pytest.raises(Refused) as caught:
        read_sop("a.json", data)
    assert caught.value.where.file == "a.json"
    return caught.value


GOOD = write_json(LETTERS, ID)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json-syntax"),
        (b"\x89PNG\r\n", "json-encoding"),
        (GOOD.decode().encode("utf-16"), "json-encoding"),
        (GOOD[:-40], "json-syntax"),
        (GOOD + b"{}", "json-syntax"),
        (b"[" * 10_000, "json-too-deep"),
        (b'{"a":' * 100_000, "json-too-deep"),
        (b'{"schema": "bpm2sop/sop/1", "level": NaN}', "json-not-a-number"),
        (b'{"schema": "bpm2sop/sop/1", "level": -Infinity}', "json-not-a-number"),
        (b'{"schema": "bpm2sop/sop/1", "level": ' + b"9" * 5000 + b"}", "json-not-a-number"),
        (b'{"schema": "bpm2sop/sop/1", "schema": "bpm2sop/sop/1"}', "json-repeated-name"),
        (b"[]", "json-schema"),
        (b"null", "json-schema"),
        (b"{}", "json-schema"),
        (b'{"schema": 1}', "json-schema"),
        (b'{"schema": "bpm2sop/index/1"}', "json-schema"),
        (b'{"schema": "bpm2sop/sop/0"}', "json-schema"),
        (b'{"schema": "bpm2sop/sop/2"}', "json-schema-newer"),
        (b'{"schema": "bpm2sop/sop/1"}', "json-field-missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:20]),
)
def test_a_file_of_another_kind_is_refused(data: bytes, code: str) -> None:
    """What is no SOP of ours gives its reason, never a traceback."""
    assert refusal(data).code == code


def test_a_mark_at_the_front_is_no_obstacle() -> None:
    """Editors that put a byte order mark in front do no harm."""
    assert read_sop("a.json", b"\xef\xbb\xbf" + GOOD) == read_sop("a.json", GOOD)


def test_a_broken_line_is_named() -> None:
    """A syntax error says its line and column."""
    where = refusal(GOOD.replace(b' "title": ', b' "title" ', 1)).where
    assert (where.line, where.column) == (4, 10)


@pytest.mark.parametrize(
    ("path", "spoilt"),
    [
        (["key"], 1),
        (["title"], None),
        (["level"], 3.0),
        (["level"], True),
        (["level"], -1),
        (["kind"], []),
        (["kind", "nature"], "magic"),
        (["kind", "nature"], ["technical"]),
        (["source", "scopes"], "Process_1"),
        (["identity", "number", "source"], "dream"),
        (["actors", 1, "path", 0], 7),
        (["steps"], {}),
        (["steps", 1], "x"),
        (["steps", 0, "next", 0, "interrupting"], "yes"),
        (["steps", 0, "next", 0, "via", 0], {}),
        (["steps", 0, "time"], "3 hari"),
        (["steps", 0, "wait"], "never"),
        (["steps", 0, "text"], "\ud800"),
        (["steps", 3, "steps", 1, "elements", 0, "role"], "star"),
        (["findings", 0, "severity"], 3),
        (["proof", "nodes"], "21"),
    ],
    ids=str,
)
def test_a_wrong_type_names_its_place(path: list[str | int], spoilt: object) -> None:
    """A refusal says where in the document something else was wanted."""
    spoiled = document()
    holder: Any = spoiled
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = spoilt
    found = refusal(json.dumps(spoiled).encode())
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    assert (found.code, found.params["path"]) == ("json-shape", f"${place}")


def test_a_missing_field_names_its_place() -> None:
    """A field of the contract that is not there is named."""
    spoiled = document()
    del spoiled["steps"][0]["elements"]
    found = refusal(json.dumps(spoiled).encode())
    assert (found.code, found.params["path"]) == ("json-field-missing", "$.steps[0].elements")


def test_a_field_of_others_is_left_alone() -> None:
    """Other programs may add fields."""
    assert read_sop("a.json", json.dumps({**document(), "x-note": 1}).encode()) == read_sop(
        "a.json", GOOD
    )


@pytest.mark.parametrize(
    ("levels", "code"), [(200, None), (400, "json-too-deep"), (20_000, "json-too-deep")]
)
def test_steps_below_steps_end_somewhere(levels: int, code: str | None) -> None:
    """Steps nested as deep as maps may be are read; deeper ones are refused, not followed forever."""
    whole = document()
    start, _, end = json.dumps(whole["steps"][0]).rpartition("[]")
    whole["steps"] = ["@"]
    data = json.dumps(whole).replace('"@"', f"{start}[" * levels + f"]{end}" * levels).encode()
    if code:
        assert refusal(data).code == code
    else:
        sop = read_sop("a.json", data)
        assert read_sop("a.json", write_json(sop, ID)) == sop
