"""The routed wires of a page as bit masks over tracks, and the cost of one more path.

Axis 0 is horizontal: its tracks are the ys, a position on a track is an index of xs. Axis 1 is vertical, the
other way round. Edge `k` of a track joins positions k-1 and k and is bit k of the track's mask, so whether a
path is free is one AND, and how far a line can run is the lowest set bit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import NamedTuple

from bpm2sop.layout.pages import Side
from bpm2sop.layout.routing.frame import CLEAR, Frame, Shape, Tracks, Wire, tracks_of

BEND = 45
CROSSING = 1000
Path = tuple[tuple[int, int], ...]
"""Corners as (index of x, index of y), from source to target, both at the shapes' centres."""


class Segment(NamedTuple):
    """A straight piece: axis, track, lowest and highest position."""

    axis: int
    track: int
    low: int
    high: int


class Routed(NamedTuple):
    """A wire's path with its ports."""

    path: Path
    out: Side
    into: Side
    cost: float
    """Length and bends, without crossings."""
    crossings: int
    """Lines crossed when it was laid."""


def segments_of(path: Path) -> tuple[Segment, ...]:
    """Return the straight pieces of a path."""
    pieces = []
    for (x1, y1), (x2, y2) in pairwise(path):
        if y1 == y2:
            pieces.append(Segment(0, y1, min(x1, x2), max(x1, x2)))
        else:
            pieces.append(Segment(1, x1, min(y1, y2), max(y1, y2)))
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
        self.exits = [0] * len(frame.shapes)
        for wire in wires:
            self.exits[wire.src] += 1

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

    def missing(self) -> set[int]:
        """Return the wires without a path."""
        return set(range(len(self.wires))) - set(self.routed)

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
        self.taken: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.foreign: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.own: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.corners: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.lines: tuple[list[Segment], list[Segment]] = ([], [])
        self._through: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.strict = True
        self._walls: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.strangers: tuple[list[Segment], list[Segment]] = ([], [])
        self._wall()
        for other, routed in board.routed.items():
            if other != index:
                self._add(routed.path, own=board.wires[other].dst == self.wire.dst)

    def _wall(self) -> None:
        for shape, walls in enumerate(self.board.walls):
            if shape not in self.wire[:2]:
                for axis in (0, 1):
                    taken = self.taken[axis]
                    for track, mask in walls[axis].items():
                        taken[track] = taken.get(track, 0) | mask
        # Its own shapes bar the way but for the lines through their ports.
        for shape in set(self.wire[:2]):
            port = self.board.places[shape]
            for axis in (0, 1):
                taken = self.taken[axis]
                for track, mask in self.board.walls[shape][axis].items():
                    if track != port[1 - axis]:
                        taken[track] = taken.get(track, 0) | mask

    def _add(self, path: Path, *, own: bool) -> None:
        ends = {path[0], path[-1]}
        for segment in segments_of(path):
            axis, track, low, high = segment
            self.lines[axis].append(segment)
            mask = edges(low, high)
            kinds = (self.own,) if own else (self.taken, self.foreign)
            for kind in kinds:
                kind[axis][track] = kind[axis].get(track, 0) | mask
            if not own:
                # Its ends lie inside shapes, where they bar nobody's way.
                low += ((low, track) if axis == 0 else (track, low)) in ends
                high -= ((high, track) if axis == 0 else (track, high)) in ends
                self.strangers[axis].append(Segment(axis, track, low, high))
        for x, y in path[1:-1]:
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
                if segment.low <= track <= segment.high:
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

    def length(self, path: Path) -> int:
        """Return a path's length in units."""
        xs, ys = self.board.coordinates
        total = 0
        x, y = path[0]
        for i, j in path:
            total += abs(xs[i] - xs[x]) + abs(ys[j] - ys[y])
            x, y = i, j
        return total

    def crossings(self, path: Path) -> int | None:  # noqa: C901  (in one piece for speed)
        """Return how many lines a path crosses, None if it may not be laid.

        Once it has met a line with the same target it must stay on it. Written out in one piece: no other code runs as often.
        """
        count, joined, last = 0, False, len(path) - 1
        x1, y1 = path[0]
        for number in range(1, last + 1):
            x2, y2 = path[number]
            axis, track, a, b = (0, y1, x1, x2) if y1 == y2 else (1, x1, y1, y2)
            x1, y1 = x2, y2
            low, high = (a, b) if a < b else (b, a)
            mask = ((1 << (high - low)) - 1) << (low + 1)
            shared = self.own[axis].get(track, 0) & mask
            if joined:
                if shared != mask:
                    return None
                continue
            if self.taken[axis].get(track, 0) & mask:
                return None
            inner = mask & (mask >> 1)
            if shared:
                if (kept := _up_to(mask, shared, inner, rising=a < b)) is None:
                    return None
                inner, joined = kept, True
            if self.corners[axis].get(track, 0) & inner:
                return None
            if inner:
                count += (self.through(axis, track) & inner).bit_count()
            if not joined and number < last:
                if (self.foreign[0].get(y2, 0) >> x2) & 3 or (self.foreign[1].get(x2, 0) >> y2) & 3:
                    return None
                if (self.own[0].get(y2, 0) >> x2) & 3 or (self.own[1].get(x2, 0) >> y2) & 3:
                    joined = True
        return count


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
