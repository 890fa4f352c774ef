"""What the router is given: lanes, rows, the shapes in them and the wires to lay."""

from __future__ import annotations

from typing import NamedTuple

from bpm2sop.layout.pages import Box, Side

EDGE = 6
"""Distance between a cell border and the nearest track."""
STEP = 5
"""Distance between tracks."""
STUB = 10
"""Least length of a wire's first and last segment."""
LABEL_ROOM = 5
"""Space that a label needs besides its width, between a line and a border."""
CLEAR = 3
"""Least distance between a wire and a shape that is not its own."""


class Shape(NamedTuple):
    """A symbol as the router sees it. `outs` are the sides where wires may leave, `ins` where they may arrive."""

    box: Box
    outs: tuple[Side, ...]
    ins: tuple[Side, ...]


class Wire(NamedTuple):
    """A connector to lay, by the positions of its shapes. Wires with one `dst` may join."""

    src: int
    dst: int
    need: int = 0
    """Width of the longest word of its label, 0 without one."""


class Frame(NamedTuple):
    """One page's drawing area: lanes as (left, right), rows as (top, bottom), all in units."""

    lanes: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, int], ...]
    shapes: tuple[Shape, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    """Shapes, by their positions, that may change places with each other: all alike but for where they are."""


class Tracks(NamedTuple):
    """Where lines may run: the x of vertical tracks, the y of horizontal ones."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]


def _spread(low: int, high: int, keep: set[int], half: int) -> list[int]:
    """Return tracks between two borders: from each border inwards, up to a shape of half size `half`."""
    centre = (low + high) // 2
    room = max(EDGE, centre - half - STUB - low)
    offsets = range(EDGE, room + 1, STEP)[:3]
    wanted = [*(low + o for o in offsets), *(high - o for o in offsets)]
    inner = [centre - half // 2, centre + half // 2]
    fixed = sorted(k for k in keep if low < k < high)
    free = [w for w in [*wanted, *inner] if all(abs(w - k) >= STEP - 1 for k in fixed)]
    return fixed + free


def tracks_of(frame: Frame) -> Tracks:
    """Return the tracks of a frame; every port has one."""
    centres_x = {shape.box.centre.x for shape in frame.shapes}
    centres_y = {shape.box.centre.y for shape in frame.shapes}
    half_w = max((shape.box.w for shape in frame.shapes), default=0) // 2
    xs = set(centres_x)
    for left, right in frame.lanes:
        xs.update(_spread(left, right, centres_x | {(left + right) // 2}, half_w))
    ys = set(centres_y)
    for top, bottom in frame.rows:
        half = max((s.box.h for s in frame.shapes if top < s.box.centre.y < bottom), default=0) // 2
        middle = {y for y in centres_y if top < y < bottom}
        near = (
            y
            for y in _spread(top, bottom, middle, half)
            if y in middle or abs(y - (top + bottom) // 2) > half
        )
        ys.update(near)
    return Tracks(tuple(sorted(xs)), tuple(sorted(ys)))
