"""All wires of a page: laid one after the other, then taken up again where that helps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from bpm2sop.layout.pages import Point, Side
from bpm2sop.layout.routing.board import CROSSING, Board, Routed, State, View
from bpm2sop.layout.routing.frame import Frame, Wire
from bpm2sop.layout.routing.search import route_wire

_ROUNDS = 3
_STARTS = 4
_EFFORT = 4_000
"""Paths weighed on one page before improving stops."""
_FEW_PIECES = 2
"""Of so few pieces a path is hardly ever made better."""
_MISSING = 100 * CROSSING


class Laid(NamedTuple):
    """A wire's polyline from port to port."""

    out: Side
    into: Side
    points: tuple[Point, ...]


class Routing(NamedTuple):
    """What became of a page's wires, in their order; None for one without a way.

    `seats` says for each shape the place of which shape it has taken.
    """

    laid: tuple[Laid | None, ...]
    crossings: int
    seats: tuple[int, ...]
    order: tuple[int, ...]
    """In which they were laid."""
    settled: bool = True
    """Whether more effort would bring nothing better."""

    @property
    def failed(self) -> tuple[int, ...]:
        """The positions of the wires that found no way."""
        return tuple(i for i, laid in enumerate(self.laid) if laid is None)


def route(
    frame: Frame, wires: tuple[Wire, ...], like: Routing | None = None, *, quick: bool = False
) -> Routing:
    """Lay all wires of a page; `quick` tries only one order.

    `like` is the routing of these wires between the same shapes on rows of other heights: what came out best there
    is tried first, and what crosses no more lines is not improved further.
    """
    board = Board(frame, wires)
    order, enough = _order(board), 0
    if like is not None:
        order, enough = list(like.order), like.crossings
        board.seat(like.seats)
    tries: list[_Try] = []
    for _ in range(1 if quick else _STARTS):
        tried = _tried(board, order, enough)
        tries.append(tried)
        if (tried.crossings <= enough and not tried.missing) or board.work > _EFFORT:
            break
        order = sorted(order, key=lambda index: index not in tried.trouble)
    best = min(tries, key=lambda tried: tried.rating)
    board.restore(best.state)
    laid = tuple(_laid(board, i) for i in range(len(wires)))
    settled = not quick or not best.trouble
    return Routing(laid, best.crossings, tuple(board.seats), best.order, settled)


class _Try(NamedTuple):
    """What came of laying all wires in some order: how many have no way, what the others cost, which are in trouble."""

    missing: int
    cost: float
    crossings: int
    order: tuple[int, ...]
    state: State
    trouble: frozenset[int]

    @property
    def rating(self) -> tuple[int, float]:
        """The less, the better."""
        return self.missing, self.cost


def _tried(board: Board, order: Sequence[int], enough: int) -> _Try:
    """Lay all wires in an order, improve that, and say what came of it."""
    board.routed = {}
    _lay(board, order)
    _improve(board, order, enough)
    _polish(board, order)
    crossed, missing = _crossed(board), board.missing()
    trouble = frozenset(missing).union(*crossed)
    cost = len(crossed) * CROSSING + sum(routed.cost for routed in board.routed.values())
    return _Try(len(missing), cost, len(crossed), tuple(order), board.saved(), trouble)


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
    lines = [(i, s) for i, r in board.routed.items() for s in r.segments]
    places = {
        (a.track, b.track): (i, j)
        for i, a in lines
        if a.axis == 0
        for j, b in lines
        if b.axis == 1 and b.low < a.track < b.high and a.low < b.track < a.high
    }
    return list(places.values())


def _improve(board: Board, order: Sequence[int], enough: int) -> None:
    """Take up wires that cross with each other, and those missing with any, and lay them again; swap pentagons."""
    for _ in range(_ROUNDS):
        crossed, missing = _crossed(board), board.missing()
        if len(crossed) <= enough and not missing:
            return
        partners = {*crossed, *((b, a) for a, b in crossed)}
        pairs = [
            (index, other)
            for index in order
            for other in order
            if index != other and (index in missing or (index, other) in partners)
        ]
        gains = [board.work < _EFFORT and _again(board, pair) for pair in pairs]
        tangled = board.missing().union(*_crossed(board))
        swaps = _swaps(board, tangled)
        gains += [board.work < _EFFORT and _swapped(board, *pair) for pair in swaps]
        if not any(gains):
            return


def _polish(board: Board, order: Sequence[int]) -> None:
    """Take up each wire with many bends and lay it again: what stood in its way may be gone, or a swap may serve it."""

    def crooked() -> set[int]:
        bent = {i for i, routed in board.routed.items() if len(routed.segments) > _FEW_PIECES}
        return bent | board.missing()

    for pair in _swaps(board, crooked()):
        _swapped(board, *pair)
    for index in order:
        if index in crooked():
            _again(board, (index,))


def _again(board: Board, indexes: Sequence[int], swap: tuple[int, int] | None = None) -> bool:
    """Lay wires again, in this order, after two shapes have changed places; keep that only if it is better."""
    kept, before = board.saved(), _cost(board, indexes)
    for index in indexes:
        board.routed.pop(index, None)
    if swap is not None:
        board.swap(*swap)
    _lay(board, indexes)
    if _cost(board, indexes) < before:
        return True
    board.restore(kept)
    return False


def _swaps(board: Board, wires: Iterable[int]) -> list[tuple[int, int]]:
    """Return the pairs of shapes that may change places, one of them at an end of one of these wires."""
    ends = {end for index in wires for end in board.wires[index][:2]}
    return [
        (one, two)
        for group in board.frame.groups
        for one, two in combinations(group, 2)
        if one in ends or two in ends
    ]


def _swapped(board: Board, one: int, two: int) -> bool:
    """Let two shapes change places and lay their wires again; keep that only if it is better."""
    indexes = [i for i, wire in enumerate(board.wires) if {one, two} & {wire.src, wire.dst}]
    return _again(board, indexes, (one, two))


def _cost(board: Board, indexes: Sequence[int]) -> float:
    """Return what some wires cost together, each of their crossings counted once."""
    cost, kept = 0.0, dict(board.routed)
    for index in indexes:
        routed = board.routed.get(index)
        if routed is None:
            cost += _MISSING
            continue
        crossings = View(board, index).crossings(routed.path, float("inf"))
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
