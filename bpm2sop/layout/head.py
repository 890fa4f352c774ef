"""The two head rows of the table, and the footer."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.layout.measuring import clip, fitted, set_text
from bpm2sop.layout.pages import Align, Box, Column, ColumnKind, Font, Paper, Part, Text, TextBox
from bpm2sop.layout.style import FormLabels, PageStyle

FIRST = 22
NUMBERS = 16
"""Height of the row of numbers below the heads."""
_MOST_LINES = 7
_PAD = 4


def names_of(labels: FormLabels) -> dict[ColumnKind, str]:
    """Return the printed names of the text columns."""
    return {
        ColumnKind.NO: labels.no,
        ColumnKind.ACTIVITY: labels.activity,
        ColumnKind.INPUTS: labels.inputs,
        ColumnKind.TIME: labels.time,
        ColumnKind.OUTPUTS: labels.outputs,
        ColumnKind.REMARKS: labels.remarks,
    }


def _name(column: Column, font: Font) -> Text:
    width = column.w - 2 * _PAD
    text = set_text(column.name, fitted(column.name, font, width), width, align=Align.CENTRE)
    kept, cut = clip(text.lines, _MOST_LINES)
    return text._replace(lines=kept, clipped=cut)


def second_height(columns: tuple[Column, ...], font: Font) -> int:
    """Return the height of the second head row that the names need."""
    texts = [_name(column, font) for column in columns]
    return max(28, *(len(t.lines) * t.line_height + 2 * _PAD for t in texts))


def head_of(
    columns: tuple[Column, ...],
    labels: FormLabels,
    font: Font,
    *,
    top: int,
    heights: tuple[int, ...],
) -> tuple[TextBox, ...]:
    """Return the boxes of the head rows."""
    first, second = heights[:2]
    actors = tuple(c for c in columns if c.kind is ColumnKind.ACTOR)
    standard = tuple(
        c for c in columns if c.kind in {ColumnKind.INPUTS, ColumnKind.TIME, ColumnKind.OUTPUTS}
    )
    boxes = [
        _over(actors, labels.actors, font, top=top, h=first),
        _over(standard, labels.standard, font, top=top, h=first),
    ]
    for column in columns:
        under = column in actors or column in standard
        y, h = (top + first, second) if under else (top, first + second)
        box = Box(column.x, y, column.w, h)
        name = column.actor or column.kind.value
        boxes.append(TextBox(Part.HEADER, box, _name(column, font), name, column.name))
    for h in heights[2:]:
        boxes += _numbers(columns, font._replace(bold=False), Box(0, top + first + second, 0, h))
    return tuple(boxes)


def _numbers(columns: tuple[Column, ...], font: Font, at: Box) -> Iterator[TextBox]:
    """Give each column its number: (1), (2) and so on."""
    for number, column in enumerate(columns, 1):
        words = f"({number})"
        text = set_text(words, font, column.w, align=Align.CENTRE)
        yield TextBox(Part.NUMBER, at._replace(x=column.x, w=column.w), text, str(number), words)


def _over(columns: tuple[Column, ...], words: str, font: Font, *, top: int, h: int) -> TextBox:
    last = columns[-1]
    box = Box(columns[0].x, top, last.x + last.w - columns[0].x, h)
    text = set_text(words, font, box.w - 2 * _PAD, align=Align.CENTRE)
    name = "actors" if columns[0].kind is ColumnKind.ACTOR else "standard"
    return TextBox(Part.HEADER, box, text, name, words)


def footer_of(
    title: str, labels: FormLabels, style: PageStyle, *, paper: Paper, number: int, pages: int
) -> tuple[TextBox, ...]:
    """Return the footer: the title at the left, the page's number of all at the right."""
    font = Font(14)
    words = labels.page.format(page=number, pages=pages)
    y = paper.h - style.margins.bottom - style.reserved + 10
    room = paper.w - style.margins.left - style.margins.right
    right = Box(paper.w - style.margins.right - 160, y, 160, 14)
    left = Box(style.margins.left, y, room - 170, 14)
    name = set_text(title, font, left.w)
    kept, cut = clip(name.lines, 1)
    return (
        TextBox(
            Part.FOOTER, left, name._replace(lines=kept, clipped=cut), "title", title, ruled=False
        ),
        TextBox(
            Part.FOOTER,
            right,
            set_text(words, font, 160, align=Align.RIGHT),
            "page",
            words,
            ruled=False,
        ),
    )
