"""The identity sheet: the form's ruled boxes as cells, each field a named range that a person can fill."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from xlsxwriter.image import Image

from bpm2sop.layout import Box, Document, IdentityPage, Part, Text, TextBox, fitted
from bpm2sop.layout.measuring import clean
from bpm2sop.model.sop import CellSource
from bpm2sop.settings import Logo
from bpm2sop.writers.office.exported import Exported
from bpm2sop.writers.xlsx.book import Book, Look, look_of, text_of
from bpm2sop.writers.xlsx.lattice import Cells, Lattice, edges
from bpm2sop.writers.xlsx.tags import FIELD

_PAD = 6


class Piece(NamedTuple):
    """A box of the page as one cell: where, what it says, which field it holds if any."""

    box: Box
    text: str
    look: Look
    field: str = ""
    missing: bool = False


def paint_identity(book: Book, sheet: Any, document: Document, exported: Exported) -> None:  # noqa: ANN401
    """Write the identity's pages one below the other."""
    pages = [tuple(_pieces(page)) for page in document.identity]
    xs = tuple(sorted({x for page in pages for piece in page for x in _across(piece.box)}))
    for index, (left, right) in enumerate(pairwise(xs)):
        sheet.set_column_pixels(index, index, right - left)
    row, breaks = 0, []
    for pieces in pages:
        ys = edges(y for piece in pieces for y in (piece.box.y, piece.box.bottom))
        lattice = Lattice(xs=xs, ys=ys, row=row, above=0)
        for index, (top, bottom) in enumerate(pairwise(ys), row):
            sheet.set_row_pixels(index, bottom - top)
        for piece in pieces:
            cells = lattice.cells(piece.box)
            book.write(sheet, cells, piece.text, piece.look)
            if piece.field:
                _name(book, sheet, piece, cells, parts=exported.identity)
        row += lattice.rows
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    for box in document.identity[0].boxes:
        if box.part is Part.LOGO and document.logo is not None:
            corner = (xs[0], min(piece.box.y for piece in pages[0]))
            _insert(sheet, document.logo, box.box, corner)


def _insert(sheet: Any, logo: Logo, place: Box, corner: tuple[int, int]) -> None:  # noqa: ANN401
    """Put a logo into the middle of its place; `corner` is the page's place of the sheet's corner."""
    image = Image(io.BytesIO(logo.data))
    at = fitted(place, logo.w, logo.h)
    options = {
        "x_offset": at.x - corner[0],
        "y_offset": at.y - corner[1],
        "x_scale": at.w * (image.x_dpi or 96) / (image.width * 96),
        "y_scale": at.h * (image.y_dpi or 96) / (image.height * 96),
        "object_position": 1,
        "description": "Logo",
    }
    sheet.insert_image(0, 0, image, options)


def _across(box: Box) -> tuple[int, int]:
    return box.x, box.right


def _name(
    book: Book,
    sheet: Any,  # noqa: ANN401
    piece: Piece,
    cells: Cells,
    *,
    parts: dict[str, list[str]],
) -> None:
    """Give a field's cell its name, and mark it for as long as it is empty."""
    if piece.missing and not piece.text:
        rule = {"type": "blanks", "format": book.missing}
        sheet.conditional_format(cells.top, cells.left, cells.top, cells.left, rule)
    known = parts.setdefault(piece.field, [])
    known.append(piece.text)
    name = f"{FIELD}{piece.field}" + (f"_{len(known)}" if len(known) > 1 else "")
    column = chr(65 + cells.left)
    book.file.define_name(name, f"='{sheet.get_name()}'!${column}${cells.top + 1}")


def _pieces(page: IdentityPage) -> Iterator[Piece]:
    """Give the boxes as cells: those of the letterhead side by side with none, a list's head above its words."""
    frame = next((box.box for box in page.boxes if box.part is Part.FRAME), None)
    under = next((box.box.y for box in page.boxes if box.part is Part.LETTERHEAD), 0)
    for box in page.boxes:
        if box.part is Part.LOGO and frame is not None:
            yield Piece(frame._replace(h=under - frame.y), "", look_of(box, sides="tlr"))
        elif box.part is Part.LETTERHEAD and frame is not None:
            place = frame._replace(y=under, h=frame.bottom - under)
            yield Piece(place, text_of(box), look_of(box, sides="lbr"))
        elif box.text.heads:
            yield from _list(box)
        elif box.part is Part.HEADING:
            yield Piece(box.box, text_of(box), look_of(box, indented=True))
        elif box.part is not Part.FRAME:
            yield Piece(
                box.box, text_of(box), look_of(box, indented=True), box.name, _is_missing(box)
            )


def _is_missing(box: TextBox) -> bool:
    return CellSource.NONE in box.sources


def _list(box: TextBox) -> Iterator[Piece]:
    """Give a list as two cells, so that what a person fills in is a cell of its own."""
    text, place = box.text, box.box
    head = min(place.h - 1, _PAD + text.heads * text.line_height)
    bold = look_of(box, sides="tlr", indented=True)._replace(
        font=text.font._replace(bold=True), top=False, italic=False
    )
    yield Piece(place._replace(h=head), "\n".join(text.lines[: text.heads]), bold)
    below = place._replace(y=place.y + head, h=place.h - head)
    words = _unwrapped(text, clean(box.full))
    yield Piece(below, words, look_of(box, sides="lbr", indented=True), box.name, _is_missing(box))


def _unwrapped(text: Text, full: str) -> str:
    """Return a list's lines with those of one item joined again; as they stand where that cannot be told."""
    lines = list(text.lines[text.heads :])
    items = []
    for number, item in enumerate(full.split("\n") if full else (), 1):
        wanted = {_squeezed(item): item, _squeezed(f"{number}. {item}"): f"{number}. {item}"}
        taken = ""
        while lines and taken not in wanted:
            taken += _squeezed(lines.pop(0))
        if taken not in wanted:
            return "\n".join(text.lines[text.heads :])
        items.append(wanted[taken])
    return "\n".join([*items, *lines])


def _squeezed(line: str) -> str:
    return "".join(line.split())
