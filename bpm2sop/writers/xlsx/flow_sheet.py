"""The sheets of the flowchart part: the table in cells, and its drawing.

Pages with the same columns are one sheet with page breaks; only where actors are split over sheets are there more.
A hidden row above the heads and a hidden column at the right name columns and rows, so that they are known again
wherever a person moves them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from bpm2sop.layout import (
    Box,
    Column,
    ColumnKind,
    Document,
    Font,
    Page,
    Part,
    Row,
    RowKind,
    TextBox,
)
from bpm2sop.model.sop import CellSource, Sop
from bpm2sop.writers.office.exported import Exported, actor_tag
from bpm2sop.writers.xlsx.book import Book, Look, look_of, text_of
from bpm2sop.writers.xlsx.lattice import Cells, Lattice, edges
from bpm2sop.writers.xlsx.tags import (
    CONTINUED,
    DECORATION,
    HEAD,
    KEYS,
    column_tag,
    row_tag,
)

_HEADS = 2
"""Rows with words; a further one has the columns' numbers."""
_MOST_RANGES = 60
_PLAIN = Look(Font(16))
_STANDARD = frozenset({ColumnKind.INPUTS, ColumnKind.TIME, ColumnKind.OUTPUTS})
"""Columns that the map should fill; what it does not is marked."""


class FlowSheet(NamedTuple):
    """Pages with the same columns, each with its cells."""

    pages: tuple[tuple[Page, Lattice], ...]
    head: Lattice


def flow_sheets(document: Document) -> Iterator[FlowSheet]:
    """Part the pages into sheets."""
    for _, group in groupby(document.pages, key=lambda page: page.columns):
        pages = tuple(group)
        columns, header = pages[0].columns, pages[0].header
        last = columns[-1]
        xs = (*(column.x for column in columns), last.x + last.w)
        head = Lattice(xs=xs, ys=_head_edges(header), row=1, above=0)
        # The hidden row and the heads stand before the first page.
        row, above, placed = 1 + head.rows, head.height, []
        for page in pages:
            tops = (*(r.y for r in page.rows), *(r.y + r.h for r in page.rows[-1:]))
            lattice = Lattice(xs=xs, ys=edges(tops), row=row, above=above)
            row, above = row + lattice.rows, above + lattice.height
            placed.append((page, lattice))
        yield FlowSheet(tuple(placed), head)


def _head_edges(header: tuple[TextBox, ...]) -> tuple[int, ...]:
    return tuple(sorted({y for box in header for y in (box.box.y, box.box.bottom)}))


class _Target(NamedTuple):
    """Where a sheet's cells go, and what they are noted in."""

    book: Book
    sheet: Any
    sop: Sop
    exported: Exported


def paint_flow(book: Book, sheet: Any, flow: FlowSheet, *, sop: Sop, exported: Exported) -> None:  # noqa: ANN401
    """Write the cells of a sheet; what can be read back is noted in `exported`."""
    target = _Target(book, sheet, sop, exported)
    columns = flow.pages[0][0].columns
    _columns(target, columns, heads=flow.head.rows)
    _heads(target, flow)
    missing: list[Cells] = []
    for page, lattice in flow.pages:
        _heights(sheet, lattice)
        for row in page.rows:
            missing += _row(target, row, lattice, columns)
    _mark(book, sheet, missing)
    _print(sheet, flow)


def _columns(target: _Target, columns: tuple[Column, ...], *, heads: int) -> None:
    """Set the widths, and name the columns in the hidden row."""
    book, sheet, sop, _ = target
    style = book.format(_PLAIN)
    for index, column in enumerate(columns):
        sheet.set_column_pixels(index, index, column.w)
        sheet.write_string(0, index, column_tag(column, sop), style)
    sheet.set_column_pixels(len(columns), len(columns), 72, None, {"hidden": True})
    sheet.write_string(0, len(columns), KEYS, style)
    for row in range(1, 1 + heads):
        tag = HEAD if row <= _HEADS else DECORATION
        sheet.write_string(row, len(columns), tag, style)
    sheet.set_row(0, 15, None, {"hidden": True})


def _heads(target: _Target, flow: FlowSheet) -> None:
    """Write the head rows."""
    book, sheet, sop, exported = target
    actors = {actor.id for actor in sop.actors}
    _heights(sheet, flow.head)
    for box in flow.pages[0][0].header:
        text = text_of(box)
        book.write(sheet, flow.head.cells(box.box), text, look_of(box, shaded=True))
        if box.part is Part.NUMBER:
            continue
        exported.heads[actor_tag(box.name, sop) if box.name in actors else box.name] = text


def _heights(sheet: Any, lattice: Lattice) -> None:  # noqa: ANN401
    for index, (top, bottom) in enumerate(pairwise(lattice.ys)):
        sheet.set_row_pixels(lattice.row + index, bottom - top)


def _row(
    target: _Target, row: Row, lattice: Lattice, columns: tuple[Column, ...]
) -> Iterator[Cells]:
    """Write one row; give its cells that are not in the map."""
    boxes = {box.name: box for box in row.cells}
    texts: dict[str, str] = {}
    cells = lattice.cells(Box(columns[0].x, row.y, columns[0].w, row.h))
    for index, column in enumerate(columns):
        cells = cells._replace(left=index, right=index)
        box = None if column.kind is ColumnKind.ACTOR else boxes.get(column.kind.value)
        if box is None:
            target.book.write(target.sheet, cells, "", _PLAIN)
            continue
        texts[column.kind.value] = text = text_of(box)
        target.book.write(target.sheet, cells, text, look_of(box))
        told = column.kind not in _STANDARD and CellSource.NONE not in box.sources
        if row.kind is RowKind.STEP and not text and not told:
            yield cells
    _name(target, row, cells._replace(left=len(columns)))
    if row.kind is RowKind.STEP and row.step is not None:
        target.exported.rows[row.step] = texts


def _name(target: _Target, row: Row, cells: Cells) -> None:
    """Name a row in the hidden column."""
    style = target.book.format(_PLAIN)
    own = row.step if row.kind is RowKind.STEP else None
    tag = DECORATION if own is None else row_tag(own)
    target.sheet.write_string(cells.top, cells.left, tag, style)
    for index in range(cells.top + 1, cells.bottom + 1):
        target.sheet.write_string(index, cells.left, CONTINUED, style)


def _mark(book: Book, sheet: Any, missing: list[Cells]) -> None:  # noqa: ANN401
    """Colour what is not in the map for as long as it is empty."""
    for start in range(0, len(missing), _MOST_RANGES):
        some = missing[start : start + _MOST_RANGES]
        ranges = " ".join(_reference(cells) for cells in some)
        top, left = some[0].top, some[0].left
        rule = {"type": "blanks", "format": book.missing, "multi_range": ranges}
        sheet.conditional_format(top, left, top, left, rule)


def _reference(cells: Cells) -> str:
    """Return a cell's name; the table has fewer columns than the alphabet twice over."""
    high, low = divmod(cells.left, 26)
    letters = (chr(64 + high) if high else "") + chr(65 + low)
    return f"{letters}{cells.top + 1}"


def _print(sheet: Any, flow: FlowSheet) -> None:  # noqa: ANN401
    """Repeat the heads on each page and break where the model does."""
    sheet.repeat_rows(1, flow.head.rows)
    sheet.freeze_panes(1 + flow.head.rows, 0)
    sheet.set_h_pagebreaks([lattice.row for _, lattice in flow.pages[1:]])
    last = flow.pages[-1][1]
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{last.row + last.rows}"})
