"""The appendices of a document: the map with step numbers, the proof sheet, the trace table, as tables and a picture."""

from __future__ import annotations

from itertools import accumulate
from typing import Final, NamedTuple

from bpm2sop.layout import Box, ColumnKind, Document, Font
from bpm2sop.picture import png
from bpm2sop.wording import say
from bpm2sop.writers.appendices import Entry, Part, Table, proof_part, trace_part
from bpm2sop.writers.docx.canvas import inline_picture
from bpm2sop.writers.docx.frame import line
from bpm2sop.writers.docx.package import Extra, picture_part
from bpm2sop.writers.docx.sheets import Sheets
from bpm2sop.writers.docx.tables import Cell, Kind, table
from bpm2sop.writers.docx.tags import row_tag
from bpm2sop.writers.docx.words import Look, linked, one_line, paragraph, run
from bpm2sop.writers.svg import draw_map
from bpm2sop.writers.svg.pictured import size_of
from bpm2sop.writers.writer import Context

_HEAD_SHADE: Final = "E8EDF7"
_TITLE: Final = Look(Font(22, bold=True), keep=True)
_WORDS: Final = Look(Font(18), before=4)
_HEAD: Final = Look(Font(16, bold=True))
_TEXT: Final = Look(Font(16))
_ROW: Final = 20
_MAP: Final = "map"
_SHARPNESS: Final = 2
"""Pixels of the map's picture a unit of its width."""
_TITLE_ROOM: Final = 48
_LONGEST: Final = 2_000


class Appendix(NamedTuple):
    """The content of the appendix' pages, and the pictures in it."""

    content: str
    pictures: tuple[Extra, ...]


def appended(document: Document, sheets: Sheets, context: Context) -> Appendix:
    """Return the appendices, each on a fresh page; numbers of steps lead to the form's rows."""
    sop, language = sheets.sop, context.language
    top, right, bottom, left = document.margins
    room = document.paper.w - right - left, document.paper.h - top - bottom
    pictures: list[Extra] = []
    parts: list[str] = []
    if context.process_map is not None:
        svg = draw_map(sop, context.process_map, language).decode()
        w, h = size_of(svg, (room[0], room[1] - _TITLE_ROOM))
        data = png(svg.encode(), width=max(1, round(w * _SHARPNESS)))
        picture = picture_part(_MAP, "png", data)
        pictures.append(picture)
        alt = say(language, "pdf.map_alt", title=sop.title)
        shown = paragraph(
            "", _WORDS._replace(height=-1), runs=inline_picture((w, h), picture.id, alt)
        )
        parts.append(paragraph(say(language, "pdf.map"), _TITLE) + shown)
    made = (
        proof_part(sop, document.findings, language),
        trace_part(sop, context.process_map, language),
    )
    parts += (_part(one, room[0], sheets) for one in made)
    fresh = line(breaks=True)
    return Appendix(fresh.join(parts), tuple(pictures))


def _part(made: Part, width: int, sheets: Sheets) -> str:
    words = "".join(paragraph(text, _WORDS) for text in made.words)
    tables = (paragraph("", _TEXT) + _table(one, width, sheets) for one in made.tables)
    return paragraph(made.title, _TITLE) + words + "".join(tables)


def _table(made: Table, width: int, sheets: Sheets) -> str:
    """Return a table as high as its text. Without bookmarks, so that no reader takes it for the form's."""
    whole = sum(made.widths)
    shares = [width * made.share // 100 * share // whole for share in made.widths]
    edges = tuple(accumulate(shares, initial=0))
    head = tuple(paragraph(name, _HEAD) for name in made.head)
    rows = (tuple(_content(entry, sheets) for entry in row) for row in made.rows)
    cells = [
        Cell(Box(x, y * _ROW, width, _ROW), content, _HEAD_SHADE if y == 0 else "", top=y > 0)
        for y, row in enumerate((head, *rows))
        for x, width, content in zip(edges, shares, row, strict=False)
    ]
    return table(cells, Kind(heads=1, about=made.head[0], rise=2, grows=True))


def _content(entry: Entry, sheets: Sheets) -> str:
    return paragraph("", _TEXT, runs=_runs(entry, sheets))


def _runs(entry: Entry, sheets: Sheets) -> str:
    """Return the words of a cell; the number of a step leads to its row."""
    words = run(one_line(entry.text)[:_LONGEST], _TEXT)
    if entry.to is None or entry.to not in sheets.exported.rows:
        return words
    number = list(sheets.exported.rows).index(entry.to) + 1
    return linked(words, row_tag(number, ColumnKind.NO.value))
