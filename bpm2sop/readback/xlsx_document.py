"""An exported workbook, edited by people and saved by whatever program, read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bpm2sop.model.sop import StepKey
from bpm2sop.readback.edits import Edit, Read, Stranger
from bpm2sop.readback.office_compare import (
    Exported,
    Found,
    FoundRow,
    Hidden,
    exported_of,
    field_of,
    judged,
    plain,
)
from bpm2sop.readback.office_package import XLSX
from bpm2sop.readback.xlsx_cells import Cell, Sheet, Workbook, read_workbook

# The names that the writer gives; the two know each other by the schema only.
_SCHEMA = "bpm2sop/xlsx/1"
_HIDDEN = "_bpm2sop"
_PREFIX = "bpm2sop:"
_KEYS = f"{_PREFIX}key"
_HEAD = f"{_PREFIX}head"
_OURS = frozenset({f"{_PREFIX}-", f"{_PREFIX}+"})
_FIELD = "SOP_"


def read_xlsx(name: str, data: bytes) -> Read:
    """Read an exported workbook back; `name` is how the user calls it. Raises `Refused`."""
    book = read_workbook(name, data)
    exported = exported_of(_hidden(book), name, XLSX, _SCHEMA)
    found = Found()
    seen: set[str] = set()
    for sheet in book.sheets:
        seen |= _table(sheet, exported, found)
    found.lost += [f"head:{tag}" for tag in _columns_of(exported) if found.rows and tag not in seen]
    _identity(book, exported, found)
    return judged(exported, found)


def _hidden(book: Workbook) -> Hidden | None:
    """Return what the hidden sheet holds."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == _HIDDEN), None)
    if sheet is None:
        return None
    schema, digest, *data = [cells.get(0, "") for _, cells in sheet.rows()] + [""] * 2
    return Hidden(schema, digest, "".join(data))


def _table(sheet: Sheet, exported: Exported, found: Found) -> set[str]:
    """Read the rows of a sheet if it has the table; give the columns that it has."""
    corner = next((cell for cell, text in sheet.cells.items() if text == _KEYS), None)
    if corner is None:
        return set()
    tags = {
        cell.column: text.removeprefix(_PREFIX)
        for cell, text in sheet.cells.items()
        if cell.row == corner.row and text.startswith(_PREFIX) and cell != corner
    }
    keys = {f"{_PREFIX}{json.dumps(key)}": StepKey(key) for key in exported.rows}
    after = None
    for number, texts in sheet.rows():
        if number == corner.row:
            continue
        tag = texts.get(corner.column, "").strip()
        cells = {name: texts[column] for column, name in tags.items() if column in texts}
        if tag in keys:
            after = keys[tag]
            places = {name: _name(sheet, Cell(number, column)) for column, name in tags.items()}
            found.rows.append(FoundRow(after, f"{sheet.name}!{number + 1}", cells, places))
        elif tag == _HEAD:
            found.edits += _heads(sheet, number, tags, exported)
        elif cells and tag not in _OURS:
            words = tuple((field_of(name, exported.sop), text) for name, text in cells.items())
            found.strangers.append(Stranger(_name(sheet, Cell(number, 0)), words, after))
    return set(tags.values())


def _name(sheet: Sheet, cell: Cell) -> str:
    return f"{sheet.name}!{cell}"


def _heads(sheet: Sheet, number: int, tags: dict[int, str], exported: Exported) -> Iterator[Edit]:
    """Give the columns whose head says something else; one over several columns is told by its first."""
    known = {plain(text) for text in exported.heads.values()}
    for column, tag in tags.items():
        cell = Cell(number, column)
        text, old = sheet.cells.get(cell, ""), exported.heads.get(tag, "")
        if text and plain(text) not in known:
            name = f"head:{field_of(tag, exported.sop)}"
            yield Edit(None, name, old, text, _name(sheet, cell))


def _identity(book: Workbook, exported: Exported, found: Found) -> None:
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
        if len(texts) == len(parts) and plain(old) != plain(new):
            found.edits.append(Edit(None, name, old, new, place))


def _columns_of(exported: Exported) -> Iterable[str]:
    return dict.fromkeys(tag for cells in exported.rows.values() for tag in cells)
