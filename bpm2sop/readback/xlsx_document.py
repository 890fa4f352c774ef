"""An exported workbook, edited by people and saved by whatever program, read back."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.sop import StepKey
from bpm2sop.readback.edits import Aside, Edit, Read, Stranger
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
from bpm2sop.readback.xlsx_tables import PREFIX, Table, tables_of

# The names that the writer gives; the two know each other by the schema only.
_SCHEMA = "bpm2sop/xlsx/1"
_HIDDEN = "_bpm2sop"
_FIELD = "SOP_"


def read_xlsx(name: str, data: bytes) -> Read:
    """Read an exported workbook back; `name` is how the user calls it. Raises `Refused`."""
    book = read_workbook(name, data)
    exported = exported_of(_hidden(book), name, XLSX, _SCHEMA)
    found = Found()
    sheets = tuple(sheet for sheet in book.sheets if sheet.name != _HIDDEN)
    tables = tables_of(sheets, exported, name)
    told: set[tuple[str, Cell]] = set()
    for table in tables:
        told |= set(_table(table, exported, found))
    seen = {column for table in tables for column in table.columns.values()}
    found.lost += [
        f"head:{column}" for column in exported.columns() if found.rows and column not in seen
    ]
    told |= set(_identity(book, exported, found))
    rows = {(table.sheet.name, row): key for table in tables for row, key in table.keys.items()}
    found.asides += _beside(sheets, rows)
    found.asides += _words(sheets, exported, told, rows)
    return judged(exported, found)


def _hidden(book: Workbook) -> Hidden | None:
    """Return what the hidden sheet holds."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == _HIDDEN), None)
    if sheet is None:
        return None
    schema, digest, *data = [cells.get(0, "") for _, cells in sheet.rows()] + [""] * 2
    return Hidden(schema, digest, "".join(data))


def _table(table: Table, exported: Exported, found: Found) -> Iterator[tuple[str, Cell]]:
    """Read the rows of a table; give the cells whose words are told by that."""
    sheet, after = table.sheet, None
    for number, row in sheet.rows():
        if number == table.top or number in table.ours:
            continue
        places = {name: Cell(number, column) for column, name in table.columns.items()}
        cells = table.cells(row)
        if number in table.keys:
            after = table.keys[number]
            at = {name: f"{sheet.name}!{cell}" for name, cell in places.items()}
            known = {name: at[name] for name, cell in places.items() if cell not in sheet.formulas}
            found.rows.append(FoundRow(after, f"{sheet.name}!{number + 1}", cells, known))
        elif number in table.heads:
            found.edits += _heads(table, number, exported)
        elif cells:
            words = tuple((field_of(name, exported.sop), text) for name, text in cells.items())
            found.strangers.append(Stranger(table.place(number), words, after))
        yield from ((sheet.name, places[name]) for name in cells)


def _heads(table: Table, number: int, exported: Exported) -> Iterator[Edit]:
    """Give the columns whose head says something else; one over several columns is told by its first."""
    known = {plain(text) for text in exported.heads.values()}
    for column, tag in table.columns.items():
        text = table.sheet.cells.get(Cell(number, column), "")
        if text and plain(text) not in known:
            name = f"head:{field_of(tag, exported.sop)}"
            yield Edit(None, name, exported.heads.get(tag, ""), text, table.place(number, column))


def _identity(book: Workbook, exported: Exported, found: Found) -> Iterator[tuple[str, Cell]]:
    """Compare the fields of the identity, wherever their cells are now; give those cells."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for name, parts in exported.identity.items():
        labels = [f"{_FIELD}{name}" + (f"_{n}" if n > 1 else "") for n in range(1, len(parts) + 1)]
        places = [book.names[label] for label in labels if label in book.names]
        cells = [(sheets[sheet], cell) for sheet, cell in places if sheet in sheets]
        if len(cells) < len(parts):
            found.lost.append(name)
            continue
        yield from ((sheet.name, cell) for sheet, cell in cells)
        old = "\n".join(filter(None, parts))
        new = "\n".join(filter(None, (sheet.cells.get(cell, "") for sheet, cell in cells)))
        if plain(old) != plain(new) and not any(cell in sheet.formulas for sheet, cell in cells):
            sheet, cell = cells[0]
            found.edits.append(Edit(None, name, old, new, f"{sheet.name}!{cell}"))


def _beside(sheets: tuple[Sheet, ...], rows: dict[tuple[str, int], StepKey]) -> Iterator[Aside]:
    """Give the formulas without a result, and the notes on cells."""
    for sheet in sheets:
        for cell, note in sorted(sheet.notes.items()):
            yield Aside("note", f"{sheet.name}!{cell}", note, rows.get((sheet.name, cell.row)))
        for cell, formula in sorted(sheet.formulas.items()):
            key = rows.get((sheet.name, cell.row))
            yield Aside("formula", f"{sheet.name}!{cell}", formula, key)


def _words(
    sheets: tuple[Sheet, ...],
    exported: Exported,
    told: set[tuple[str, Cell]],
    rows: dict[tuple[str, int], StepKey],
) -> Iterator[Aside]:
    """Give the words that no field has and that nobody exported; the evidence may repeat what a field says."""
    filled = {name for name, _ in told}
    said = {
        plain(sheet.cells.get(cell, ""))
        for sheet in sheets
        for name, cell in told
        if name == sheet.name
    }
    for sheet in sheets:
        for cell, text in sorted(sheet.cells.items()):
            ours = text.startswith(PREFIX) or exported.is_ours(text)
            again = sheet.name not in filled and plain(text) in said
            if not ours and not again and (sheet.name, cell) not in told:
                yield Aside("words", f"{sheet.name}!{cell}", text, rows.get((sheet.name, cell.row)))
