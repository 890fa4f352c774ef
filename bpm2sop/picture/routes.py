"""Which way each line takes over the grid of rows and columns: along free cells, else through the channels between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.model.processmap import ElementId
from bpm2sop.picture.sheet import Arc, ArcKind, Cell, Form, Sheet, Side


class Leg(NamedTuple):
    """One straight part. In a `body` it runs along a row's or column's middle, else in a channel.

    Row r has the channels 2r above and 2r + 1 below; channel c of the columns lies left of column c.
    """

    upright: bool
    body: bool
    line: int


class Route(NamedTuple):
    """The legs of a line, alternately level and upright."""

    arc: Arc
    legs: tuple[Leg, ...]


@dataclass(slots=True)
class Occupied:
    """Which cells hold a node or a line; a line lets those to the same target pass."""

    nodes: set[tuple[int, int]] = field(default_factory=set)
    black: set[int] = field(default_factory=set)
    level: dict[tuple[int, int], ElementId] = field(default_factory=dict)
    upright: dict[tuple[int, int], ElementId] = field(default_factory=dict)

    def clear_level(self, row: int, columns: Iterable[int], net: ElementId) -> bool:
        """Whether a line can run along a row through columns."""
        return all(
            (row, column) not in self.nodes and self.level.get((row, column), net) == net
            for column in columns
        )

    def clear_upright(self, column: int, rows: Iterable[int], net: ElementId) -> bool:
        """Whether a line can run along a column through rows."""
        return all(
            (row, column) not in self.nodes
            and row not in self.black
            and self.upright.get((row, column), net) == net
            for row in rows
        )


def between(start: int, end: int) -> range:
    """Return the whole numbers strictly between two, in either direction."""
    return range(min(start, end) + 1, max(start, end))


def level(row: int) -> Leg:
    """Return a leg along a row's middle."""
    return Leg(upright=False, body=True, line=row)


def upright(column: int) -> Leg:
    """Return a leg along a column's middle."""
    return Leg(upright=True, body=True, line=column)


def gap(column: int) -> Leg:
    """Return a leg in the channel left of a column."""
    return Leg(upright=True, body=False, line=column)


def beside(row: int, side: Side) -> Leg:
    """Return a leg in the channel above or below a row."""
    return Leg(upright=False, body=False, line=2 * row + (side is Side.BOTTOM))


class Router:
    """Chooses the way of each line, one after the other."""

    def __init__(self, sheet: Sheet) -> None:
        self._cells = sheet.cells
        self._taken = Occupied(nodes={(cell.row, cell.column) for cell in sheet.cells.values()})
        self._black: dict[ElementId, int] = {}
        for block in sheet.blocks:
            if block.black and block.pool is not None:
                self._black[block.pool] = block.bands[0].first_row
                self._taken.black.add(block.bands[0].first_row)
        self._leaving = _counts(arc.source for arc in sheet.arcs if arc.kind is ArcKind.FLOW)
        self._entering = _counts(arc.target for arc in sheet.arcs if arc.kind is ArcKind.FLOW)
        self._sides: dict[tuple[ElementId, Side], ElementId] = {}

    def route(self, arc: Arc) -> Route:
        """Return the way of a line and hold its cells."""
        if arc.kind is ArcKind.MESSAGE:
            legs = self._message(arc)
        elif arc.kind is ArcKind.LINK:
            legs = self._link(arc)
        elif arc.port is not None:
            legs = self._from_border(arc)
        else:
            legs = self._flow(arc)
        self._hold(arc, legs)
        return Route(arc, tuple(legs))

    def _flow(self, arc: Arc) -> list[Leg]:
        source, target = self._cells[arc.source], self._cells[arc.target]
        if source.column < target.column:
            return self._forward(arc, source, target)
        return self._backward(arc, source, target)

    def _forward(self, arc: Arc, source: Cell, target: Cell) -> list[Leg]:
        inner, taken = between(source.column, target.column), self._taken
        if source.row == target.row:
            if taken.clear_level(source.row, inner, arc.target):
                return [level(source.row)]
            return self._over(arc, source, target)
        if apart := self._corner(arc, source, target) or self._tip(arc, source, target):
            return apart
        if taken.clear_level(target.row, inner, arc.target):
            return [level(source.row), gap(source.column + 1), level(target.row)]
        if taken.clear_level(source.row, inner, arc.target):
            return [level(source.row), gap(target.column), level(target.row)]
        side = Side.TOP if source.row < target.row else Side.BOTTOM
        return [
            level(source.row), gap(source.column + 1), beside(target.row, side),
            gap(target.column), level(target.row),
        ]  # fmt: skip

    def _corner(self, arc: Arc, source: Cell, target: Cell) -> list[Leg]:
        """Turn once, at the tip of a gateway, if that way is free."""
        down = source.row < target.row
        inner, rows = between(source.column, target.column), between(source.row, target.row)
        taken, net = self._taken, arc.target
        if source.form is Form.DIAMOND and self._leaving[arc.source] > 1:
            side = Side.BOTTOM if down else Side.TOP
            if (
                self._free(source, side, net)
                and taken.clear_upright(source.column, (*rows, target.row), net)
                and taken.clear_level(target.row, (source.column, *inner), net)
            ):
                return [upright(source.column), level(target.row)]
        if target.form is Form.DIAMOND and self._entering[arc.target] > 1:
            side = Side.TOP if down else Side.BOTTOM
            if (
                self._free(target, side, net)
                and taken.clear_upright(target.column, (source.row, *rows), net)
                and taken.clear_level(source.row, (*inner, target.column), net)
            ):
                return [level(source.row), upright(target.column)]
        return []

    def _tip(self, arc: Arc, source: Cell, target: Cell) -> list[Leg]:
        """Leave a gateway at a free tip, so that each branch begins apart from the others."""
        side = Side.BOTTOM if source.row < target.row else Side.TOP
        split = source.form is Form.DIAMOND and self._leaving[arc.source] > 1
        if not split or not self._free(source, side, arc.target):
            return []
        inner = between(source.column, target.column)
        clear = self._taken.clear_level(target.row, inner, arc.target)
        down = gap(source.column + 1 if clear else target.column)
        return [upright(source.column), beside(source.row, side), down, level(target.row)]

    def _free(self, cell: Cell, side: Side, net: ElementId) -> bool:
        return not cell.blocked(side) and self._sides.get((cell.id, side), net) == net

    def _over(self, arc: Arc, source: Cell, target: Cell) -> list[Leg]:
        """Pass what stands between in the same row."""
        side = Side.TOP
        if source.form is Form.DIAMOND and not self._free(source, side, arc.target):
            side = Side.BOTTOM
        return [
            *self._exit(source, side, arc.target), beside(source.row, side),
            *self._entry(target, side, arc.target),
        ]  # fmt: skip

    def _exit(self, cell: Cell, side: Side, net: ElementId) -> list[Leg]:
        """Leave upward or downward, or to the right where that side is taken."""
        if self._free(cell, side, net):
            return [upright(cell.column)]
        return [level(cell.row), gap(cell.column + 1)]

    def _entry(self, cell: Cell, side: Side, net: ElementId) -> list[Leg]:
        """Enter from above or below, or from the left where that side is taken."""
        if self._free(cell, side, net):
            return [upright(cell.column)]
        return [gap(cell.column), level(cell.row)]

    def _backward(self, arc: Arc, source: Cell, target: Cell) -> list[Leg]:
        if source is target:
            return [
                level(source.row),
                gap(source.column + 1),
                beside(source.row, Side.TOP),
                upright(source.column),
            ]
        if source.row == target.row:
            both = [self._free(cell, Side.BOTTOM, arc.target) for cell in (source, target)]
            side = Side.BOTTOM if all(both) else Side.TOP
            return [
                *self._exit(source, side, arc.target), beside(source.row, side),
                *self._entry(target, side, arc.target),
            ]  # fmt: skip
        down = source.row < target.row
        leave, enter = (Side.BOTTOM, Side.TOP) if down else (Side.TOP, Side.BOTTOM)
        rows = between(source.row, target.row)
        clear = self._taken.clear_upright(target.column, rows, arc.target)
        if clear and self._free(target, enter, arc.target):
            if source.column == target.column and self._free(source, leave, arc.target):
                return [upright(source.column)]
            return [
                *self._exit(source, leave, arc.target), beside(source.row, leave),
                upright(target.column),
            ]  # fmt: skip
        return [
            *self._exit(source, leave, arc.target), beside(source.row, leave),
            gap(target.column), level(target.row),
        ]  # fmt: skip

    def _from_border(self, arc: Arc) -> list[Leg]:
        """Leave a boundary event downward."""
        source, target = self._cells[arc.source], self._cells[arc.target]
        inner = between(source.column, target.column)
        if source.row < target.row and source.column < target.column:
            rows = (*between(source.row, target.row), target.row)
            if self._taken.clear_upright(
                source.column, rows, arc.target
            ) and self._taken.clear_level(target.row, (source.column, *inner), arc.target):
                return [upright(source.column), level(target.row)]
        return [
            upright(source.column), beside(source.row, Side.BOTTOM),
            gap(target.column), level(target.row),
        ]  # fmt: skip

    def _message(self, arc: Arc) -> list[Leg]:
        source_row, target_row = self._row(arc.source), self._row(arc.target)
        down = source_row < target_row
        leave, enter = (Side.BOTTOM, Side.TOP) if down else (Side.TOP, Side.BOTTOM)
        source, target = self._cells.get(arc.source), self._cells.get(arc.target)
        rows = between(source_row, target_row)
        if source is not None and target is not None:
            first, last = self._exit(source, leave, arc.id), self._entry(target, enter, arc.id)
            channels = beside(source_row, leave), beside(target_row, enter)
            return self._between_nodes(arc, first, last, channels)
        if source is not None:
            return self._to_black(arc, source, leave, rows)
        if target is not None:
            return self._to_black(arc, target, enter, rows)[::-1]
        return [gap(0)]

    def _between_nodes(
        self, arc: Arc, first: list[Leg], last: list[Leg], channels: tuple[Leg, Leg]
    ) -> list[Leg]:
        """Choose the column in which a message passes what stands between."""
        source, target = self._cells[arc.source], self._cells[arc.target]
        rows, (near, far) = between(source.row, target.row), channels
        if len(first) == 1 and self._passes(source, rows, arc):
            if len(last) == 1 and source.column == target.column:
                return first
            return [*first, far, *last]
        if len(first) > 1:
            return [*first, far, *last]
        if len(last) > 1 or self._passes(target, rows, arc):
            return [*first, near, *last]
        aside = gap(source.column + (source.column <= target.column))
        return [*first, near, aside, far, *last]

    def _passes(self, cell: Cell, rows: Iterable[int], arc: Arc) -> bool:
        return self._taken.clear_upright(cell.column, rows, arc.id)

    def _to_black(self, arc: Arc, cell: Cell, side: Side, rows: Iterable[int]) -> list[Leg]:
        """Go from a node straight to a black box, else beside its column."""
        if not cell.blocked(side) and self._passes(cell, rows, arc):
            return [upright(cell.column)]
        if cell.blocked(side):
            return [level(cell.row), gap(cell.column + 1)]
        return [upright(cell.column), beside(cell.row, side), gap(cell.column + 1)]

    def _row(self, own: ElementId) -> int:
        return self._black[own] if own in self._black else self._cells[own].row

    def _link(self, arc: Arc) -> list[Leg]:
        """Lead data on to another node that shares it."""
        source, target = self._cells[arc.source], self._cells[arc.target]
        over = any(hung.id == arc.port for hung in source.above)
        side = Side.TOP if over else Side.BOTTOM
        first = [upright(source.column), beside(source.row, side)]
        if source.row == target.row:
            return [*first, *self._entry(target, side, arc.id)]
        enter = Side.BOTTOM if target.row < source.row else Side.TOP
        if target.blocked(enter):
            return [*first, gap(target.column), level(target.row)]
        return [*first, gap(target.column), beside(target.row, enter), upright(target.column)]

    def _hold(self, arc: Arc, legs: list[Leg]) -> None:
        """Note the cells and sides that a line takes."""
        net = arc.target if arc.kind is ArcKind.FLOW else arc.id
        spans = spans_of(legs, self._start(arc), self._end(arc))
        for leg, (low, high) in zip(legs, spans, strict=True):
            if not leg.body:
                continue
            step, first = (3, 1) if leg.upright else (2, 1)
            held = self._taken.upright if leg.upright else self._taken.level
            for index in range(-(-(low - first) // step), (high - first) // step + 1):
                place = (index, leg.line) if leg.upright else (leg.line, index)
                if place not in self._taken.nodes:
                    held.setdefault(place, net)
        self._hold_sides(arc, legs, net)

    def _hold_sides(self, arc: Arc, legs: list[Leg], net: ElementId) -> None:
        if arc.kind is ArcKind.MESSAGE or not legs:
            return
        ends = (arc.source, legs[0], legs[1:2]), (arc.target, legs[-1], legs[-2:-1])
        for own, leg, following in ends:
            if not (leg.upright and leg.body) or own not in self._cells:
                continue
            here = self._cells[own].row
            there = following[0].line if following else self._other_row(arc, own)
            if following and not following[0].body:
                side = Side.BOTTOM if there > 2 * here else Side.TOP
            else:
                side = Side.BOTTOM if there > here else Side.TOP
            self._sides.setdefault((own, side), net)

    def _other_row(self, arc: Arc, own: ElementId) -> int:
        return self._row(arc.target if own == arc.source else arc.source)

    def _start(self, arc: Arc) -> tuple[int, int]:
        return self.place(arc.source, arc.target)

    def _end(self, arc: Arc) -> tuple[int, int]:
        return self.place(arc.target, arc.source)

    def place(self, own: ElementId, other: ElementId) -> tuple[int, int]:
        """Return a cell's place on the fine grid; a black box stands in the column of what it talks to."""
        cell = self._cells.get(own)
        if cell is not None:
            return 2 * cell.column + 1, 3 * cell.row + 1
        facing = self._cells.get(other)
        return (2 * facing.column + 1 if facing else 0), 3 * self._black[own] + 1


def _counts(ids: Iterable[ElementId]) -> Mapping[ElementId, int]:
    counts: dict[ElementId, int] = {}
    for own in ids:
        counts[own] = counts.get(own, 0) + 1
    return counts


def fine(leg: Leg) -> int:
    """Return where a leg lies on the fine grid: columns 2c + 1 with channels between; rows 3r + 1 with two channels each."""
    if leg.upright:
        return 2 * leg.line + leg.body
    if leg.body:
        return 3 * leg.line + 1
    row, below = divmod(leg.line, 2)
    return 3 * row + 2 * below


def spans_of(
    legs: Iterable[Leg], start: tuple[int, int], end: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return how far each leg reaches, on the fine grid, between the legs before and after it."""
    held = list(legs)
    spans = []
    for number, leg in enumerate(held):
        axis = 1 if leg.upright else 0
        before = fine(held[number - 1]) if number else start[axis]
        after = fine(held[number + 1]) if number + 1 < len(held) else end[axis]
        spans.append((min(before, after), max(before, after)))
    return spans
