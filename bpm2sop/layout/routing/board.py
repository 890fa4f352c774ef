"""The routed wires of a page as bit masks over tracks, and the cost of one more path.

Axis 0 is horizontal: its tracks are the ys, a position on a track is an index of xs. Axis 1 is vertical, the
other way round. Edge `k` of a track joins positions k-1 and k and is bit k of the track's mask, so whether a
path is free is one AND, and how far a line can run is the lowest set bit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from bpm2sop.layout.pages import Side
from bpm2sop.layout.routing.frame import CLEAR, Frame, Shape, Tracks, Wire, tracks_of

BEND = 45
CROSSING = 1000
_BARRED = 1 << 30
Path = tuple[tuple[int, int], ...]
"""Corners as (index of x, index of y), from source to target, both at the shapes' centres."""


class Segment(NamedTuple):
    """A straight piece: axis, track, lowest and highest position, and the edges between them.

    `first` and `last` are the positions between which it bars the way: without those inside the path's shapes.
    """

    axis: int
    track: int
    low: int
    high: int
    mask: int
    first: int
    last: int


class Routed(NamedTuple):
    """A wire's path with its ports."""

    path: Path
    out: Side
    into: Side
    cost: float
    """Length and bends, without crossings."""
    segments: tuple[Segment, ...]


class State(NamedTuple):
    """What changes on a board while it is routed."""

    routed: dict[int, Routed]
    wires: tuple[Wire, ...]
    exits: list[int]
    seats: list[int]


def segments_of(path: Path) -> tuple[Segment, ...]:
    """Return the straight pieces of a path."""
    pieces = []
    count = len(path) - 1
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(path)):
        axis, track, start, stop = (0, y1, x1, x2) if y1 == y2 else (1, x1, y1, y2)
        low, high = (start, stop) if start < stop else (stop, start)
        # Its ends lie inside shapes, where they bar nobody's way.
        inside = {start} if number == 0 else set()
        if number == count - 1:
            inside.add(stop)
        first, last = low + (low in inside), high - (high in inside)
        pieces.append(Segment(axis, track, low, high, edges(low, high), first, last))
    return tuple(pieces)


def edges(low: int, high: int) -> int:
    """Return the mask of the edges between two positions."""
    return ((1 << (high - low)) - 1) << (low + 1)


class Board:
    """A page while it is routed."""

    def __init__(self, frame: Frame, wires: tuple[Wire, ...]) -> None:
        self.frame = frame
        self.wires = wires
        self.tracks: Tracks = tracks_of(frame)
        xs, ys = self.tracks
        self.coordinates = (xs, ys)
        self.sizes = (len(xs), len(ys))
        where_x = {x: i for i, x in enumerate(xs)}
        where_y = {y: i for i, y in enumerate(ys)}
        self.places = [(where_x[s.box.centre.x], where_y[s.box.centre.y]) for s in frame.shapes]
        self.routed: dict[int, Routed] = {}
        self.work = 0
        """Paths weighed so far: what limits the improving, so that the same page gets the same effort anywhere."""
        self.walls: list[tuple[dict[int, int], dict[int, int]]] = [
            self._walls(shape) for shape in frame.shapes
        ]
        self._blocked = self._blocked_by(range(len(frame.shapes)))
        self.exits = [0] * len(frame.shapes)
        for wire in wires:
            self.exits[wire.src] += 1
        self.seats = list(range(len(frame.shapes)))
        """For each shape the one whose place it has taken."""

    def _walls(self, shape: Shape) -> tuple[dict[int, int], dict[int, int]]:
        """Return, an axis each, the edges by track that a shape blocks."""
        box = shape.box
        spans = ((box.x - CLEAR, box.right + CLEAR), (box.y - CLEAR, box.bottom + CLEAR))
        found: list[dict[int, int]] = []
        for axis in (0, 1):
            along, across = self.coordinates[axis], self.coordinates[1 - axis]
            (low, high), (start, stop) = spans[axis], spans[1 - axis]
            # The edge between the last position outside and the first one inside is blocked too.
            first = max(0, bisect_right(along, low) - 1)
            last = min(len(along) - 1, bisect_left(along, high))
            tracks = range(bisect_right(across, start), bisect_left(across, stop))
            found.append(dict.fromkeys(tracks, edges(first, last)))
        return found[0], found[1]

    def _blocked_by(self, shapes: Iterable[int]) -> tuple[dict[int, int], dict[int, int]]:
        """Return, an axis each, the edges by track that shapes block."""
        found: tuple[dict[int, int], dict[int, int]] = ({}, {})
        for shape in shapes:
            for taken, walls in zip(found, self.walls[shape], strict=True):
                for track, mask in walls.items():
                    taken[track] = taken.get(track, 0) | mask
        return found

    def blocked(self, wire: Wire) -> tuple[dict[int, int], dict[int, int]]:
        """Return, an axis each, the edges by track that shapes block for a wire: all but its own ports."""
        ends = {wire.src, wire.dst}
        found = self._blocked[0].copy(), self._blocked[1].copy()
        for shape in ends:
            for axis in (0, 1):
                track = self.places[shape][1 - axis]
                masks = (
                    walls[axis].get(track, 0) for i, walls in enumerate(self.walls) if i not in ends
                )
                found[axis][track] = reduce(or_, masks, 0)
        # The other of both shapes bars the way, unless their ports are in line.
        for shape in ends:
            for axis in (0, 1):
                for end in ends:
                    track = self.places[end][1 - axis]
                    if track != self.places[shape][1 - axis]:
                        found[axis][track] |= self.walls[shape][axis].get(track, 0)
        return found

    def missing(self) -> set[int]:
        """Return the wires without a path."""
        return set(range(len(self.wires))) - set(self.routed)

    def saved(self) -> State:
        """Return how the board stands."""
        return State(dict(self.routed), self.wires, list(self.exits), list(self.seats))

    def restore(self, state: State) -> None:
        """Make the board stand as it did."""
        self.routed, self.wires = dict(state.routed), state.wires
        self.exits, self.seats = list(state.exits), list(state.seats)

    def seat(self, seats: tuple[int, ...]) -> None:
        """Let shapes take these places; no wire may be laid yet."""
        for shape, seat in enumerate(seats):
            if self.seats[shape] != seat:
                self.swap(self.seats[shape], seat)

    def swap(self, one: int, two: int) -> None:
        """Let two shapes that are alike change places; their wires must be taken up before and laid again."""
        seats = {one: two, two: one}
        self.seats = [seats.get(seat, seat) for seat in self.seats]
        self.exits[one], self.exits[two] = self.exits[two], self.exits[one]
        self.wires = tuple(
            wire._replace(src=seats.get(wire.src, wire.src), dst=seats.get(wire.dst, wire.dst))
            for wire in self.wires
        )

    def free_sides(self, shape: int, *, but: int) -> tuple[set[Side], set[Side]]:
        """Return the sides of a shape where wires already leave, and arrive; wire `but` is left out."""
        leaving, arriving = set(), set()
        for index, routed in self.routed.items():
            if index != but:
                if self.wires[index].src == shape:
                    leaving.add(routed.out)
                if self.wires[index].dst == shape:
                    arriving.add(routed.into)
        return leaving, arriving

    def sides(self, index: int) -> tuple[list[Side], list[Side]]:
        """Return where a wire may leave and arrive, keeping back a side for each exit of both shapes."""
        wire = self.wires[index]
        source, target = self.frame.shapes[wire.src], self.frame.shapes[wire.dst]
        leaving, arriving = self.free_sides(wire.src, but=index)
        outs = [side for side in source.outs if side not in leaving | arriving]
        leaving, arriving = self.free_sides(wire.dst, but=index)
        spare = len(target.outs) - self.exits[wire.dst]
        ins = []
        for side in target.ins:
            held = len((arriving | {side}) & set(target.outs))
            if side not in leaving and (side in arriving or held <= spare):
                ins.append(side)
        return outs, ins


class View:
    """The board as one wire sees it: what is taken by others, what it may join."""

    def __init__(self, board: Board, index: int) -> None:
        self.board = board
        self.wire = board.wires[index]
        self.taken = board.blocked(self.wire)
        self.foreign: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.own: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.corners: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.lines: tuple[list[Segment], list[Segment]] = ([], [])
        self.strangers: tuple[list[Segment], list[Segment]] = ([], [])
        self.strict = True
        self._through: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._walls: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._legs: dict[tuple[int, int, int, int], int] = {}
        self._turns: dict[tuple[int, int], int] = {}
        for other, routed in board.routed.items():
            if other != index:
                self._add(routed, own=board.wires[other].dst == self.wire.dst)

    def _add(self, routed: Routed, *, own: bool) -> None:
        for segment in routed.segments:
            axis, track, mask = segment.axis, segment.track, segment.mask
            self.lines[axis].append(segment)
            if own:
                self.own[axis][track] = self.own[axis].get(track, 0) | mask
            else:
                self.taken[axis][track] = self.taken[axis].get(track, 0) | mask
                self.foreign[axis][track] = self.foreign[axis].get(track, 0) | mask
                self.strangers[axis].append(segment)
        for x, y in routed.path[1:-1]:
            self.corners[0][y] = self.corners[0].get(y, 0) | 1 << x
            self.corners[1][x] = self.corners[1].get(x, 0) | 1 << y

    def through(self, axis: int, track: int) -> int:
        """Return the positions of a track where a line of the other axis runs straight through."""
        known = self._through[axis].get(track)
        if known is None:
            known = 0
            for segment in self.lines[1 - axis]:
                if segment.low < track < segment.high:
                    known |= 1 << segment.track
            self._through[axis][track] = known
        return known

    def closed(self, axis: int, track: int) -> int:
        """Return the edges of a track where the wire cannot run; while `strict`, also those that cross a line."""
        if not self.strict:
            return self.taken[axis].get(track, 0)
        known = self._walls[axis].get(track)
        if known is None:
            nodes = 0
            for segment in self.strangers[1 - axis]:
                if segment.first <= track <= segment.last:
                    nodes |= 1 << segment.track
            known = self.taken[axis].get(track, 0) | nodes | nodes << 1
            self._walls[axis][track] = known
        return known

    def reach(self, axis: int, track: int, start: int, *, up: bool) -> int:
        """Return the farthest position that a line from `start` gets to, upwards or downwards in number."""
        mask = self.closed(axis, track)
        if up:
            ahead = mask >> (start + 1)
            last = self.board.sizes[axis] - 1
            return min(last, start + (ahead & -ahead).bit_length() - 1) if ahead else last
        behind = mask & ((1 << (start + 1)) - 1)
        return max(0, behind.bit_length() - 1)

    def crossings(self, path: Path, most: float) -> int | None:
        """Return how many lines a path crosses, None if it may not be laid or crosses `most` or more.

        Once it has met a line with the same target it must stay on it.
        """
        count, joined, last = 0, False, len(path) - 1
        x1, y1 = path[0]
        for number in range(1, last + 1):
            x2, y2 = path[number]
            leg = (0, y1, x1, x2) if y1 == y2 else (1, x1, y1, y2)
            x1, y1 = x2, y2
            if joined:
                if not self._on_own(*leg):
                    return None
                continue
            crossed = self._legs.get(leg)
            if crossed is None:
                crossed = self._legs[leg] = self._leg(*leg)
            if crossed == _BARRED:
                return None
            joined = crossed < 0
            count += -crossed - 1 if joined else crossed
            if count >= most:
                return None
            if not joined and number < last:
                turn = self._turns.get((x2, y2))
                if turn is None:
                    turn = self._turns[x2, y2] = self._turn(x2, y2)
                if turn == _BARRED:
                    return None
                joined = turn < 0
        return count

    def _on_own(self, axis: int, track: int, a: int, b: int) -> bool:
        """Say whether a line runs on lines with the same target from end to end."""
        return not edges(min(a, b), max(a, b)) & ~self.own[axis].get(track, 0)

    def _leg(self, axis: int, track: int, a: int, b: int) -> int:
        """Return how many lines a line crosses, `_BARRED` if it cannot run; -1 and less if it ends on one of its own."""
        mask = edges(min(a, b), max(a, b))
        if self.taken[axis].get(track, 0) & mask:
            return _BARRED
        inner = mask & (mask >> 1)
        shared = self.own[axis].get(track, 0) & mask
        if shared:
            kept = _up_to(mask, shared, inner, rising=a < b)
            if kept is None:
                return _BARRED
            inner = kept
        if self.corners[axis].get(track, 0) & inner:
            return _BARRED
        count = (self.through(axis, track) & inner).bit_count() if inner else 0
        return -count - 1 if shared else count

    def _turn(self, x: int, y: int) -> int:
        """Return 0 if a path may turn at a place, `_BARRED` if not, -1 if it meets a line of its own there."""
        if (self.foreign[0].get(y, 0) >> x) & 3 or (self.foreign[1].get(x, 0) >> y) & 3:
            return _BARRED
        return -1 if (self.own[0].get(y, 0) >> x) & 3 or (self.own[1].get(x, 0) >> y) & 3 else 0


def _up_to(mask: int, shared: int, inner: int, *, rising: bool) -> int | None:
    """Return the inner positions of a piece before it joins a line; None if it leaves that line again.

    Only its far end may run along the line that it joins; that part crosses nothing anew.
    """
    rest = mask ^ shared
    if rising:
        first = shared & -shared
        fits = rest < first
        inner &= (1 << max(0, first.bit_length() - 2)) - 1
    else:
        fits = rest == 0 or (rest & -rest) > shared
        inner &= ~((1 << shared.bit_length()) - 1)
    return inner if fits else None
