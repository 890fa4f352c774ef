"""The texts of a row's cells, wrapped to their columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bpm2sop.layout.columns import Grid, Need, Needs
from bpm2sop.layout.flow import Flow, Node
from bpm2sop.layout.measuring import clean, clip, fitted, set_text, text_width
from bpm2sop.layout.pages import Align, Box, Column, ColumnKind, Font, Part, Text, TextBox
from bpm2sop.layout.remarks import PageRemarks
from bpm2sop.model.sop import Cell, CellSource

PAD_X = 4
PAD_Y = 4
ROW_LEAST = 62
_LABEL_LINES, _MOST_LABEL = 2, 40
"""Lines and characters of a label for which a lane is made wider."""
_BESIDE = 22
"""Width beside a label for the lines that run along a lane's border."""
_MOST_WEIGHED = 2000
"""Characters of a cell that count for its column's width."""


class CellText(NamedTuple):
    """A cell before it is placed: its wrapped text, its whole text, where that comes from."""

    text: Text
    full: str
    sources: tuple[CellSource, ...]


class RowText(NamedTuple):
    """A row's cells by column, and the height that they need. `clipped` says that some text was cut."""

    cells: dict[ColumnKind, CellText]
    h: int
    clipped: bool


def row_text(
    node: Node, grid: Grid, font: Font, *, remarks: tuple[Cell, ...], most: int
) -> RowText:
    """Return a row's texts; none is higher than `most`, what is longer is cut and says so."""
    lines = max(1, (most - 2 * PAD_Y) // set_text("", font, 1).line_height - 1)
    cells = {}
    for kind, (full, sources) in _values(node, remarks).items():
        align = Align.CENTRE if kind in {ColumnKind.NO, ColumnKind.TIME} else Align.LEFT
        width = grid.texts[kind] - 2 * PAD_X
        face = fitted(full, font, width, least=font.half_points - 2)
        text = set_text(full, face, width, align=align)
        kept, cut = clip(text.lines, lines)
        cells[kind] = CellText(text._replace(lines=kept, clipped=cut), full, sources)
    deepest = max((len(cell.text.lines) for cell in cells.values()), default=0)
    # One line of slack: office suites break lines a little differently.
    need = (deepest + 1) * set_text("", font, 1).line_height + 2 * PAD_Y
    h = min(most, max(ROW_LEAST, need))
    return RowText(cells, h, any(cell.text.clipped for cell in cells.values()))


def _values(
    node: Node, remarks: tuple[Cell, ...]
) -> dict[ColumnKind, tuple[str, tuple[CellSource, ...]]]:
    step = node.step
    if step is None:
        return {ColumnKind.ACTIVITY: (node.text, (CellSource.ASSUMED,))}
    return {
        ColumnKind.NO: (step.no, ()),
        ColumnKind.ACTIVITY: (step.text, ()),
        ColumnKind.INPUTS: _joined(step.inputs),
        ColumnKind.TIME: _joined(() if step.time is None else (step.time,)),
        ColumnKind.OUTPUTS: _joined(step.outputs),
        ColumnKind.REMARKS: _joined(remarks),
    }


def needs_of(flow: Flow, remarks: PageRemarks, font: Font) -> Needs:
    """Return what the text columns of an SOP have to hold, its drawing being whole."""
    rows: dict[ColumnKind, list[tuple[int, ...]]] = {}
    words: dict[ColumnKind, int] = {}
    left = frozenset((edge.src, edge.dst) for edge in flow.in_words)
    for index, node in enumerate(flow.nodes):
        said = remarks.row(flow, index, left, frozenset())
        for kind, (full, _) in _values(node, said).items():
            text = clean(full)[:_MOST_WEIGHED]
            if kind is not ColumnKind.NO and text:
                rows.setdefault(kind, []).append(
                    tuple(text_width(part, font) for part in text.split("\n"))
                )
                longest = max((text_width(word, font) for word in text.split()), default=0)
                words[kind] = max(words.get(kind, 0), longest)
    return {kind: Need(tuple(found), words[kind]) for kind, found in rows.items()}


def label_room(flow: Flow, font: Font) -> int:
    """Return the width of a lane in which the words on arrows have room beside its middle, in few lines."""
    widths = [_label_width(edge.label[:_MOST_LABEL], font) for edge in flow.edges if edge.label]
    return 2 * (max(widths) + _BESIDE) if widths else 0


def _label_width(label: str, font: Font) -> int:
    words = [text_width(word, font) for word in label.split()]
    return max(0, *words, -(-text_width(label, font) // _LABEL_LINES))


def _joined(cells: Iterable[Cell]) -> tuple[str, tuple[CellSource, ...]]:
    kept = tuple(cells)
    text = "\n".join(cell.value for cell in kept if cell.value)
    return text, tuple(dict.fromkeys(cell.source for cell in kept))


def placed(row: RowText, columns: tuple[Column, ...], y: int, h: int) -> tuple[TextBox, ...]:
    """Return a row's cells as boxes at their place, one a text column."""
    empty = CellText(Text((), next(iter(row.cells.values())).text.font, 1), "", ())
    boxes = []
    for column in columns:
        if column.kind is not ColumnKind.ACTOR:
            cell = row.cells.get(column.kind, empty)
            box = Box(column.x, y, column.w, h)
            boxes.append(
                TextBox(Part.CELL, box, cell.text, column.kind.value, cell.full, cell.sources)
            )
    return tuple(boxes)
