"""The routed wires of a page as bit masks over tracks, and the cost of one more path.

Axis 0 is horizontal: its tracks are the ys, a position on a track is an index of xs. Axis 1 is vertical, the
other way round. Edge `k` of a track joins positions k-1 and k and is bit k of the track's mask, so whether a
path is free is one AND, and how far a line can run is the lowest set bit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from bpm2sop.layout.pages import Side
from bpm2sop.layout.routing.frame import CLEAR, STUB, Frame, Shape, Tracks, Wire, tracks_of

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
    for (x1, y1), (x2, y2) in zip(path, path[1:], strict=False):
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
        self.own: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.corners: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.lines: tuple[list[Segment], list[Segment]] = ([], [])
        self._through: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._wall()
        for other, routed in board.routed.items():
            if other != index:
                self._add(routed.path, own=board.wires[other].dst == self.wire.dst)

    def _wall(self) -> None:
        for shape, walls in enumerate(self.board.walls):
            if shape not in self.wire:
                for axis in (0, 1):
                    taken = self.taken[axis]
                    for track, mask in walls[axis].items():
                        taken[track] = taken.get(track, 0) | mask
        # Its own shapes bar the way but for the lines through their ports.
        for shape in set(self.wire):
            port = self.board.places[shape]
            for axis in (0, 1):
                taken = self.taken[axis]
                for track, mask in self.board.walls[shape][axis].items():
                    if track != port[1 - axis]:
                        taken[track] = taken.get(track, 0) | mask

    def _add(self, path: Path, *, own: bool) -> None:
        for segment in segments_of(path):
            self.lines[segment.axis].append(segment)
            masks = (self.own if own else self.taken)[segment.axis]
            mask = edges(segment.low, segment.high)
            masks[segment.track] = masks.get(segment.track, 0) | mask
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

    def reach(self, axis: int, track: int, start: int, *, up: bool) -> int:
        """Return the farthest position that a line from `start` gets to, upwards or downwards in number."""
        mask = self.taken[axis].get(track, 0)
        if up:
            ahead = mask >> (start + 1)
            last = self.board.sizes[axis] - 1
            return min(last, start + (ahead & -ahead).bit_length() - 1) if ahead else last
        behind = mask & ((1 << (start + 1)) - 1)
        return max(0, behind.bit_length() - 1)

    def length(self, path: Path) -> int:
        """Return a path's length in units."""
        xs, ys = self.board.coordinates
        return sum(
            abs(xs[x1] - xs[x2]) + abs(ys[y1] - ys[y2])
            for (x1, y1), (x2, y2) in zip(path, path[1:], strict=False)
        )

    def crossings(self, path: Path) -> int | None:
        """Return how many lines a path crosses, None if it may not be laid."""
        count, joined, must = 0, False, False
        last = len(path) - 2
        for number in range(last + 1):
            (x1, y1), (x2, y2) = path[number], path[number + 1]
            axis = 0 if y1 == y2 else 1
            track, a, b = (y1, x1, x2) if axis == 0 else (x1, y1, y2)
            low, high = (a, b) if a < b else (b, a)
            mask = edges(low, high)
            if self.taken[axis].get(track, 0) & mask:
                return None
            shared = self.own[axis].get(track, 0) & mask
            if joined or must:
                if shared != mask:
                    return None
                joined = True
                continue
            inner = ((1 << max(0, high - low - 1)) - 1) << (low + 1)
            touching = self.corners[axis].get(track, 0) & inner
            if shared:
                rest = mask ^ shared
                if a < b:
                    meet = (shared & -shared).bit_length() - 2
                    fits = rest < (shared & -shared)
                    inner &= (1 << max(0, meet)) - 1
                else:
                    meet = shared.bit_length() - 1
                    fits = rest == 0 or (rest & -rest) > shared
                    inner &= ~((1 << (meet + 1)) - 1)
                if not fits:
                    return None
                joined = True
                touching = self.corners[axis].get(track, 0) & inner
            if touching:
                return None
            count += (self.through(axis, track) & inner).bit_count()
            if not joined and number < last:
                touch = self._touch(x2, y2)
                if touch is None:
                    return None
                must = touch
        return count

    def _touch(self, x: int, y: int) -> bool | None:
        """Say whether a corner lies on a line that it may join; None if on one that it may not."""
        if (self.taken[0].get(y, 0) >> x) & 3 or (self.taken[1].get(x, 0) >> y) & 3:
            return None
        return bool((self.own[0].get(y, 0) >> x) & 3 or (self.own[1].get(x, 0) >> y) & 3)

    def stubs_fit(self, path: Path, out: Side, into: Side) -> bool:
        """Say whether first and last segment are long enough outside their shapes."""
        shapes = self.board.frame.shapes
        first, last = shapes[self.wire.src].box, shapes[self.wire.dst].box
        half_out = first.w - first.w // 2 if out % 2 else first.h - first.h // 2
        half_in = last.w - last.w // 2 if into % 2 else last.h - last.h // 2
        if len(path) == 2:  # noqa: PLR2004  (a straight line is both stubs)
            return self.length(path) - half_out - half_in >= STUB
        start, end = self.length(path[:2]) - half_out, self.length(path[-2:]) - half_in
        return start >= STUB and end >= STUB
