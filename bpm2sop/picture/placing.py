"""Places: rows, columns and channels become numbers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.picture.geometry import Box, Point
from bpm2sop.picture.routes import Leg, Route, Router
from bpm2sop.picture.sheet import ArcKind, Block, Cell, Form, Hung, Placed, Sheet
from bpm2sop.picture.tracks import channel_tracks, column_offsets

HEADER: Final = 30.0
TRACK: Final = 10.0
EVENT: Final = 36.0
_BLACK: Final = 50.0
_BETWEEN_POOLS: Final = 30.0
_GAP: Final = 46.0
_NAMED_GAP: Final = 76.0
_EDGE: Final = 22.0
_NARROWEST: Final = 400.0
_PAD: Final = 10.0
_AIR: Final = 14.0
"""Between a node and what hangs on it."""


@dataclass(slots=True)
class _Grid:
    """Where the lines of the grid lie."""

    columns: list[float] = field(default_factory=list)
    """Middles."""
    gaps: list[float] = field(default_factory=list)
    """First tracks."""
    rows: list[float] = field(default_factory=list)
    beside: dict[int, float] = field(default_factory=dict)
    right: float = 0.0
    left: float = 0.0
    counts: dict[tuple[bool, int], int] = field(default_factory=dict)
    """How many tracks each channel has."""
    over: dict[int, float] = field(default_factory=dict)
    """How far the cells of a row reach over its middle."""
    under: dict[int, float] = field(default_factory=dict)


def place(sheet: Sheet) -> Placed:
    """Route all lines of a sheet and give everything its place."""
    router = Router(sheet)
    routes = [router.route(arc) for arc in sheet.arcs]
    tracks, counts = channel_tracks(routes, router)
    ports = {own: offset for cell in sheet.cells.values() for own, offset in _ports(cell).items()}
    offsets = column_offsets(routes, router, sheet.cells, ports)
    over, under = _extents(sheet)
    grid, placed = _Grid(counts=counts, over=over, under=under), Placed()
    _set_columns(sheet, grid, routes)
    widest = max(
        (cell.width for block in sheet.blocks for band in block.bands for cell in band.strip),
        default=0.0,
    )
    grid.right = max(grid.right, grid.left + widest + 2 * _EDGE if widest else 0.0)
    _set_rows(sheet, grid, placed)
    for cell in sheet.cells.values():
        _place_cell(cell, (grid.columns[cell.column], grid.rows[cell.row]), placed, ports)
    for number, route in enumerate(routes):
        lines = [
            _middle(grid, leg) + (tracks[number, index] * TRACK if not leg.body else 0.0)
            + offsets.get((number, index), 0.0)
            for index, leg in enumerate(route.legs)
        ]  # fmt: skip
        placed.edges[route.arc.id] = _points(route, lines, sheet.cells, placed)
    _place_loose(sheet.loose, placed)
    return placed


def _ports(cell: Cell) -> dict[ElementId, float]:
    """Return how far from its node's middle each thing hung on it is."""
    ports: dict[ElementId, float] = {}
    step = min(EVENT + 14, (cell.width - 20) / max(1, len(cell.boundary)))
    for number, own in enumerate(cell.boundary):
        ports[own] = cell.width / 2 - 10 - EVENT / 2 - number * step
    for row in (cell.above, cell.below):
        at = -sum(hung.width for hung in row) / 2
        for hung in row:
            ports[hung.id] = at + hung.width / 2
            at += hung.width
    return ports


def _set_columns(sheet: Sheet, grid: _Grid, routes: Sequence[Route]) -> None:
    widths = [40.0] * sheet.columns
    for cell in sheet.cells.values():
        hung = (sum(held.width for held in row) for row in (cell.above, cell.below))
        widths[cell.column] = max(widths[cell.column], cell.width, cell.label[0], *hung)
    named = {
        sheet.cells[route.arc.source].column + 1
        for route in routes
        if route.arc.named and route.arc.source in sheet.cells
    }
    lanes = max((len(band.lanes) for block in sheet.blocks for band in block.bands), default=0)
    pooled = any(block.pool is not None for block in sheet.blocks)
    grid.left = HEADER * (lanes + pooled)
    x = grid.left
    for column in range(sheet.columns + 1):
        edge = column in {0, sheet.columns}
        base = _EDGE if edge else _NAMED_GAP if column in named else _GAP
        tracks = grid.counts.get((True, column), 0)
        width = max(base, (tracks - 1) * TRACK + (30 if tracks else 0))
        grid.gaps.append(x + (width - max(0, tracks - 1) * TRACK) / 2)
        x += width
        if column < sheet.columns:
            grid.columns.append(x + widths[column] / 2)
            x += widths[column]
    grid.right = max(x, _NARROWEST) if pooled else x


def _set_rows(sheet: Sheet, grid: _Grid, placed: Placed) -> None:
    y = 0.0
    for number, block in enumerate(sheet.blocks):
        y += _BETWEEN_POOLS if number else 0.0
        top = y
        if block.black:
            grid.rows.append(y + _BLACK / 2)
            y += _BLACK
        else:
            y = _set_block(block, grid, y, placed)
        if block.pool is not None:
            placed.shapes[block.pool] = Box(0.0, top, grid.right, y - top)
    placed.width, placed.height = max(placed.width, grid.right), y


def _set_block(block: Block, grid: _Grid, y: float, placed: Placed) -> float:
    header = HEADER if block.pool is not None else 0.0
    spans: dict[ElementId, tuple[float, float, int]] = {}
    for band in block.bands:
        top = y
        y += _PAD
        for row in range(band.first_row, band.first_row + band.rows):
            y = _set_row(row, grid, y)
        y = _set_strip(band.strip, grid, y, placed) + _PAD
        for depth, lane in enumerate(band.lanes):
            first, _last, _depth = spans.get(lane, (top, y, depth))
            spans[lane] = (min(first, top), y, depth)
    for lane, (first, last, depth) in spans.items():
        x = header + HEADER * depth
        placed.shapes[lane] = Box(x, first, grid.right - x, last - first)
    return y


def _set_strip(strip: Sequence[Cell], grid: _Grid, y: float, placed: Placed) -> float:
    """Lay cells side by side in lines as wide as the grid."""
    x, high = grid.left + _EDGE, 0.0
    for cell in strip:
        over, under = _reach(cell)
        if x + cell.width > grid.right - _EDGE and high:
            x, y, high = grid.left + _EDGE, y + high, 0.0
        at = (x + cell.width / 2, y + _PAD + over)
        _place_cell(cell, at, placed, _ports(cell))
        x, high = x + cell.width + 2 * _EDGE, max(high, over + under + 2 * _PAD)
    return y + high


def _set_row(row: int, grid: _Grid, y: float) -> float:
    for below in (0, 1):
        channel = 2 * row + below
        tracks = grid.counts.get((False, channel), 0)
        grid.beside[channel] = y + 10
        y += 10 + tracks * TRACK if tracks else 6
        if not below:
            y += grid.over.get(row, 20.0)
            grid.rows.append(y)
            y += grid.under.get(row, 20.0)
    return y


def _extents(sheet: Sheet) -> tuple[dict[int, float], dict[int, float]]:
    """Return how far the cells of each row reach over and under its middle."""
    over: defaultdict[int, float] = defaultdict(float)
    under: defaultdict[int, float] = defaultdict(float)
    for cell in sheet.cells.values():
        up, down = _reach(cell)
        over[cell.row] = max(over[cell.row], up)
        under[cell.row] = max(under[cell.row], down)
    return over, under


def _reach(cell: Cell) -> tuple[float, float]:
    """Return how far a cell reaches over and under its middle, with all that hangs on it."""
    up = down = cell.height / 2
    if cell.above:
        up += _AIR + max(hung.height for hung in cell.above)
    if cell.below:
        down += _AIR + max(hung.height for hung in cell.below)
    if cell.boundary:
        down += EVENT / 2 + 4 + cell.boundary_label
    if cell.label[1]:
        down += 4 + cell.label[1]
    if cell.label[1] and cell.form is Form.DIAMOND:
        up += 4 + cell.label[1]
    return up, down


def _place_cell(
    cell: Cell, middle: Point, placed: Placed, ports: Mapping[ElementId, float]
) -> None:
    x, y = middle
    placed.shapes[cell.id] = Box(x - cell.width / 2, y - cell.height / 2, cell.width, cell.height)
    low = y + cell.height / 2
    for own in cell.boundary:
        placed.shapes[own] = Box(x + ports[own] - EVENT / 2, low - EVENT / 2, EVENT, EVENT)
    for hung in cell.above:
        _hang(hung, x + ports[hung.id], y - cell.height / 2 - _AIR - hung.shape_height, placed)
    for hung in cell.below:
        _hang(hung, x + ports[hung.id], low + _AIR, placed)


def _hang(hung: Hung, x: float, y: float, placed: Placed) -> None:
    placed.shapes[hung.id] = Box(x - hung.shape_width / 2, y, hung.shape_width, hung.shape_height)


def _place_loose(loose: Sequence[Hung], placed: Placed) -> None:
    """Lay what belongs to no node in lines under everything."""
    limit = max(placed.width, 600.0)
    x, y, high = 20.0, placed.height + 30.0, 0.0
    for hung in loose:
        if x + hung.width > limit and x > 20.0:  # noqa: PLR2004
            x, y, high = 20.0, y + high + 20, 0.0
        _hang(hung, x + hung.width / 2, y, placed)
        x, high = x + hung.width + 20, max(high, hung.height)
        placed.width = max(placed.width, x)
    if loose:
        placed.height = y + high


def _middle(grid: _Grid, leg: Leg) -> float:
    """Return the x of an upright leg, the y of a level one: the middle of a body, the first track of a channel."""
    if leg.upright:
        return (grid.columns if leg.body else grid.gaps)[leg.line]
    return grid.rows[leg.line] if leg.body else grid.beside[leg.line]


def _points(
    route: Route, lines: Sequence[float], cells: Mapping[ElementId, Cell], placed: Placed
) -> tuple[Point, ...]:
    arc, legs = route
    shapes = placed.shapes
    source = shapes[arc.port if arc.port is not None else arc.source]
    target = shapes[arc.target]
    onward = lines[1] if len(lines) > 1 else target.middle[legs[0].upright]
    back = lines[-2] if len(lines) > 1 else source.middle[legs[-1].upright]
    form = _form(arc.source, cells)
    if arc.port is not None:
        form = Form.ROUND if arc.kind is ArcKind.FLOW else Form.BOX
    start = _touch(source, legs[0], (lines[0], onward), form)
    end = _touch(target, legs[-1], (lines[-1], back), _form(arc.target, cells))
    points = [start]
    for index in range(len(lines) - 1):
        first, second = lines[index], lines[index + 1]
        points.append((first, second) if legs[index].upright else (second, first))
    return (*points, end)


def _form(own: ElementId, cells: Mapping[ElementId, Cell]) -> Form:
    return cells[own].form if own in cells else Form.BOX


def _touch(box: Box, leg: Leg, line_toward: tuple[float, float], form: Form) -> Point:
    """Return where a leg meets an outline, given where it runs and where it goes."""
    (x, y), (line, toward) = box.middle, line_toward
    if not leg.upright:
        return (box.right if toward > x else box.x), line
    aside = min(abs(line - x), box.width / 2)
    if form is Form.ROUND:
        half = math.sqrt(max(0.0, (box.width / 2) ** 2 - aside**2))
    elif form is Form.DIAMOND:
        half = box.height / 2 - aside
    else:
        half = box.height / 2
    return line, (y + half if toward > y else y - half)
