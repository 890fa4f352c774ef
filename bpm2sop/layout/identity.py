"""The identity sheet: letterhead and fields above, three pairs of boxes below."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from bpm2sop.layout.measuring import clean, clip, line_height, set_text, wrap
from bpm2sop.layout.pages import Align, Box, Font, IdentityPage, Paper, Part, Text, TextBox
from bpm2sop.layout.style import FormLabels, PageStyle
from bpm2sop.model.sop import Cell, CellSource, Identity, Sop

PAD = 6
_LOGO = 120
_LABEL = 156
_LIST_LEAST = 96
_TITLE_LEAST = 48
_FIELD_LINES = 6


class _Area(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> int:
        """The line between the two columns."""
        return (self.left + self.right) // 2

    @property
    def inner(self) -> int:
        """The width of a line in the left column."""
        return self.middle - self.left - 2 * PAD


class _List(NamedTuple):
    """One box of a pair: its name, its printed head, what it holds."""

    name: str
    head: str
    cell: Cell


class _Strip(NamedTuple):
    """A pair, or a part of one, on a sheet: its place and the lines of both boxes."""

    pair: tuple[_List, _List]
    lines: tuple[tuple[str, ...], tuple[str, ...]]
    y: int
    h: int


def identity_pages(
    sop: Sop, style: PageStyle, labels: FormLabels, *, paper: Paper
) -> tuple[IdentityPage, ...]:
    """Return the identity part: one sheet, more where its lists need them. Footers are still to be set."""
    margins = style.margins
    bottom = paper.h - margins.bottom - style.reserved
    area = _Area(margins.left, margins.top, paper.w - margins.right, bottom)
    font = Font(style.identity_half_points)
    fields, y = _fields(sop, style, labels, area=area, font=font)
    sheets = _stretched(_strips(sop.identity, labels, area, font, y=y), area)
    upper = [*_letterhead(style, area, y, font=font._replace(bold=True)), *fields]
    pages = []
    for number, strips in enumerate(sheets, 1):
        lists = [box for strip in strips for box in _boxes(strip, area, font)]
        boxes = (*upper, *lists) if number == 1 else tuple(lists)
        pages.append(IdentityPage(number=number, boxes=boxes))
    return tuple(pages)


def numbered(page: IdentityPage, footer: tuple[TextBox, ...]) -> IdentityPage:
    """Return a sheet with its footer."""
    return replace(page, footer=footer)


def _fields(
    sop: Sop, style: PageStyle, labels: FormLabels, *, area: _Area, font: Font
) -> tuple[list[TextBox], int]:
    """Return the stacked fields at the upper right, and the y where they end."""
    boxes: list[TextBox] = []
    y, x = area.top, area.middle + _LABEL
    for name in ("number", "created", "revised", "effective", "approved_by", "title"):
        title, signed = name == "title", name == "approved_by"
        cell = Cell(sop.title, CellSource.MAP) if title else getattr(sop.identity, name)
        text = set_text(cell.value, font._replace(bold=title), area.right - x - 2 * PAD, top=signed)
        kept, cut = clip(text.lines, _FIELD_LINES)
        h = max(1, len(kept)) * text.line_height + 2 * PAD
        h = max(h, _TITLE_LEAST) if title else h + style.signature if signed else h
        label = Text((getattr(labels, name),), font, line_height(font), top=signed)
        at = Box(area.middle, y, _LABEL, h)
        boxes.append(TextBox(Part.HEADING, at, label, name, getattr(labels, name)))
        part = Part.SIGNATURE if signed else Part.FIELD
        value = text._replace(lines=kept, clipped=cut)
        at = Box(x, y, area.right - x, h)
        boxes.append(TextBox(part, at, value, name, cell.value, (cell.source,)))
        y += h
    return boxes, y


def _letterhead(style: PageStyle, area: _Area, bottom: int, *, font: Font) -> list[TextBox]:
    """Return the box at the upper left, the logo's place in it, and under that agency and unit."""
    w = area.middle - area.left
    empty = Text((), font, line_height(font), Align.CENTRE)
    words = "\n".join(style.letterhead)
    logo = Box(area.left + PAD, area.top + PAD, w - 2 * PAD, _LOGO)
    under = Box(logo.x, logo.bottom + PAD, logo.w, bottom - logo.bottom - 2 * PAD)
    text = set_text(words, font, logo.w, align=Align.CENTRE)
    kept, cut = clip(text.lines, max(1, under.h // text.line_height))
    text = text._replace(lines=kept, clipped=cut)
    return [
        TextBox(Part.FRAME, Box(area.left, area.top, w, bottom - area.top), empty),
        TextBox(Part.LOGO, logo, empty, "logo", ruled=False),
        TextBox(Part.LETTERHEAD, under, text, "letterhead", words, ruled=False),
    ]


def _pairs(identity: Identity, labels: FormLabels) -> list[tuple[_List, _List]]:
    def part(name: str) -> _List:
        return _List(name, getattr(labels, name), getattr(identity, name))

    names = (("legal_basis", "qualifications"), ("related", "equipment"), ("warning", "records"))
    return [(part(left), part(right)) for left, right in names]


def _strips(
    identity: Identity, labels: FormLabels, area: _Area, font: Font, *, y: int
) -> list[list[_Strip]]:
    """Return the pairs on sheets, the first from `y` on; one that is too high goes on overleaf."""
    sheets: list[list[_Strip]] = [[]]
    step = line_height(font)
    for pair in _pairs(identity, labels):
        left, right = (_lines(part.cell, font, area) for part in pair)
        while True:
            room = (area.bottom - y - 2 * PAD) // step - 1
            need = max(len(left), len(right))
            if y > area.top and (room < min(4, need) or area.bottom - y < _LIST_LEAST):
                sheets.append([])
                y = area.top
                continue
            h = max(_LIST_LEAST, (1 + min(room, need)) * step + 2 * PAD)
            sheets[-1].append(_Strip(pair, (left[:room], right[:room]), y, h))
            left, right, y = left[room:], right[room:], y + h
            if not left and not right:
                break
    return sheets


def _stretched(sheets: list[list[_Strip]], area: _Area) -> list[list[_Strip]]:
    """Let the boxes of the first sheet share what is left of it, so that the form fills the page."""
    first = sheets[0]
    if not first:
        return sheets
    rest = max(0, area.bottom - first[-1].y - first[-1].h)
    share = rest // len(first)
    wide = [
        strip._replace(y=strip.y + share * i, h=strip.h + share) for i, strip in enumerate(first)
    ]
    return [wide, *sheets[1:]]


def _lines(cell: Cell, font: Font, area: _Area) -> tuple[str, ...]:
    """Return a list's lines, its items numbered where there are several."""
    items = clean(cell.value).split("\n")
    if len(items) > 1 and not any(item[:1].isdigit() or item[:1] in "-•" for item in items):
        items = [f"{number}. {item}" for number, item in enumerate(items, 1)]
    return wrap("\n".join(items), font, area.inner)


def _boxes(strip: _Strip, area: _Area, font: Font) -> list[TextBox]:
    """Return both boxes of a pair: the head in bold capitals as first line, then the list."""
    boxes = []
    spans = ((area.left, area.middle), (area.middle, area.right))
    for part, lines, (left, right) in zip(strip.pair, strip.lines, spans, strict=True):
        text = Text((f"{part.head.upper()}:", *lines), font, line_height(font), top=True, heads=1)
        box = Box(left, strip.y, right - left, strip.h)
        cell = part.cell
        boxes.append(TextBox(Part.FIELD, box, text, part.name, cell.value, (cell.source,)))
    return boxes
