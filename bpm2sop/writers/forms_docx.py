"""A form as a Word document: one table, as high as its text, with its heads on each page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from bpm2sop.layout import Align, Box, Font
from bpm2sop.layout.measuring import clean
from bpm2sop.layout.style import A4, Margins, labels_for
from bpm2sop.wording import Language, say
from bpm2sop.writers.docx.frame import Frame, Section, footer, joined, main_part
from bpm2sop.writers.docx.package import CORE, DOCUMENT, core, packed
from bpm2sop.writers.docx.tables import Cell, Kind, table
from bpm2sop.writers.docx.words import Look, paragraph, paragraphs
from bpm2sop.writers.forms_table import Form

_MARGINS = Margins()
_FRAME = Frame(A4, (_MARGINS.top, _MARGINS.right, _MARGINS.bottom, _MARGINS.left), 24)
_ROW = 24
_HEAD_SHADE = "E8EDF7"
_BAND_SHADE = "F4F6FA"
_TITLE = Look(Font(24, bold=True), Align.CENTRE)
_HEAD = Look(Font(18, bold=True), Align.CENTRE)
_BAND = Look(Font(18, bold=True), keep=True)
_TEXT = Look(Font(18))


def form_docx(form: Form, language: Language) -> bytes:
    """Give a form as a document."""
    title = say(language, f"forms.{form.name}")
    edges = tuple(accumulate((column.width for column in form.columns), initial=_MARGINS.left))
    heads = _names(form) + form.numbered
    cells = [*_heads(form, language, edges), *_lines(form, edges, heads)]
    kind = Kind(heads=heads, about=title, rise=3, grows=True)
    content = f"{paragraph(title, _TITLE)}{paragraph('', _TEXT)}{table(cells, kind)}"
    words = footer(title, _FRAME, labels_for(language).page)
    body, extras = joined((Section(content, _FRAME, words),))
    return packed(
        {DOCUMENT: main_part(body), CORE: core(title, language)}, language=language, extras=extras
    )


def _heads(form: Form, language: Language, edges: tuple[int, ...]) -> Iterator[Cell]:
    """Give the head rows: shared heads above their columns, the others over both rows; then the numbers."""

    def head(name: str, box: Box) -> Cell:
        return Cell(box, paragraph(say(language, f"forms.{name}"), _HEAD), _HEAD_SHADE)

    below = _names(form) * _ROW
    for name, first, last in form.groups():
        yield head(name, Box(edges[first], 0, edges[last + 1] - edges[first], _ROW))
    for index, column in enumerate(form.columns):
        x, top = edges[index], 0 if not column.group else _ROW
        yield head(column.name, Box(x, top, column.width, below - top))
        if form.numbered:
            number = paragraph(str(index + 1), _HEAD._replace(font=Font(16)))
            yield Cell(Box(x, below, column.width, _ROW), number, _HEAD_SHADE)


def _names(form: Form) -> int:
    """Return how many rows the names of columns take."""
    return 1 + any(column.group for column in form.columns)


def _lines(form: Form, edges: tuple[int, ...], heads: int) -> Iterator[Cell]:
    for number, row in enumerate(form.lines, heads):
        y = number * _ROW
        if row.head:
            words = paragraphs(clean(row.cells[0]).split("\n"), _BAND)
            yield Cell(Box(edges[0], y, edges[-1] - edges[0], _ROW), words, _BAND_SHADE)
            continue
        for index, (column, text) in enumerate(zip(form.columns, row.cells, strict=True)):
            look = _TEXT._replace(
                align=Align.CENTRE if column.centred else Align.LEFT,
                italic=index in row.assumed,
            )
            content = paragraphs(clean(text).split("\n"), look)
            yield Cell(Box(edges[index], y, column.width, _ROW), content)
