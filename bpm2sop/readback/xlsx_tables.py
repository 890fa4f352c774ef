"""The tables of a workbook: which column is which and which row whose, by hidden names, or where those are gone by words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bpm2sop.errors import Refused, Where
from bpm2sop.model.sop import StepKey
from bpm2sop.readback.office_compare import Exported, plain
from bpm2sop.readback.office_package import XLSX
from bpm2sop.readback.unmarked import Line, is_numbering, recognised
from bpm2sop.readback.xlsx_cells import Cell, Sheet

# The names that the writer gives; the two know each other by the schema only.
PREFIX = "bpm2sop:"
_KEYS = f"{PREFIX}key"
_HEAD = f"{PREFIX}head"
_OURS = frozenset({f"{PREFIX}-", f"{PREFIX}+"})

_FEW_HEADS = 3
"""So many of the heads' words in neighbouring rows are a table's."""
_HEAD_ROWS = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's table: its columns, the row and the column that hold names if there still are any, whose rows there are.

    `heads` are the rows of heads, `ours` those of the drawing and the form.
    """

    sheet: Sheet
    columns: dict[int, str]
    top: int | None = None
    side: int | None = None
    keys: dict[int, StepKey] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    ours: set[int] = field(default_factory=set)

    def place(self, row: int, column: int = 0) -> str:
        """Name a cell as people do, with its sheet."""
        return f"{self.sheet.name}!{Cell(row, column)}"

    def cells(self, row: dict[int, str]) -> dict[str, str]:
        """Give the words of a row by the names of their columns."""
        return {name: row[column] for column, name in self.columns.items() if column in row}


def tables_of(sheets: tuple[Sheet, ...], exported: Exported, name: str) -> list[Table]:
    """Find the tables of a workbook; `name` is how the user calls the file. Raises `Refused` where that is not sure."""
    marked = {sheet.name: _marked(sheet, exported) for sheet in sheets}
    for table in marked.values():
        if table is not None:
            _by_keys(table, exported)
    known = {key for table in marked.values() if table for key in table.keys.values()}
    for sheet in sheets:
        table = marked[sheet.name]
        gone = not (table.columns and table.keys) if table else len(known) < len(exported.rows)
        if gone:
            marked[sheet.name] = _with_heads(sheet, table, exported, name)
    found = [table for table in marked.values() if table is not None]
    _by_words([table for table in found if not table.keys], known, exported, name)
    return found


def _marked(sheet: Sheet, exported: Exported) -> Table | None:
    """Find a sheet's table by what is left of the hidden row and the hidden column, None where nothing is."""
    tags = {f"{PREFIX}{tag}" for tag in (*exported.columns(), *exported.heads)}
    keys = {*_tags(exported), _HEAD}
    corner = _first(sheet, {_KEYS})
    top, side = corner or _first(sheet, tags), corner or _first(sheet, keys)
    if top is None and side is None:
        return None
    columns = {
        cell.column: text.removeprefix(PREFIX)
        for cell, text in sheet.cells.items()
        if top is not None and cell.row == top.row and text.startswith(PREFIX) and cell != corner
    }
    return Table(sheet, columns, top and top.row, side and side.column)


def _first(sheet: Sheet, words: set[str]) -> Cell | None:
    return next((cell for cell, text in sheet.cells.items() if text.strip() in words), None)


def _with_heads(sheet: Sheet, table: Table | None, exported: Exported, name: str) -> Table | None:
    """Find the columns of a sheet by the words of their heads, None where it has no table."""
    places = _heads(sheet, exported)
    heads = {cell.row for cell in places.values()}
    if table is not None and table.columns:
        return replace(table, heads=table.heads | heads)
    missing = [tag for tag in exported.columns() if tag not in places]
    if table is None and len(exported.columns()) - len(missing) < _FEW_HEADS:
        return None
    if missing:
        detail = {"sheet": sheet.name, "column": exported.heads.get(missing[0], missing[0])}
        raise Refused("xlsx-heads-gone", Where(file=name), detail)
    columns = dict(sorted((cell.column, tag) for tag, cell in places.items()))
    return replace(table or Table(sheet, {}), columns=columns, heads=heads)


def _tags(exported: Exported) -> dict[str, StepKey]:
    return {f"{PREFIX}{json.dumps(key)}": StepKey(key) for key in exported.rows}


def _heads(sheet: Sheet, exported: Exported) -> dict[str, Cell]:
    """Find the heads of the columns by their words: one cell each, all in neighbouring rows; actors' from the left."""
    texts = sorted((cell, plain(text)) for cell, text in sheet.cells.items())
    found: dict[str, Cell] = {}
    for tag in exported.columns():
        words = plain(exported.heads.get(tag, ""))
        same = [cell for cell, text in texts if words and text == words]
        if same and same[0] not in found.values():
            found[tag] = same[0]
    rows = [cell.row for cell in found.values()]
    if not rows or max(rows) - min(rows) >= _HEAD_ROWS:
        return {}
    taken = set(found.values())
    for tag, head in exported.heads.items():
        if tag.startswith("actor-"):
            near = (cell for cell, text in texts if text == plain(head) and cell not in taken)
            spot = next((cell for cell in near if abs(cell.row - rows[0]) < _HEAD_ROWS), None)
            if spot is not None:
                found[tag] = spot
                taken.add(spot)
    return found


def _by_keys(table: Table, exported: Exported) -> None:
    """Note whose rows there are by the hidden column."""
    keys = _tags(exported)
    for number, texts in table.sheet.rows():
        tag = "" if table.side is None else texts.get(table.side, "").strip()
        if tag in keys:
            table.keys[number] = keys[tag]
        elif tag == _HEAD:
            table.heads.add(number)
        elif tag in _OURS:
            table.ours.add(number)


def _by_words(tables: list[Table], known: set[StepKey], exported: Exported, name: str) -> None:
    """Note whose rows there are where nothing hidden tells."""
    lines = [line for table in tables for line in _lines(table)]
    if not any(line.said("no") for line in lines):
        return
    result = recognised(lines, known, exported)
    if result.doubt:
        detail = {"sheet": tables[0].sheet.name, "place": result.doubt}
        raise Refused(XLSX.keys_gone, Where(file=name), detail)
    at = {
        table.place(number): (table, number) for table in tables for number, _ in table.sheet.rows()
    }
    for place, key in result.keys.items():
        table, number = at[place]
        table.keys[number] = key


def _lines(table: Table) -> Iterator[Line]:
    """Give the rows below the heads."""
    above = max(table.heads, default=-1 if table.top is None else table.top)
    for number, row in table.sheet.rows():
        cells = table.cells(row)
        if number <= above or number == table.top:
            continue
        if is_numbering(tuple(cells.values())):
            table.ours.add(number)
        elif cells:
            yield Line(table.place(number), cells)
