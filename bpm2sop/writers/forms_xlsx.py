"""A form as a workbook: one sheet, every text a text whatever it begins with."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from bpm2sop.layout import Font
from bpm2sop.layout.measuring import clean, line_height, wrap
from bpm2sop.layout.style import labels_for
from bpm2sop.wording import Language, say
from bpm2sop.writers.forms_table import Form, Line
from bpm2sop.writers.xlsx.packing import packed

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (the format knows no zones; no clock, so that bytes stay)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST = 32_000
_TITLE_ROWS = 2
_FONT = Font(18)
_FREE = 10
"""Free width beside a text, and free height above and below it, in units."""
_HEADS = 2
_HIGHEST = 540
_CELL = {
    "font_name": "Arial",
    "font_size": 9,
    "border": 1,
    "text_wrap": True,
    "valign": "vcenter",
    "num_format": "@",
}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Arial", "font_size": 12, "bold": True, "align": "center"},
    "head": _CELL | {"bold": True, "align": "center", "bg_color": "#E8EDF7"},
    "band": _CELL | {"bold": True, "bg_color": "#F4F6FA"},
    "text": _CELL,
    "centred": _CELL | {"align": "center"},
    "assumed": _CELL | {"italic": True},
}


@dataclass(slots=True)
class _Sheet:
    """The sheet while it is written: XlsxWriter's, with the form and the looks of cells."""

    file: Any
    form: Form
    looks: dict[str, Any]
    language: Language

    def heads(self) -> int:
        """Write the heads; give the row below them."""
        top, look = _TITLE_ROWS, self.looks["head"]
        for name, first, last in self.form.groups():
            self.file.merge_range(top, first, top, last, "", look)
            self.file.write_string(top, first, self._said(name), look)
        heights = [0]
        for index, column in enumerate(self.form.columns):
            self.file.set_column_pixels(index, index, column.width)
            at = top + 1 if column.group else top
            if not column.group:
                self.file.merge_range(top, index, top + 1, index, "", look)
            self.file.write_string(at, index, self._said(column.name), look)
            heights.append(_height(self._said(column.name), column.width, bold=True))
            if self.form.numbered:
                self.file.write_string(top + _HEADS, index, str(index + 1), look)
        self.file.set_row_pixels(top + 1, max(heights))
        return top + _HEADS + (1 if self.form.numbered else 0)

    def line(self, number: int, line: Line) -> None:
        """Write one line, as high as its text."""
        columns = self.form.columns
        if line.head:
            width = sum(column.width for column in columns)
            self.file.merge_range(number, 0, number, len(columns) - 1, "", self.looks["band"])
            self._write(number, 0, line.cells[0], "band")
            self.file.set_row_pixels(number, _height(line.cells[0], width, bold=True))
            return
        for index, (column, text) in enumerate(zip(columns, line.cells, strict=True)):
            plain = "assumed" if index in line.assumed else "text"
            self._write(number, index, text, "centred" if column.centred else plain)
        pairs = zip(columns, line.cells, strict=True)
        self.file.set_row_pixels(number, max(_height(text, column.width) for column, text in pairs))

    def _write(self, row: int, column: int, text: str, look: str) -> None:
        if words := clean(text)[:_LONGEST]:
            self.file.write_string(row, column, words, self.looks[look])
        else:
            self.file.write_blank(row, column, None, self.looks[look])

    def _said(self, name: str) -> str:
        return say(self.language, f"forms.{name}")


def _height(text: str, width: int, *, bold: bool = False) -> int:
    """Return the height that a text needs in a cell; a row ends at 540 units."""
    font = _FONT._replace(bold=bold)
    lines = max(1, len(wrap(text[:_LONGEST], font, width - _FREE)))
    return min(_HIGHEST, lines * (line_height(font) + 1) + _FREE)


def form_xlsx(form: Form, language: Language) -> bytes:
    """Give a form as a workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    title = say(language, f"forms.{form.name}")
    book.set_properties({"title": title, "created": _CREATED, "comments": "bpm2sop"})
    looks = {name: book.add_format(properties) for name, properties in _LOOKS.items()}
    sheet = _Sheet(book.add_worksheet(title[:31]), form, looks, language)
    sheet.file.merge_range(0, 0, 0, len(form.columns) - 1, "", looks["title"])
    sheet.file.write_string(0, 0, title, looks["title"])
    first = sheet.heads()
    for number, line in enumerate(form.lines, first):
        sheet.line(number, line)
    _print(sheet.file, first, labels_for(language).page)
    book.close()
    return packed(stream.getvalue(), {})


def _print(sheet: Any, heads: int, words: str) -> None:  # noqa: ANN401
    """Print on A4, as wide as the paper, the heads on each page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.hide_gridlines(2)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TITLE_ROWS, heads - 1)
    sheet.freeze_panes(heads, 0)
    sheet.set_footer("&R&7" + words.format(page="&P", pages="&N"), {"margin": 0.25})
