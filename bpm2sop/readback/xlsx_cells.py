"""The sheets of a workbook as texts: what a person sees in each cell, whoever saved the file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bpm2sop.readback.office_package import XLSX, Package, open_package
from bpm2sop.readers.element import Element

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_T: Final = f"{_MAIN}t"
_R: Final = f"{_MAIN}r"
_V: Final = f"{_MAIN}v"
_F: Final = f"{_MAIN}f"
_C: Final = f"{_MAIN}c"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOTES: Final = "/comments"
"""Ends the kind of the part that holds a sheet's notes."""
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (the format knows no zones)
_LAST_DAY: Final = 2_958_465
"""The 31st of December 9999."""
_BUILT_IN: Final = frozenset({*range(14, 23), *range(45, 48)})
"""Number formats of dates and times that every program knows."""
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576


class Cell(NamedTuple):
    """A cell's place, from 0."""

    row: int
    column: int

    def __str__(self) -> str:
        """Name it as people do."""
        letters, number = "", self.column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's texts by place, the formulas that have no result, and the notes on cells; empty cells are left out."""

    name: str
    cells: dict[Cell, str] = field(default_factory=dict)
    formulas: dict[Cell, str] = field(default_factory=dict)
    notes: dict[Cell, str] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[int, dict[int, str]]]:
        """Iterate over the rows with anything in them, from above."""
        found: dict[int, dict[int, str]] = {}
        for (row, column), text in sorted(self.cells.items()):
            found.setdefault(row, {})[column] = text
        yield from found.items()


class Workbook(NamedTuple):
    """The sheets in their order, and the places that have names: sheet and cell."""

    sheets: tuple[Sheet, ...]
    names: dict[str, tuple[str, Cell]]


class _Shared(NamedTuple):
    """What cells refer to: texts, and which formats are dates."""

    texts: tuple[str, ...]
    dates: tuple[bool, ...]


def read_workbook(name: str, data: bytes) -> Workbook:
    """Read the texts of a workbook; `name` is how the user calls it. Raises `Refused`."""
    package = open_package(name, data, XLSX)
    main, root = package.main()
    targets = {relation.id: relation.target for relation in package.relations(main)}
    folder = main.rpartition("/")[0]
    shared = _shared(package, folder)
    sheets = []
    for element in _within(root, "sheets", "sheet"):
        path = targets.get(element.get(_ID, ""), "")
        part = package.part(path)
        if part is not None:
            sheet = Sheet(element.get("name", ""))
            _fill(sheet, part, shared)
            sheet.notes.update(_notes(package, path))
            sheets.append(sheet)
    return Workbook(tuple(sheets), dict(_names(root)))


def _within(root: Element, outer: str, inner: str) -> Iterator[Element]:
    """Walk the elements of one tag within those of another, both right below each other."""
    for holder in root.iterchildren(f"{_MAIN}{outer}"):
        yield from holder.iterchildren(f"{_MAIN}{inner}")


def _shared(package: Package, folder: str) -> _Shared:
    texts = package.part(f"{folder}/sharedStrings.xml")
    styles = package.part(f"{folder}/styles.xml")
    return _Shared(
        () if texts is None else tuple(_text(item) for item in texts.iterchildren(f"{_MAIN}si")),
        () if styles is None else tuple(_dates(styles)),
    )


def _text(item: Element) -> str:
    """Return the text of a string, of all its differently formatted parts; readings are no part of it."""
    found: list[Element] = []
    for part in item.iterchildren(_T, _R):
        found += [part] if part.tag == _T else part.iterchildren(_T)
    return _unescaped("".join(text.text or "" for text in found))


def _unescaped(text: str) -> str:
    """Resolve the format's own escapes of characters that XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _dates(styles: Element) -> Iterator[bool]:
    """Tell of each cell format whether it shows a date."""
    own = {
        form.get("numFmtId", ""): form.get("formatCode", "")
        for form in _within(styles, "numFmts", "numFmt")
    }
    for form in _within(styles, "cellXfs", "xf"):
        number = form.get("numFmtId", "0")
        code = _LITERAL.sub("", own.get(number, "")).lower()
        known = number.isdigit() and int(number) in _BUILT_IN
        yield bool(re.search("[ymdhs]", code)) if number in own else known


def _fill(sheet: Sheet, part: Element, shared: _Shared) -> None:
    """Note the cells with text or a formula."""
    for at, element in _cells(part):
        formula = next(element.iterchildren(_F), None)
        text = _value(element, shared)
        if formula is not None and not _has_result(element):
            sheet.formulas[at] = f"={formula.text or ''}"
        elif text.strip():
            sheet.cells[at] = text.replace("\r\n", "\n").replace("\r", "\n")


def _notes(package: Package, path: str) -> Iterator[tuple[Cell, str]]:
    """Give the notes that people put on cells of a sheet."""
    for relation in package.relations(path):
        root = package.part(relation.target) if relation.kind.endswith(_NOTES) else None
        for note in () if root is None else root.iter(f"{_MAIN}comment"):
            cell = _place(note.get("ref"))
            words = "".join(_text(text) for text in note.iterchildren(f"{_MAIN}text"))
            if cell is not None and words.strip():
                yield cell, words


def _has_result(element: Element) -> bool:
    """Tell whether the program that saved a formula worked it out, and could."""
    kind = element.get("t", "n")
    values = [value.text or "" for value in element.iterchildren(_V)]
    return kind != "e" and (any(values) or (kind == "str" and bool(values)))


def _cells(sheet: Element) -> Iterator[tuple[Cell, Element]]:
    """Give the cells with their places; a place that is not said follows the one before."""
    at = Cell(-1, -1)
    for row in _within(sheet, "sheetData", "row"):
        said = row.get("r", "")
        number = int(said) - 1 if said.isdigit() and len(said) < 8 else at.row + 1  # noqa: PLR2004
        at = Cell(number, -1)
        for element in row.iterchildren(_C):
            at = _place(element.get("r")) or at._replace(column=at.column + 1)
            if at.row < _ROWS and at.column < _COLUMNS:
                yield at, element


def _place(reference: str | None) -> Cell | None:
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return Cell(int(found[2]) - 1, column - 1)


def _value(element: Element, shared: _Shared) -> str:
    """Return what a cell shows; of a formula its last result."""
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(item) for item in element.iterchildren(f"{_MAIN}is"))
    value = next((item.text or "" for item in element.iterchildren(_V)), "")
    if kind == "s":
        index = int(value) if value.isdigit() and len(value) < 10 else -1  # noqa: PLR2004
        return shared.texts[index] if 0 <= index < len(shared.texts) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    return _number(value, element, shared) if kind == "n" else _unescaped(value)


def _number(value: str, element: Element, shared: _Shared) -> str:
    """Return a number as people write it: a date as date, a whole number without a point."""
    try:
        number = float(value)
    except ValueError:
        return value
    style = element.get("s", "")
    index = int(style) if style.isdigit() and len(style) < 7 else -1  # noqa: PLR2004
    if 0 <= index < len(shared.dates) and shared.dates[index] and 0 < number <= _LAST_DAY:
        moment = _EPOCH + dt.timedelta(days=number)
        return (
            moment.date().isoformat() if number == int(number) else moment.isoformat(" ", "minutes")
        )
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)  # noqa: PLR2004


def _names(root: Element) -> Iterator[tuple[str, tuple[str, Cell]]]:
    """Give the named places that still are somewhere."""
    for element in _within(root, "definedNames", "definedName"):
        sheet, _, place = (element.text or "").rpartition("!")
        cell = _place(place.partition(":")[0])
        if cell is not None:
            plain = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            yield element.get("name", ""), (plain, cell)
