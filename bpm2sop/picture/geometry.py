"""Boxes, points and which numbers can be drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from bpm2sop.model.processmap import GATEWAYS, FlowNode, NodeType, Shape

Point = tuple[float, float]
FAR: Final = 100_000.0
"""Whatever lies further out is treated as not drawn: one lost shape would make all others invisible."""
ADDED_FAR: Final = 2 * FAR
"""What we add beside the outermost shape may lie further out."""
NEAR: Final = 1e-6


class Box(NamedTuple):
    """A rectangle; y grows downward."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The bottom edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside or on the border."""
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom

    def grown(self, by: float) -> Box:
        """The box, larger on all sides."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


def near(value: float, far: float = FAR) -> bool:
    """Whether a coordinate is a number that can be drawn."""
    return -far < value < far


def usable_shape(shape: Shape, far: float = FAR) -> Box | None:
    """Return a shape's box with positive sides, or None where its numbers cannot be drawn."""
    x, y, width, height = shape[:4]
    if not (near(x, far) and near(y, far) and near(width, far) and near(height, far)):
        return None
    if width < 0:
        x, width = x + width, -width
    if height < 0:
        y, height = y + height, -height
    if width < 1 or height < 1:
        return Box(x, y, max(width, 10.0), max(height, 10.0))
    return Box(x, y, width, height)


def usable_points(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the points that can be drawn, without immediate repetition."""
    kept: list[Point] = []
    for point in points:
        if (
            near(point[0], ADDED_FAR)
            and near(point[1], ADDED_FAR)
            and (not kept or kept[-1] != point)
        ):
            kept.append(point)
    return tuple(kept)


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all; an empty one for none."""
    left = top = math.inf
    right = bottom = -math.inf
    for x, y, width, height in boxes:
        left, top = min(left, x), min(top, y)
        right, bottom = max(right, x + width), max(bottom, y + height)
    if left > right:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(left, top, right - left, bottom - top)


def box_of_points(points: Sequence[Point]) -> Box:
    """Return the smallest box around points."""
    return around(Box(x, y, 0.0, 0.0) for x, y in points)


def on_border(box: Box, toward: Point, node: FlowNode | None = None) -> Point:
    """Return where a line from the middle of a box toward a point leaves its outline."""
    x, y = box.middle
    dx, dy = toward[0] - x, toward[1] - y
    if abs(dx) < NEAR and abs(dy) < NEAR:
        return x, y
    half_width, half_height = box.width / 2, box.height / 2
    if node is not None and node.type in GATEWAYS:
        scale = 1 / (abs(dx) / half_width + abs(dy) / half_height)
    elif node is not None and is_event(node.type):
        scale = 1 / math.hypot(dx / half_width, dy / half_height)
    else:
        scale = min(
            half_width / abs(dx) if abs(dx) > NEAR else math.inf,
            half_height / abs(dy) if abs(dy) > NEAR else math.inf,
        )
    return x + dx * min(scale, 1), y + dy * min(scale, 1)


def is_event(kind: NodeType) -> bool:
    """Whether a node is drawn as a circle."""
    return kind.value.endswith("Event")


def straight(
    box: Box, other: Box, *, node: FlowNode | None = None, to: FlowNode | None = None
) -> tuple[Point, Point]:
    """Return the line between two boxes, from border to border."""
    return on_border(box, other.middle, node), on_border(other, box.middle, to)
