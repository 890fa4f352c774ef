"""Tables as WordprocessingML: fixed columns, rows of exact height, all as the page model has them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bpm2sop.layout import Box
from bpm2sop.writers.docx.words import TWIPS, attribute

_RULE = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_SLACK = 1
"""A unit of width that a line may be longer than the model has it, before a word too long for its line is cut."""
EMPTY = "<w:p/>"


class Cell(NamedTuple):
    """One ruled box of a table: its place on the page, its paragraphs, the colour of its ground."""

    box: Box
    content: str
    shade: str = ""
    top: bool = False


class Kind(NamedTuple):
    """What holds for a whole table.

    `pad` is free beside text and `rise` above and below it, in units; `heads` are the rows repeated on each page;
    `about` says what it is; rows of a table that `grows` are as high as their text.
    """

    pad: int = 4
    heads: int = 0
    about: str = ""
    rise: int = 0
    grows: bool = False


def table(cells: Sequence[Cell], kind: Kind) -> str:
    """Return the table that ruled boxes make; together they cover a rectangle, and none lies on another."""
    xs = sorted({x for cell in cells for x in (cell.box.x, cell.box.right)})
    ys = sorted({y for cell in cells for y in (cell.box.y, cell.box.bottom)})
    starting: dict[int, list[Cell]] = {}
    for cell in cells:
        starting.setdefault(cell.box.y, []).append(cell)
    columns = {x: number for number, x in enumerate(xs)}
    body: list[str] = []
    open_cells: list[Cell] = []
    rule = "atLeast" if kind.grows else "exact"
    for number, (y, bottom) in enumerate(pairwise(ys)):
        open_cells = [cell for cell in open_cells if cell.box.bottom > y]
        open_cells = sorted([*open_cells, *starting.get(y, ())], key=lambda cell: cell.box.x)
        row = "".join(_cell(cell, columns, y, bottom) for cell in open_cells)
        head = "<w:tblHeader/>" if number < kind.heads else ""
        height = f'<w:trHeight w:val="{(bottom - y) * TWIPS}" w:hRule="{rule}"/>'
        body.append(f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{row}</w:tr>")
    widths = "".join(f'<w:gridCol w:w="{(right - left) * TWIPS}"/>' for left, right in pairwise(xs))
    return f"<w:tbl>{_properties(kind, xs[-1] - xs[0])}<w:tblGrid>{widths}</w:tblGrid>{''.join(body)}</w:tbl>"


def _cell(cell: Cell, columns: dict[int, int], y: int, bottom: int) -> str:
    """Return the part of a cell that stands in one row."""
    box = cell.box
    span = columns[box.right] - columns[box.x]
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    first = box.y == y
    merged = ""
    if not first or box.bottom > bottom:
        merged = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    stands = "" if cell.top else '<w:vAlign w:val="center"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{box.w * TWIPS}" w:type="dxa"/>{spans}{merged}{shade}{stands}</w:tcPr>'
        f"{cell.content if first else EMPTY}</w:tc>"
    )


def _properties(kind: Kind, width: int) -> str:
    rules = "".join(f"<w:{side} {_RULE}/>" for side in _SIDES)
    free = "".join(
        f'<w:{side} w:w="{pad * TWIPS}" w:type="dxa"/>'
        for side, pad in zip(
            _SIDES, (kind.rise, kind.pad, kind.rise, kind.pad - _SLACK), strict=False
        )
    )
    about = f"<w:tblCaption w:val={attribute(kind.about)}/>" if kind.about else ""
    return (
        f'<w:tblPr><w:tblW w:w="{width * TWIPS}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{free}</w:tblCellMar>'
        f'<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/>{about}</w:tblPr>'
    )
