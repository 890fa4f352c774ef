"""What is different between the words that were exported and those that stand in an office file now."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from bpm2sop.errors import Refused, Where
from bpm2sop.model.sop import Sop, Step, StepKey
from bpm2sop.readback.edits import Aside, Conflict, Edit, Read, Stranger
from bpm2sop.readback.json_document import read_sop
from bpm2sop.readback.office_package import Codes
from bpm2sop.readback.shapes import Read as Reader
from bpm2sop.readback.shapes import Unfit, each, text
from bpm2sop.readback.shapes import field as field_in
from bpm2sop.readback.strict_json import load

T = TypeVar("T")

_ACTOR = "actor-"
_VERSION = re.compile(r"[0-9]{1,9}")


class Hidden(NamedTuple):
    """What travels unseen in an office file: the name of its schema, a digest, and the data."""

    schema: str
    digest: str
    data: str


class Exported(NamedTuple):
    """What stood in the file when it was written; `others` are digests of all words, None in files of earlier times."""

    sop: Sop
    heads: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]
    identity: Mapping[str, tuple[str, ...]]
    others: frozenset[str] | None = None

    def columns(self) -> tuple[str, ...]:
        """Name the columns that hold words of steps."""
        return tuple(dict.fromkeys(tag for cells in self.rows.values() for tag in cells))

    def is_ours(self, words: str) -> bool:
        """Tell whether words stood in the file when it was written, as far as that is known."""
        return self.others is None or digest_of(words) in self.others


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that stands for a step: its place, and by column its words and their places."""

    key: StepKey
    place: str
    texts: Mapping[str, str]
    places: Mapping[str, str]


@dataclass(slots=True)
class Found:
    """All that a file says; `told` are the places whose words are told by a row, a head or a field."""

    rows: list[FoundRow] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


def exported_of(hidden: Hidden | None, name: str, codes: Codes, newest: str) -> Exported:
    """Return what a file was written with, or refuse one that is not ours, is newer or was tampered with.

    `newest` is the newest schema that is known here; its number is behind the last stroke.
    """
    where = Where(file=name)
    kind, _, number = newest.rpartition("/")
    known, _, version = (hidden.schema if hidden else "").rpartition("/")
    if hidden is None or known != kind or not _VERSION.fullmatch(version) or int(version) == 0:
        raise Refused(codes.not_ours, where)
    if int(version) > int(number):
        params = {"schema": hidden.schema, "newest": number}
        raise Refused(codes.schema_newer, where, params)
    if hashlib.sha256(hidden.data.encode()).hexdigest() != hidden.digest:
        raise Refused(codes.data_changed, where)
    value: Any = load(name, hidden.data.encode())
    try:
        document, words = field_in(value, "sop", _any), field_in(value, "exported", _any)
        heads = field_in(words, "heads", _named(text))
        rows = field_in(words, "rows", _named(_named(text)))
        identity = field_in(words, "identity", _named(each(text)))
        others = frozenset(field_in(words, "others", each(text))) if "others" in words else None
    except Unfit:
        raise Refused(codes.data_changed, where) from None
    return Exported(read_sop(name, json.dumps(document).encode()), heads, rows, identity, others)


def _any(value: Any) -> Any:  # noqa: ANN401  (whatever JSON can hold)
    return value


def _named(read: Reader[T]) -> Reader[dict[str, T]]:
    """Read an object whose fields are all read alike."""

    def run(value: Any) -> dict[str, T]:  # noqa: ANN401
        if not isinstance(value, dict):
            raise Unfit("", "object")
        return {name: read(item) for name, item in value.items()}

    return run


def judged(exported: Exported, found: Found) -> Read:
    """Sort what was found into edits, conflicts, rows gone, new and moved."""
    by_key: dict[StepKey, list[FoundRow]] = {}
    for row in found.rows:
        by_key.setdefault(row.key, []).append(row)
    edits, conflicts = list(found.edits), []
    for key, rows in by_key.items():
        changes = [edit for row in rows for edit in _edits(row, exported)]
        if len(rows) == 1:
            edits += changes
        else:
            conflicts.append(Conflict(key, tuple(row.place for row in rows), tuple(changes)))
    numbers = {edit.key: edit.new for edit in edits if edit.field == "no" and edit.key is not None}
    order = {key: place for place, key in enumerate(by_key)}
    steps = tuple(_rebuilt(exported.sop.steps, order, numbers))
    return Read(
        sop=replace(exported.sop, steps=steps),
        exported=exported.sop,
        edits=tuple(edits),
        deleted=tuple(StepKey(key) for key in exported.rows if key not in by_key),
        added=tuple(found.strangers),
        moved=tuple(_moved(tuple(by_key), exported)),
        conflicts=tuple(conflicts),
        lost=tuple(dict.fromkeys(found.lost)),
        asides=tuple(found.asides),
    )


def field_of(column: str, sop: Sop) -> str:
    """Name a column for those who know the SOP: an actor's by the actor's id."""
    number = column.removeprefix(_ACTOR)
    if number != column and number.isdigit() and 0 < int(number) <= len(sop.actors):
        return f"actor:{sop.actors[int(number) - 1].id}"
    return column


def plain(text: str) -> str:
    """Return a text without what programs change by themselves: blanks, and empty lines around it."""
    lines = (" ".join(line.replace("\u00a0", " ").split()) for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def digest_of(words: str) -> str:
    """Return a short digest of words, by which the writers tell what they wrote; blanks do not count."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


def _edits(row: FoundRow, exported: Exported) -> Iterator[Edit]:
    """Give the cells of a row that say something else; a column that is gone says nothing."""
    before = exported.rows[row.key]
    for column, place in row.places.items():
        old, new = before.get(column, ""), row.texts.get(column, "")
        if plain(old) != plain(new):
            yield Edit(row.key, field_of(column, exported.sop), old, new, place)


def _rebuilt(
    steps: tuple[Step, ...], order: dict[StepKey, int], numbers: dict[StepKey, str]
) -> Iterator[Step]:
    """Give the steps that are still there, in the order of their rows, with the numbers that they have now."""
    for step in sorted((s for s in steps if s.key in order), key=lambda s: order[s.key]):
        nested = tuple(_rebuilt(step.steps, order, numbers))
        yield replace(step, no=numbers.get(step.key, step.no), steps=nested)


def _moved(keys: tuple[StepKey, ...], exported: Exported) -> Iterator[StepKey]:
    """Give the fewest rows whose moving explains the order."""
    before = {key: place for place, key in enumerate(exported.rows)}
    places = [before[key] for key in keys]
    kept = _longest_rise(places)
    yield from (key for key, place in zip(keys, places, strict=True) if place not in kept)


def _longest_rise(places: list[int]) -> set[int]:
    """Return a longest rising subsequence."""
    ends: list[int] = []
    came: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        came[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept: set[int] = set()
    last: int | None = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = came[last]
    return kept
