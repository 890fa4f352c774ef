"""The workbook while it is written: XlsxWriter's, with the form's looks and typed strings only."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import xlsxwriter

from bpm2sop.layout import Align, Document, Font, TextBox
from bpm2sop.layout.measuring import clean
from bpm2sop.model.sop import CellSource
from bpm2sop.writers.office.exported import digest_of
from bpm2sop.writers.xlsx.lattice import Cells

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (the format knows no zones; no clock, so that bytes stay)
_LONGEST = 32_000
"""A little less than a cell can hold."""
_PAPERS = {"Letter": 1, "Legal": 5, "A3": 8, "A4": 9, "F4": 14}
"""Office's codes; F4 has none, its neighbour is folio."""
SCALE = 97
"""In per cent: Excel's printed columns are up to two in a hundred wider than on the screen."""
_FOOTER_TITLE = 150
_FOOTER = 255
"""Characters that a footer may have, codes counted."""
_FACE = '&7&"Arial,Regular"'
PAGE = "{page}"
_PICTURE = re.compile(r"&(G|\[)")
_HEAD = "#E8EDF7"
_MISSING = "#FFFAE8"

# Digits of this font are eight pixels wide in Excel and in LibreOffice alike, so that columns are exact.
_NORMAL = {"font_name": "Times New Roman", "font_size": 12}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_row_height": 21,
    "default_column_width": 72,
}


class Look(NamedTuple):
    """How a cell looks. `sides` are the borders drawn, of "tlbr"."""

    font: Font
    align: Align = Align.LEFT
    top: bool = False
    sides: str = "tlbr"
    shaded: bool = False
    italic: bool = False
    indented: bool = False


@dataclass(slots=True)
class Book:
    """XlsxWriter's workbook with its formats and the stream that it goes to; `said` are digests of all words in it."""

    stream: io.BytesIO = field(default_factory=io.BytesIO)
    file: Any = None
    formats: dict[Look, Any] = field(default_factory=dict)
    missing: Any = None
    said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.file = xlsxwriter.Workbook(
            # XlsxWriter writes into what it is given.
            self.stream,
            {**_OPTIONS, "default_format_properties": dict(_NORMAL)},
        )
        self.missing = self.file.add_format({"bg_color": _MISSING})

    def describe(self, document: Document) -> None:
        """Set the title; the time of making is always the same."""
        title = clean(document.title)[:_FOOTER_TITLE]
        self.file.set_properties({"title": title, "created": _CREATED, "comments": "bpm2sop"})

    def format(self, look: Look) -> Any:  # noqa: ANN401  (XlsxWriter has no types)
        """Return the format of a look, made once."""
        if look not in self.formats:
            self.formats[look] = self.file.add_format(_properties(look))
        return self.formats[look]

    def sheet(self, name: str, document: Document, *, footer: str, first: int | None) -> Any:  # noqa: ANN401
        """Add a sheet that prints on the document's paper; `first` is its first page's number."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_PAPERS[document.paper.name])
        top, right, bottom, left = (margin / 96 for margin in document.margins)
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        sheet.set_header("", {"margin": top / 2})
        sheet.set_footer(footer, {"margin": bottom / 2})
        sheet.set_print_scale(SCALE)
        sheet.center_horizontally()
        if first is not None:
            sheet.set_start_page(first)
        return sheet

    def write(self, sheet: Any, cells: Cells, text: str, look: Look) -> None:  # noqa: ANN401
        """Write a text into a cell, or into several made one. It is a text whatever it begins with."""
        style = self.format(look)
        top, left, bottom, right = cells
        if (top, left) != (bottom, right):
            sheet.merge_range(top, left, bottom, right, "", style)
        if text:
            self.said.add(digest_of(text[:_LONGEST]))
            sheet.write_string(top, left, text[:_LONGEST], style)
        else:
            sheet.write_blank(top, left, None, style)

    def bytes(self) -> bytes:
        """Close the workbook and give its bytes."""
        self.file.close()
        return self.stream.getvalue()


def _properties(look: Look) -> dict[str, Any]:
    """Return XlsxWriter's names for a look."""
    names = {"t": "top", "l": "left", "b": "bottom", "r": "right"}
    return {
        "font_name": "Arial",
        "font_family": 2,
        "font_size": look.font.half_points / 2,
        "bold": look.font.bold,
        "italic": look.italic,
        "align": {Align.CENTRE: "center"}.get(look.align, look.align.value),
        "valign": "top" if look.top else "vcenter",
        "text_wrap": True,
        # Text stays text, also what a person fills in: no date or number is made of it.
        "num_format": "@",
        **{names[side]: 1 for side in look.sides},
        **({"bg_color": _HEAD} if look.shaded else {}),
        **({"indent": 1} if look.indented else {}),
    }


def look_of(
    box: TextBox, *, sides: str = "tlbr", shaded: bool = False, indented: bool = False
) -> Look:
    """Return the look of a box; what is only assumed is in italics."""
    text = box.text
    assumed = CellSource.ASSUMED in box.sources
    level = indented and text.align is Align.LEFT
    return Look(
        text.font, text.align, text.top or text.clipped, sides, shaded, assumed, indented=level
    )


def text_of(box: TextBox) -> str:
    """Return the words of a box for a program that wraps for itself; a clipped text as it was cut."""
    return "\n".join(box.text.lines) if box.text.clipped else clean(box.full)


def footer_of(title: str, page: str, means: tuple[str, str] | None = None) -> str:
    """Return a footer in Office's notation: the title at the left, the page at the right; `PAGE` is its number.

    `means` says in the middle what italics and what coloured cells mean.
    """
    before, _, after = page.partition(PAGE)
    rest = f"&R{_FACE}{_escaped(before)}&P{_escaped(after)}"
    if means is not None:
        assumed, none = map(_escaped, means)
        rest = f'&C&7&"Arial,Italic"{assumed}   &"Arial,Regular"{none}{rest}'
    room, name = _FOOTER - len(rest) - len(f"&L{_FACE}"), title[:_FOOTER_TITLE]
    while len(_escaped(name)) > max(0, room):
        name = name[:-1]
    return f"&L{_FACE}{_escaped(name)}{rest}"


def _escaped(text: str) -> str:
    """Escape a footer's text. Before some letters even Office's escape would pass for a picture's place."""
    # Kept apart, since cleaning takes the blanks at both ends.
    blanks = (" " * text[:1].isspace(), " " * text[-1:].isspace())
    plain = " ".join(clean(text)[:_FOOTER_TITLE].split()).join(blanks)
    return plain.replace("&", "＆" if _PICTURE.search(plain) else "&&")
