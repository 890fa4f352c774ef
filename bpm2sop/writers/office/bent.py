"""An orthogonal polyline as one of Office's bent connectors, exactly.

The presets start level and turn at places given by adjustments: `bentConnector2` has one turn, `bentConnector5`
four. A line that starts upright is the same preset turned by 90 degrees. Lengths are EMU (9525 a unit).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bpm2sop.layout import Point

EMU = 9525
LEAST = 12_700
"""Size of a box that would be flat: adjustments are shares of it, so it may not be 0."""
_WHOLE = 100_000


class Bent(NamedTuple):
    """A preset in its box before turning. `visual` is the box of the two ends as seen (x, y, width, height)."""

    preset: str
    x: int
    y: int
    w: int
    h: int
    upright: bool
    flip_h: bool
    flip_v: bool
    adjust: tuple[int, ...]
    visual: tuple[int, int, int, int]

    @property
    def straight(self) -> bool:
        """Whether the line has no turn."""
        return not self.preset.startswith("bent")


def corners(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return a polyline without points on the way and without repeats."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _on_the_way(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _on_the_way(first: Point, middle: Point, last: Point) -> bool:
    level = first.y == middle.y == last.y and (middle.x - first.x) * (last.x - middle.x) > 0
    upright = first.x == middle.x == last.x and (middle.y - first.y) * (last.y - middle.y) > 0
    return level or upright


def bent(points: Sequence[Point]) -> Bent:
    """Return the connector that runs through the corners of an orthogonal polyline of at most four bends."""
    start, end = points[0], points[-1]
    straight = len(points) <= 2  # noqa: PLR2004  (both ends)
    upright = not straight and points[1].x == start.x
    local = [_local(point, start, upright=upright) for point in points]
    u_end, v_end = local[-1]
    wide, high = abs(end.x - start.x) * EMU, abs(end.y - start.y) * EMU
    if not straight:
        wide, high = wide or LEAST, high or LEAST
    w, h = (high, wide) if upright else (wide, high)
    middle_x, middle_y = (start.x + end.x) * EMU // 2, (start.y + end.y) * EMU // 2
    left, top = min(start.x, end.x) * EMU, min(start.y, end.y) * EMU
    return Bent(
        "straightConnector1" if straight else f"bentConnector{len(points) - 1}",
        *((middle_x - w // 2, middle_y - h // 2) if upright else (left, top)),
        w,
        h,
        upright,
        u_end < 0,
        v_end < 0,
        () if straight else tuple(_adjustments(local, w, h)),
        (left, top, wide, high),
    )


def _local(point: Point, start: Point, *, upright: bool) -> tuple[int, int]:
    """Return a point as the preset sees it before it is turned and mirrored."""
    dx, dy = point.x - start.x, point.y - start.y
    return (dy, -dx) if upright else (dx, dy)


def _adjustments(local: Sequence[tuple[int, int]], w: int, h: int) -> list[int]:
    """Return where the inner turns are, as shares of the box: across, down, across."""
    across, down = (-1 if local[-1][0] < 0 else 1), (-1 if local[-1][1] < 0 else 1)
    found = []
    for place in range(1, len(local) - 2):
        u, v = local[place]
        share = across * u * EMU / w if place % 2 else down * v * EMU / h
        found.append(round(share * _WHOLE))
    return found
