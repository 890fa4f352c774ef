"""The identity sheet: letterhead and fields above, three pairs of boxes below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bpm2sop.layout.measuring import clean, line_height, wrap
from bpm2sop.layout.pages import Align, Box, Font, IdentityPage, Paper, Part, Text, TextBox
from bpm2sop.layout.style import FormLabels, PageStyle
from bpm2sop.model.sop import Cell, CellSource, Identity, Sop

_PAD = 6
_LOGO = 132
_LABEL = 150
_LIST_LEAST = 96
_TITLE_LEAST = 44


class _Area(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> int:
        """The line between the two columns."""
        return (self.left + self.right) // 2


def identity_pages(
    sop: Sop, style: PageStyle, labels: FormLabels, *, paper: Paper
) -> tuple[IdentityPage, ...]:
    """Return the identity part: one sheet, more where its lists need them. Footers are still to be set."""
    margins = style.margins
    area = _Area(
        margins.left,
        margins.top,
        paper.w - margins.right,
        paper.h - margins.bottom - style.reserved,
    )
    font = Font(style.identity_half_points)
    upper, y = _upper(sop, style, labels, area=area, font=font)
    sheets: list[list[TextBox]] = [list(upper)]
    for pair in _pairs(sop.identity, labels):
        left, right = (_lines(cell, font, area) for _, _, cell in pair)
        while True:
            room = (area.bottom - y - 2 * _PAD) // line_height(font) - 1
            if room < min(3, max(len(left), len(right))) and y > area.top:
                sheets.append([])
                y = area.top
                continue
            h = max(
                _LIST_LEAST,
                (1 + min(room, max(len(left), len(right)))) * line_height(font) + 2 * _PAD,
            )
            h = min(h, area.bottom - y)
            for side, part, lines in zip((0, 1), pair, (left, right), strict=True):
                sheets[-1].append(
                    _list(part, lines[:room], area=area, place=(side, y, h), font=font)
                )
            left, right, y = left[room:], right[room:], y + h
            if not left and not right:
                break
    return tuple(IdentityPage(number=n, boxes=tuple(boxes)) for n, boxes in enumerate(sheets, 1))


def _upper(
    sop: Sop, style: PageStyle, labels: FormLabels, *, area: _Area, font: Font
) -> tuple[list[TextBox], int]:
    """Return the boxes above the pairs, and the y where they end."""
    boxes: list[TextBox] = []
    y = area.top
    bold = font._replace(bold=True)
    for name in ("number", "created", "revised", "effective", "approved_by", "title"):
        cell = Cell(sop.title, CellSource.MAP) if name == "title" else getattr(sop.identity, name)
        width = area.right - area.middle - _LABEL - 2 * _PAD
        face = bold if name == "title" else font
        signed = name == "approved_by"
        lines = wrap(cell.value, face, width)[: 8 if signed else 6]
        h = max(1, len(lines)) * line_height(face) + 2 * _PAD
        h = max(h, _TITLE_LEAST) if name == "title" else h
        h = h + style.signature if signed else h
        label = Text((f"{getattr(labels, name)}",), font, line_height(font), top=signed)
        at = Box(area.middle, y, _LABEL, h)
        boxes.append(TextBox(Part.HEADING, at, label, name, getattr(labels, name)))
        value = Text(tuple(lines), face, line_height(face), top=signed)
        at = Box(area.middle + _LABEL, y, area.right - area.middle - _LABEL, h)
        part = Part.SIGNATURE if signed else Part.FIELD
        boxes.append(TextBox(part, at, value, name, cell.value, (cell.source,)))
        y += h
    return [*_letterhead(style, area, y, bold), *boxes], y


def _letterhead(style: PageStyle, area: _Area, bottom: int, font: Font) -> list[TextBox]:
    """Return the logo's box and under it agency and unit."""
    w = area.middle - area.left
    logo = Box(area.left, area.top, w, _LOGO)
    empty = Text((), font, line_height(font), Align.CENTRE)
    words = "\n".join(style.letterhead)
    lines = wrap(words, font, w - 2 * _PAD)[: max(1, (bottom - logo.bottom) // line_height(font))]
    text = Text(lines, font, line_height(font), Align.CENTRE)
    under = Box(area.left, logo.bottom, w, bottom - logo.bottom)
    return [
        TextBox(Part.LOGO, logo, empty, "logo"),
        TextBox(Part.LETTERHEAD, under, text, "letterhead", words),
    ]


_Part = tuple[str, str, Cell]


def _pairs(identity: Identity, labels: FormLabels) -> Sequence[tuple[_Part, _Part]]:
    """Return the three pairs as name, printed head and cell."""
    names = (("legal_basis", "qualifications"), ("related", "equipment"), ("warning", "records"))
    return [
        (
            (left, getattr(labels, left), getattr(identity, left)),
            (right, getattr(labels, right), getattr(identity, right)),
        )
        for left, right in names
    ]


def _lines(cell: Cell, font: Font, area: _Area) -> tuple[str, ...]:
    """Return a list's lines, its items numbered where there are several."""
    items = clean(cell.value).split("\n")
    if len(items) > 1 and not any(item[:1].isdigit() or item[:1] in "-•" for item in items):
        items = [f"{number}. {item}" for number, item in enumerate(items, 1)]
    return wrap("\n".join(items), font, area.middle - area.left - 2 * _PAD)


def _list(
    part: _Part, lines: tuple[str, ...], *, area: _Area, place: tuple[int, int, int], font: Font
) -> TextBox:
    """Return one box of a pair: its head in capitals as the first line, then the list."""
    name, head, cell = part
    side, y, h = place
    x = area.middle if side else area.left
    w = area.right - area.middle if side else area.middle - area.left
    text = Text((f"{head.upper()}:", *lines), font, line_height(font), top=True, heads=1)
    return TextBox(Part.FIELD, Box(x, y, w, h), text, name, cell.value, (cell.source,))
