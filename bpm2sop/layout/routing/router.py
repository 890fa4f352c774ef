"""All wires of a page: laid one after the other, then taken up again where that helps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bpm2sop.layout.pages import Point, Side
from bpm2sop.layout.routing.board import CROSSING, Board, Routed, View, segments_of
from bpm2sop.layout.routing.frame import Frame, Wire
from bpm2sop.layout.routing.search import route_wire

_ROUNDS = 3
_STARTS = 4
_EFFORT = 15_000
"""Paths weighed on one page before improving stops."""
_MISSING = 100 * CROSSING


class Laid(NamedTuple):
    """A wire's polyline from port to port."""

    out: Side
    into: Side
    points: tuple[Point, ...]


class Routing(NamedTuple):
    """What became of a page's wires, in their order; None for one without a way."""

    laid: tuple[Laid | None, ...]
    crossings: int

    @property
    def failed(self) -> tuple[int, ...]:
        """The positions of the wires that found no way."""
        return tuple(i for i, laid in enumerate(self.laid) if laid is None)


def route(frame: Frame, wires: tuple[Wire, ...]) -> Routing:
    """Lay all wires of a page."""
    board = Board(frame, wires)
    order = _order(board)
    best, rating, fewest = board.routed, (0, float("inf")), 0
    for _ in range(_STARTS):
        board.routed = {}
        _lay(board, order)
        _improve(board, order)
        crossed = _crossed(board)
        missing = len(wires) - len(board.routed)
        now = (missing, len(crossed) * CROSSING + sum(r.cost for r in board.routed.values()))
        if rating[1] == float("inf") or now < rating:
            best, rating, fewest = board.routed, now, len(crossed)
        trouble = {index for pair in crossed for index in pair} | board.missing()
        if not trouble or board.work > _EFFORT:
            break
        order = sorted(order, key=lambda index: index not in trouble)
    board.routed = best
    return Routing(tuple(_laid(board, i) for i in range(len(wires))), fewest)


def _order(board: Board) -> list[int]:
    """Return the order of laying: to the next row first, within a lane first, short ones first."""

    def rank(index: int) -> tuple[bool, bool, int, int]:
        wire = board.wires[index]
        source, target = board.frame.shapes[wire.src].box, board.frame.shapes[wire.dst].box
        down, aside = target.y - source.y, abs(target.centre.x - source.centre.x)
        return wire.dst != wire.src + 1, aside != 0, abs(down) + aside, index

    return sorted(range(len(board.wires)), key=rank)


def _lay(board: Board, order: Iterable[int]) -> None:
    for index in order:
        found = route_wire(board, index)
        if found is not None:
            board.routed[index] = found


def _crossed(board: Board) -> list[tuple[int, int]]:
    """Return the pairs of wires that cross, once for each place where they do."""
    lines = [(i, s) for i, r in board.routed.items() for s in segments_of(r.path)]
    places = {
        (a.track, b.track): (i, j)
        for i, a in lines
        if a.axis == 0
        for j, b in lines
        if b.axis == 1 and b.low < a.track < b.high and a.low < b.track < a.high
    }
    return list(places.values())


def _improve(board: Board, order: Sequence[int]) -> None:
    """Take up wires alone, then those that cross or are missing with each other one, and lay them again."""
    for _ in range(_ROUNDS):
        crossed = _crossed(board)
        trouble = {index for pair in crossed for index in pair} | board.missing()
        if not trouble:
            return
        missing = board.missing()
        partners = {*crossed, *((b, a) for a, b in crossed)}
        pairs = [
            (index, other)
            for index in order
            for other in order
            if index != other and (index in missing or (index, other) in partners)
        ]
        gains = [board.work < _EFFORT and _again(board, pair) for pair in pairs]
        if not any(gains):
            return


def _again(board: Board, indexes: tuple[int, int]) -> bool:
    """Lay two wires again, the first one first; keep that only if it is better."""
    kept = dict(board.routed)
    before = _cost(board, indexes)
    for index in indexes:
        board.routed.pop(index, None)
    _lay(board, indexes)
    if _cost(board, indexes) < before:
        return True
    board.routed = kept
    return False


def _cost(board: Board, indexes: Sequence[int]) -> float:
    """Return what some wires cost together, each of their crossings counted once."""
    cost, kept = 0.0, dict(board.routed)
    for index in indexes:
        routed = board.routed.get(index)
        if routed is None:
            cost += _MISSING
            continue
        crossings = View(board, index).crossings(routed.path)
        cost += routed.cost + CROSSING * (crossings or 0)
        del board.routed[index]
    board.routed = kept
    return cost


def _laid(board: Board, index: int) -> Laid | None:
    routed = board.routed.get(index)
    if routed is None:
        return None
    xs, ys = board.coordinates
    points = [Point(xs[x], ys[y]) for x, y in routed.path]
    wire = board.wires[index]
    points[0] = _port(board, wire.src, routed)
    points[-1] = _port(board, wire.dst, routed, arriving=True)
    return Laid(routed.out, routed.into, tuple(points))


def _port(board: Board, shape: int, routed: Routed, *, arriving: bool = False) -> Point:
    x, y, w, h = board.frame.shapes[shape].box
    match routed.into if arriving else routed.out:
        case Side.TOP:
            return Point(x + w // 2, y)
        case Side.BOTTOM:
            return Point(x + w // 2, y + h)
        case Side.LEFT:
            return Point(x, y + h // 2)
        case Side.RIGHT:
            return Point(x + w, y + h // 2)
