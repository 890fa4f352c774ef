"""The cheapest path of one wire among all shapes of up to four bends.

With start axis `a` and end axis `b` a path has an even number of bends if a = b, else an odd one; the free
coordinates of its corners are one for two and three bends each more. Shapes are tried by rising bends, and
none whose length and bends alone cost more than the best path found is looked at closer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from bpm2sop.layout.pages import Side
from bpm2sop.layout.routing.board import BEND, CROSSING, Board, Path, Routed, View, edges
from bpm2sop.layout.routing.frame import LABEL_ROOM, STUB

CRAMPED = 300
"""Cost of an exit beside which the label does not fit: less than a crossing, more than a detour."""
_MOST_TRIED = 1000
"""Paths weighed for one wire, about."""
_NEAR = 6
"""Corners tried nearest to each end where two or three coordinates are free."""


def route_wire(board: Board, index: int) -> Routed | None:
    """Return the cheapest path of a wire on the board as it stands; None if there is none.

    A path without crossings is looked for first, with all other lines as walls: that leaves little to try.
    """
    outs, ins = board.sides(index)
    view = View(board, index)
    sides = [(out, into) for out in outs for into in ins]
    best = _search(view, sides)
    if best is None:
        view.strict = False
        best = _search(view, sides)
    return best


def _search(view: View, sides: list[tuple[Side, Side]]) -> Routed | None:
    """Return the cheapest path between the ports allowed, on the view as it stands."""
    board = view.board
    start, stop = (board.places[shape] for shape in view.wire[:2])
    ends = [_Ends(view, start, stop, out=out, into=into) for out, into in sides]
    least = 0 if view.strict else CROSSING
    distance = view.length((start, stop)) / 2
    best: Routed | None = None
    most = board.work + _MOST_TRIED
    for bends in range(5):
        if best is not None and _total(best) <= bends * BEND + distance + least:
            break
        for end in ends:
            if view.board.work > most:
                return best
            if (bends % 2 == 0) == (end.first == end.last):
                for path in end.paths(bends):
                    best = _better(view, path, end, best)
    return best


def _total(routed: Routed) -> float:
    return routed.cost + routed.crossings * CROSSING


def _better(view: View, path: Path, ends: _Ends, best: Routed | None) -> Routed | None:
    """Return the path if it may be laid and costs less than the best so far."""
    view.board.work += 1
    cost = view.length(path) / 2 + (len(path) - 2) * BEND + ends.bias(path)
    least = 0 if view.strict else CROSSING
    if best is not None and cost + least >= _total(best):
        return best
    crossings = view.crossings(path)
    if crossings is None:
        return best
    if best is not None and cost + crossings * CROSSING >= _total(best):
        return best
    return Routed(path, ends.out, ends.into, cost, crossings)


class _Ends:
    """A wire with its two ports chosen: makes the paths between them."""

    def __init__(
        self, view: View, start: tuple[int, int], stop: tuple[int, int], *, out: Side, into: Side
    ) -> None:
        self.view = view
        self.start, self.stop, self.out, self.into = start, stop, out, into
        self.first = 0 if out in {Side.LEFT, Side.RIGHT} else 1
        self.last = 0 if into in {Side.LEFT, Side.RIGHT} else 1
        self.leave = self._reach(self.first, view.wire.src, out)
        self.arrive = self._reach(self.last, view.wire.dst, into)
        # Arrows come in from above where that costs nothing.
        self.entry = 0 if into is Side.TOP else 8
        self.lane = self._narrow_lane()

    def _narrow_lane(self) -> tuple[int, int] | None:
        """Return the borders of the source's lane if the wire's label does not fit beside its middle."""
        need, board = self.view.wire.need, self.view.board
        if not need:
            return None
        x = board.coordinates[0][self.start[0]]
        left, right = next((lane for lane in board.frame.lanes if lane[0] < x < lane[1]), (0, 0))
        return (left, right) if (right - left) // 2 < need + LABEL_ROOM else None

    def bias(self, path: Path) -> int:
        """Return what a path costs besides length, bends and crossings."""
        if self.lane is None:
            return self.entry
        if self.first == 1:
            return self.entry + CRAMPED
        left, right = self.lane
        x = self.view.board.coordinates[0][path[1][0]]
        return self.entry + (CRAMPED // 2 if left < x < right else 0)

    def _reach(self, axis: int, shape: int, side: Side) -> range:
        """Return the positions that a line from a port gets to, nearest first, leaving room for the stub."""
        board, port = self.view.board, self.view.board.places[shape]
        up = side in {Side.RIGHT, Side.BOTTOM}
        far = self.view.reach(axis, port[1 - axis], port[axis], up=up)
        box, along = board.frame.shapes[shape].box, board.coordinates[axis]
        edge = (box.right, box.bottom)[axis] + STUB if up else (box.x, box.y)[axis] - STUB
        if up:
            return range(bisect_left(along, edge), far + 1)
        return range(bisect_right(along, edge) - 1, far - 1, -1)

    def paths(self, bends: int) -> Iterator[Path]:
        """Return the paths with that many bends."""
        match bends:
            case 0:
                return self._straight()
            case 1:
                return self._corner()
            case 2:
                return self._two()
            case 3:
                return self._three()
            case _:
                return self._four()

    def _point(self, axis: int, along: int, across: int) -> tuple[int, int]:
        return (along, across) if axis == 0 else (across, along)

    def _straight(self) -> Iterator[Path]:
        axis = self.first
        if self.start[1 - axis] == self.stop[1 - axis]:
            a, b = self.start[axis], self.stop[axis]
            if a != b and b in self.leave and a in self.arrive:
                yield (self.start, self.stop)

    def _corner(self) -> Iterator[Path]:
        axis = self.first
        if self.stop[axis] in self.leave and self.start[1 - axis] in self.arrive:
            yield (self.start, self._point(axis, self.stop[axis], self.start[1 - axis]), self.stop)

    def _two(self) -> Iterator[Path]:
        axis = self.first
        a, b = self.start[1 - axis], self.stop[1 - axis]
        if a == b:
            return
        for t in self.leave:
            if t in self.arrive and self._open(1 - axis, t, a, b):
                yield (self.start, self._point(axis, t, a), self._point(axis, t, b), self.stop)

    def _three(self) -> Iterator[Path]:
        axis = self.first
        a = self.start[1 - axis]
        turn = self.stop[axis]
        for u in self.arrive[:_NEAR]:
            if u == a:
                continue
            end = self._point(axis, turn, u)
            for t in self.leave:
                if t != turn and self._open(1 - axis, t, a, u) and self._open(axis, u, t, turn):
                    one, two = self._point(axis, t, a), self._point(axis, t, u)
                    yield (self.start, one, two, end, self.stop)

    def _four(self) -> Iterator[Path]:
        axis = self.first
        a, b = self.start[1 - axis], self.stop[1 - axis]
        backs = [(s, self._levels(s, b)) for s in self.arrive[:_NEAR]]
        for t in self.leave[:_NEAR]:
            levels = self._levels(t, a)
            for s, others in backs:
                both = range(max(levels.start, others.start), min(levels.stop, others.stop))
                for u in both if s != t else ():
                    if u not in {a, b} and self._open(axis, u, t, s):
                        one, two = self._point(axis, t, a), self._point(axis, t, u)
                        three, four = self._point(axis, s, u), self._point(axis, s, b)
                        yield (self.start, one, two, three, four, self.stop)

    def _open(self, axis: int, track: int, a: int, b: int) -> bool:
        """Say whether no other wire runs along a track between two positions."""
        low, high = (a, b) if a < b else (b, a)
        return not self.view.closed(axis, track) & edges(low, high)

    def _levels(self, track: int, start: int) -> range:
        """Return where a line across, from a first corner, gets to."""
        axis = 1 - self.first
        low = self.view.reach(axis, track, start, up=False)
        return range(low, self.view.reach(axis, track, start, up=True) + 1)
