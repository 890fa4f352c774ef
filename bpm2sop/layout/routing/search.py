"""The cheapest path of one wire among all shapes of up to four bends.

With start axis `a` and end axis `b` a path has an even number of bends if a = b, else an odd one; the free
coordinates of its corners are one for two and three bends each more. Shapes are tried by rising bends, and those
of as many bends by rising cost, so that the first one that may be laid without a crossing is the cheapest of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter

from bpm2sop.layout.pages import Side
from bpm2sop.layout.routing.board import (
    BEND,
    CROSSING,
    Board,
    Path,
    Routed,
    View,
    edges,
    segments_of,
)
from bpm2sop.layout.routing.frame import LABEL_ROOM, STUB

CRAMPED = 300
"""Cost of an exit beside which the label does not fit: less than a crossing, more than a detour."""
_ARRIVING = {Side.TOP: 0, Side.LEFT: 8, Side.RIGHT: 8, Side.BOTTOM: 90}
"""Arrows come in from above where that costs nothing, and from below only where that spares a crossing."""
_MOST_TRIED = 60
"""Paths weighed for one wire, about."""
_NEAR = 6
"""Corners tried nearest to each end where two or three coordinates are free."""
_MOST_BENDS = 4
_COST = itemgetter(0)


def route_wire(board: Board, index: int) -> Routed | None:
    """Return the cheapest path of a wire on the board as it stands; None if there is none.

    A path without crossings is looked for first, with all other lines as walls: that leaves little to try.
    """
    outs, ins = board.sides(index)
    view = View(board, index)
    best = _search(view, outs, ins)
    if best is None:
        view.strict = False
        best = _search(view, outs, ins)
    return best


def _search(view: View, outs: list[Side], ins: list[Side]) -> Routed | None:
    """Return the cheapest path between the ports allowed, on the view as it stands."""
    board = view.board
    src, dst = view.wire.src, view.wire.dst
    starts = [_Port(view, src, side, other=dst) for side in outs]
    stops = [_Port(view, dst, side, other=src, into=True) for side in ins]
    pairs = [_Pair(start, stop) for start in starts for stop in stops]
    least = 0 if view.strict else CROSSING
    best, total = None, float("inf")
    most = board.work + _MOST_TRIED
    distance = _distance(board, *view.wire[:2])
    for bends in range(_MOST_BENDS + 1):
        if total <= bends * BEND + distance + least:
            break
        found = [
            shape
            for pair in pairs
            if (bends % 2 == 0) == pair.alike
            for shape in pair.shapes(bends, total - least)
        ]
        found.sort(key=_COST)
        for shape in found:
            cost, pair = shape[:2]
            if cost + least >= total or board.work > most:
                break
            path = pair.path(bends, *shape[2:])
            board.work += 1
            crossings = view.crossings(path, (total - cost) / CROSSING)
            if crossings is None:
                continue
            total = cost + crossings * CROSSING
            best = Routed(path, pair.start.side, pair.stop.side, cost, segments_of(path))
    return best


def _distance(board: Board, src: int, dst: int) -> float:
    """Return what the way between two shapes costs at least."""
    (x, y), (z, w) = board.places[src], board.places[dst]
    xs, ys = board.coordinates
    return (abs(xs[x] - xs[z]) + abs(ys[y] - ys[w])) / 2


_Shape = tuple[float, "_Pair", int, int, int]
"""A path yet to be made: its cost without crossings, whose ports it joins, and its free corners.

The corners are where it first turns, the track from there, and where it last turns; -1 where it has no such corner.
"""


class _Port:
    """A side of a shape where a wire leaves or arrives."""

    def __init__(
        self, view: View, shape: int, side: Side, *, other: int, into: bool = False
    ) -> None:
        self.view, self.side = view, side
        self.axis = 0 if side in {Side.LEFT, Side.RIGHT} else 1
        self.place = view.board.places[shape]
        self.at, self.track = self.place[self.axis], self.place[1 - self.axis]
        self.reached = self._reached(shape)
        self.legs = self._legs(other)
        self.bias = _ARRIVING[side] if into else 0
        self._levels: dict[int, range] = {}

    def _reached(self, shape: int) -> range:
        """Return the positions that a line from the port gets to, nearest first, leaving room for the stub."""
        board = self.view.board
        up = self.side in {Side.RIGHT, Side.BOTTOM}
        far = self.view.reach(self.axis, self.track, self.at, up=up)
        box, along = board.frame.shapes[shape].box, board.coordinates[self.axis]
        edge = (box.right, box.bottom)[self.axis] + STUB if up else (box.x, box.y)[self.axis] - STUB
        if up:
            return range(bisect_left(along, edge), far + 1)
        return range(bisect_right(along, edge) - 1, far - 1, -1)

    def _legs(self, other: int) -> range:
        """Return where such a line may turn: not in the shape at the wire's other end, nor behind it."""
        board = self.view.board
        place = board.places[other]
        at, reached = place[self.axis], self.reached
        if place[1 - self.axis] != self.track or at == self.at:
            return reached
        box, along = board.frame.shapes[other].box, board.coordinates[self.axis]
        if reached.step > 0 and at > self.at:
            edge = (box.x, box.y)[self.axis] - STUB
            return range(reached.start, min(reached.stop, bisect_right(along, edge)))
        if reached.step < 0 and at < self.at:
            edge = (box.right, box.bottom)[self.axis] + STUB
            return range(reached.start, max(reached.stop, bisect_left(along, edge) - 1), -1)
        return reached

    def levels(self, track: int) -> range:
        """Return where a line across gets to that turns off at `track`."""
        known = self._levels.get(track)
        if known is None:
            axis = 1 - self.axis
            low = self.view.reach(axis, track, self.track, up=False)
            known = range(low, self.view.reach(axis, track, self.track, up=True) + 1)
            self._levels[track] = known
        return known


class _Pair:
    """A wire with its two ports chosen: makes the paths between them."""

    def __init__(self, start: _Port, stop: _Port) -> None:
        self.view, self.start, self.stop = start.view, start, stop
        self.alike = start.axis == stop.axis
        self.along = self.view.board.coordinates[start.axis]
        self.across = self.view.board.coordinates[1 - start.axis]
        self.lane = self._narrow_lane()

    def _narrow_lane(self) -> tuple[int, int] | None:
        """Return the borders of the source's lane if the wire's label does not fit beside its middle."""
        need, board = self.view.wire.need, self.view.board
        if not need:
            return None
        x = board.coordinates[0][self.start.place[0]]
        left, right = next((lane for lane in board.frame.lanes if lane[0] < x < lane[1]), (0, 0))
        return (left, right) if (right - left) // 2 < need + LABEL_ROOM else None

    def bias(self, t: int) -> int:
        """Return what a path costs besides length, bends and crossings, if it first turns at `t`."""
        if self.lane is None:
            return self.stop.bias
        if self.start.axis == 1:
            return self.stop.bias + CRAMPED
        left, right = self.lane
        return self.stop.bias + (CRAMPED // 2 if left < self.along[t] < right else 0)

    def shapes(self, bends: int, most: float) -> Iterator[_Shape]:
        """Return the paths with that many bends that cost less than `most`."""
        match bends:
            case 0 | 1:
                return self._plain(bends, most)
            case 2:
                return self._two(most)
            case 3:
                return self._three(most)
            case _:
                return self._four(most)

    def _ends(self) -> tuple[int, int, int, int]:
        """Return both ends as places along and across the first line."""
        (x, y), (z, w) = self.start.place, self.stop.place
        if self.start.axis:
            x, y, z, w = y, x, w, z
        return self.along[x], self.across[y], self.along[z], self.across[w]

    def _plain(self, bends: int, most: float) -> Iterator[_Shape]:
        """Return the path that leaves nothing to choose."""
        start, stop, axis = self.start, self.stop, self.start.axis
        t = stop.place[axis]
        if bends == 0 and (start.track != stop.track or start.at == stop.at):
            return
        back = start.at if bends == 0 else start.track
        legs, backs = (start.reached, stop.reached) if bends == 0 else (start.legs, stop.legs)
        if t in legs and back in backs:
            x, y, z, w = self._ends()
            cost = (abs(z - x) + abs(w - y)) / 2 + bends * BEND + self.bias(t)
            if cost < most:
                yield cost, self, t, -1, -1

    def _two(self, most: float) -> Iterator[_Shape]:
        if self.start.track == self.stop.track:
            return
        x, y, z, w = self._ends()
        base = abs(y - w) / 2 + 2 * BEND
        for t in self.start.legs:
            place = self.along[t]
            cost = base + (abs(place - x) + abs(place - z)) / 2 + self.bias(t)
            if cost < most and t in self.stop.legs and self.stop.track in self.start.levels(t):
                yield cost, self, t, -1, -1

    def _three(self, most: float) -> Iterator[_Shape]:
        x, y, z, w = self._ends()
        start, stop = self.start, self.stop
        ends = [
            (u, (abs(self.across[u] - y) + abs(self.across[u] - w)) / 2, stop.levels(u))
            for u in stop.legs[:_NEAR]
            if u != start.track
        ]
        for t in start.legs:
            place = self.along[t]
            base = (abs(place - x) + abs(place - z)) / 2 + 3 * BEND + self.bias(t)
            if t == stop.track or base >= most:
                continue
            levels = start.levels(t)
            for u, far, others in ends:
                if u in levels and t in others and base + far < most:
                    yield base + far, self, t, u, -1

    def _four(self, most: float) -> Iterator[_Shape]:
        x, y, z, w = self._ends()
        along, across, start, stop = self.along, self.across, self.start, self.stop
        backs = [(s, abs(along[s] - z), stop.levels(s)) for s in stop.legs[:_NEAR]]
        both = [
            (
                (abs(along[t] - x) + abs(along[t] - along[s]) + left) / 2 + 4 * BEND + self.bias(t),
                edges(min(t, s), max(t, s)),
                t,
                s,
                max(levels.start, others.start),
                min(levels.stop, others.stop),
            )
            for t in start.legs[:_NEAR]
            for levels in (start.levels(t),)
            for s, left, others in backs
            if s != t
        ]
        both = [one for one in both if one[0] < most and one[4] < one[5]]
        first = min((one[4] for one in both), default=0)
        last = max((one[5] for one in both), default=0)
        for u in range(first, last):
            if u in {start.track, stop.track}:
                continue
            far = (abs(across[u] - y) + abs(across[u] - w)) / 2
            closed = self.view.closed(start.axis, u)
            for base, mask, t, s, low, high in both:
                if low <= u < high and not closed & mask and base + far < most:
                    yield base + far, self, t, u, s

    def path(self, bends: int, t: int, u: int, s: int) -> Path:
        """Return the corners of a path."""
        first, last, point = self.start.place, self.stop.place, self._point
        if bends == 0:
            return (first, last)
        one = point(t, self.start.track)
        if bends == 1:
            return (first, one, last)
        if bends == 2:  # noqa: PLR2004  (a number of bends)
            return (first, one, point(t, self.stop.track), last)
        two = point(t, u)
        if bends < _MOST_BENDS:
            return (first, one, two, point(last[self.start.axis], u), last)
        return (first, one, two, point(s, u), point(s, self.stop.track), last)

    def _point(self, along: int, across: int) -> tuple[int, int]:
        return (along, across) if self.start.axis == 0 else (across, along)
