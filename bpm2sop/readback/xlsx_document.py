"""An exported workbook, edited by people and saved by whatever program, read back."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bpm2sop.errors import Refused, Where
from bpm2sop.model.sop import Sop, Step, StepKey
from bpm2sop.readback.json_document import read_sop
from bpm2sop.readback.strict_json import load
from bpm2sop.readback.xlsx_cells import Cell, Sheet, Workbook, read_workbook
from bpm2sop.readback.xlsx_edits import Conflict, Edit, Read, Stranger

# The names that the writer gives; the two know each other by the schema only.
_SCHEMA = re.compile(r"bpm2sop/xlsx/([0-9]{1,9})")
_NEWEST = 1
_HIDDEN = "_bpm2sop"
_PREFIX = "bpm2sop:"
_KEYS = f"{_PREFIX}key"
_HEAD = f"{_PREFIX}head"
_OURS = frozenset({f"{_PREFIX}-", f"{_PREFIX}+"})
_FIELD = "SOP_"
_ACTOR = "actor-"


class _Exported(NamedTuple):
    """What stood in the workbook when it was written."""

    sop: Sop
    heads: dict[str, str]
    rows: dict[str, dict[str, str]]
    identity: dict[str, list[str]]
    keys: dict[str, StepKey]
    """Steps by what names their rows."""


@dataclass(slots=True)
class _Row:
    """A row found: its place, its words by column."""

    sheet: str
    row: int
    key: StepKey
    cells: dict[str, str]
    places: dict[str, str]


@dataclass(slots=True)
class _Found:
    """All that the visible sheets say."""

    rows: list[_Row] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def read_xlsx(name: str, data: bytes) -> Read:
    """Read an exported workbook back; `name` is how the user calls it. Raises `Refused`."""
    book = read_workbook(name, data)
    exported = _exported(name, book)
    found = _Found()
    seen: set[str] = set()
    for sheet in book.sheets:
        seen |= _table(sheet, exported, found)
    found.lost += [f"head:{tag}" for tag in _columns_of(exported) if found.rows and tag not in seen]
    _identity(book, exported, found)
    return _judged(exported, found)


def _exported(name: str, book: Workbook) -> _Exported:
    """Return what the hidden sheet holds, or refuse a workbook that is not ours or was tampered with."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == _HIDDEN), None)
    lines = [] if sheet is None else [cells.get(0, "") for _, cells in sheet.rows()]
    where = Where(file=name)
    schema = _SCHEMA.fullmatch(lines[0]) if lines else None
    if schema is None or int(schema[1]) == 0:
        raise Refused("xlsx-not-ours", where)
    if int(schema[1]) > _NEWEST:
        raise Refused("xlsx-schema-newer", where, {"schema": schema[0], "newest": str(_NEWEST)})
    text = "".join(lines[2:])
    if hashlib.sha256(text.encode()).hexdigest() != "".join(lines[1:2]):
        raise Refused("xlsx-data-changed", where)
    value: dict[str, Any] = load(name, text.encode())
    sop = read_sop(name, json.dumps(value["sop"]).encode())
    words = value["exported"]
    keys = {f"{_PREFIX}{json.dumps(key)}": StepKey(key) for key in words["rows"]}
    return _Exported(sop, words["heads"], words["rows"], words["identity"], keys)


def _table(sheet: Sheet, exported: _Exported, found: _Found) -> set[str]:
    """Read the rows of a sheet if it has the table; give the columns that it has."""
    corner = next((cell for cell, text in sheet.cells.items() if text == _KEYS), None)
    if corner is None:
        return set()
    tags = {
        cell.column: text.removeprefix(_PREFIX)
        for cell, text in sheet.cells.items()
        if cell.row == corner.row and text.startswith(_PREFIX) and cell != corner
    }
    after = None
    for number, texts in sheet.rows():
        if number == corner.row:
            continue
        tag = texts.get(corner.column, "").strip()
        cells = {name: texts[column] for column, name in tags.items() if column in texts}
        if tag in exported.keys:
            after = exported.keys[tag]
            places = {name: _name(sheet, Cell(number, column)) for column, name in tags.items()}
            found.rows.append(_Row(sheet.name, number, after, cells, places))
        elif tag == _HEAD:
            found.edits += _heads(sheet, number, tags, exported)
        elif cells and tag not in _OURS:
            words = tuple((_field(name, exported.sop), text) for name, text in cells.items())
            found.strangers.append(Stranger(_name(sheet, Cell(number, 0)), words, after))
    return set(tags.values())


def _name(sheet: Sheet, cell: Cell) -> str:
    return f"{sheet.name}!{cell}"


def _heads(sheet: Sheet, number: int, tags: dict[int, str], exported: _Exported) -> Iterator[Edit]:
    """Give the columns whose head says something else; one over several columns is told by its first."""
    known = {_plain(text) for text in exported.heads.values()}
    for column, tag in tags.items():
        cell = Cell(number, column)
        text, old = sheet.cells.get(cell, ""), exported.heads.get(tag, "")
        if text and _plain(text) not in known:
            name = f"head:{_field(tag, exported.sop)}"
            yield Edit(None, name, old, text, _name(sheet, cell))


def _identity(book: Workbook, exported: _Exported, found: _Found) -> None:
    """Compare the fields of the identity, wherever their cells are now."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for name, parts in exported.identity.items():
        texts, place = [], ""
        for number in range(1, len(parts) + 1):
            label = f"{_FIELD}{name}" + (f"_{number}" if number > 1 else "")
            sheet_name, cell = book.names.get(label, ("", Cell(0, 0)))
            if sheet_name not in sheets:
                found.lost.append(name)
                break
            place = place or _name(sheets[sheet_name], cell)
            texts.append(sheets[sheet_name].cells.get(cell, ""))
        old, new = "\n".join(filter(None, parts)), "\n".join(filter(None, texts))
        if len(texts) == len(parts) and _plain(old) != _plain(new):
            found.edits.append(Edit(None, name, old, new, place))


def _judged(exported: _Exported, found: _Found) -> Read:
    """Sort what was found into edits, conflicts, rows gone and rows moved."""
    by_key: dict[StepKey, list[_Row]] = {}
    for row in found.rows:
        by_key.setdefault(row.key, []).append(row)
    edits, conflicts = list(found.edits), []
    for key, rows in by_key.items():
        changes = [edit for row in rows for edit in _edits(row, exported)]
        if len(rows) == 1:
            edits += changes
        else:
            places = tuple(f"{row.sheet}!{row.row + 1}" for row in rows)
            conflicts.append(Conflict(key, places, tuple(changes)))
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
    )


def _edits(row: _Row, exported: _Exported) -> Iterator[Edit]:
    """Give the cells of a row that say something else; a column that is gone says nothing."""
    before = exported.rows[row.key]
    for tag, place in row.places.items():
        old, new = before.get(tag, ""), row.cells.get(tag, "")
        if _plain(old) != _plain(new):
            yield Edit(row.key, _field(tag, exported.sop), old, new, place)


def _columns_of(exported: _Exported) -> Iterable[str]:
    return dict.fromkeys(tag for cells in exported.rows.values() for tag in cells)


def _field(tag: str, sop: Sop) -> str:
    """Name a column for those who know the SOP: an actor's by the actor's id."""
    number = tag.removeprefix(_ACTOR)
    if number != tag and number.isdigit() and 0 < int(number) <= len(sop.actors):
        return f"actor:{sop.actors[int(number) - 1].id}"
    return tag


def _plain(text: str) -> str:
    """Return a text without what programs change by themselves: blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").strip().split("\n"))


def _rebuilt(
    steps: tuple[Step, ...], order: dict[StepKey, int], numbers: dict[StepKey, str]
) -> Iterator[Step]:
    """Give the steps that are still there, in the order of their rows, with the numbers that they have now."""
    for step in sorted((s for s in steps if s.key in order), key=lambda s: order[s.key]):
        nested = tuple(_rebuilt(step.steps, order, numbers))
        yield replace(step, no=numbers.get(step.key, step.no), steps=nested)


def _moved(keys: tuple[StepKey, ...], exported: _Exported) -> Iterator[StepKey]:
    """Give the fewest rows whose moving explains the order."""
    before = {key: place for place, key in enumerate(exported.rows)}
    places = [before[key] for key in keys]
    kept = _longest_rise(places)
    yield from (key for key, place in zip(keys, places, strict=True) if place not in kept)


def _longest_rise(places: list[int]) -> set[int]:
    """Return a longest rising subsequence."""
    ends: list[int] = []
    last: list[int] = []
    came: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        came[place] = last[at - 1] if at else None
        ends[at : at + 1] = [place]
        last[at : at + 1] = [place]
    kept: set[int] = set()
    at_end: int | None = last[-1] if last else None
    while at_end is not None:
        kept.add(at_end)
        at_end = came[at_end]
    return kept
