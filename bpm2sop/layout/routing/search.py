"""The cheapest path of one wire among all shapes of up to four bends.

With start axis `a` and end axis `b` a path has an even number of bends if a = b, else an odd one; the free
coordinates of its corners are one for two and three bends each more. Shapes are tried by rising bends, and
none whose length and bends alone cost more than the best path found is looked at closer.
"""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.layout.pages import Side
from bpm2sop.layout.routing.board import BEND, CROSSING, Board, Path, Routed, View, edges

_NEAR = 6
"""Corners tried nearest to each end where two or three coordinates are free."""


def route_wire(board: Board, index: int) -> Routed | None:
    """Return the cheapest path of a wire on the board as it stands; None if there is none."""
    outs, ins = board.sides(index)
    view = View(board, index)
    wire = board.wires[index]
    best: Routed | None = None
    ends = [
        _Ends(view, board.places[wire.src], board.places[wire.dst], out=o, into=i)
        for o in outs
        for i in ins
    ]
    for bends in range(5):
        if best is not None and _total(best) <= bends * BEND + _distance(board, index) / 2:
            break
        for end in ends:
            if (bends % 2 == 0) == (end.first == end.last):
                for path in end.paths(bends):
                    best = _better(view, path, end, best)
    return best


def _distance(board: Board, index: int) -> int:
    (x1, y1), (x2, y2) = board.places[board.wires[index].src], board.places[board.wires[index].dst]
    xs, ys = board.coordinates
    return abs(xs[x1] - xs[x2]) + abs(ys[y1] - ys[y2])


def _total(routed: Routed) -> float:
    return routed.cost + routed.crossings * CROSSING


def _better(view: View, path: Path, ends: _Ends, best: Routed | None) -> Routed | None:
    """Return the path if it may be laid and costs less than the best so far."""
    cost = view.length(path) / 2 + (len(path) - 2) * BEND + ends.bias
    if best is not None and cost >= _total(best):
        return best
    if not view.stubs_fit(path, ends.out, ends.into):
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
        self.leave = self._reach(self.first, start, up=out in {Side.RIGHT, Side.BOTTOM})
        self.arrive = self._reach(self.last, stop, up=into in {Side.RIGHT, Side.BOTTOM})
        self.bias = 0

    def _reach(self, axis: int, place: tuple[int, int], *, up: bool) -> range:
        """Return the positions that a line through a port gets to, nearest first, without the port's own."""
        far = self.view.reach(axis, place[1 - axis], place[axis], up=up)
        return range(place[axis] + 1, far + 1) if up else range(place[axis] - 1, far - 1, -1)

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
        return not self.view.taken[axis].get(track, 0) & edges(low, high)

    def _levels(self, track: int, start: int) -> range:
        """Return where a line across, from a first corner, gets to."""
        axis = 1 - self.first
        low = self.view.reach(axis, track, start, up=False)
        return range(low, self.view.reach(axis, track, start, up=True) + 1)
