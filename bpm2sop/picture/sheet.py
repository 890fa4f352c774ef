"""A sheet to lay out: pools, bands and nodes of a map, or of the body of one sub-process, before they have a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from bpm2sop.model.processmap import ElementId
from bpm2sop.picture.geometry import Box, Point


class Side(Enum):
    """Upper or lower side of a node."""

    TOP = -1
    BOTTOM = 1


class Form(Enum):
    """How the outline of a node runs."""

    BOX = "box"
    ROUND = "round"
    DIAMOND = "diamond"


class Hung(NamedTuple):
    """Data or an annotation over or under a node: its room, and the size of its shape in that."""

    id: ElementId
    width: float
    height: float
    shape_width: float
    shape_height: float


@dataclass(slots=True)
class Cell:
    """A node, with what hangs on it; `row` and `column` are its place."""

    id: ElementId
    form: Form
    width: float
    height: float
    label: Point = (0.0, 0.0)
    """Width and height of a name that stands outside."""
    above: list[Hung] = field(default_factory=list)
    below: list[Hung] = field(default_factory=list)
    boundary: list[ElementId] = field(default_factory=list)
    boundary_label: float = 0.0
    """Height of the highest name of a boundary event."""
    row: int = 0
    column: int = 0

    def blocked(self, side: Side) -> bool:
        """Whether something hangs on a side, so that no line should run there."""
        return bool(self.above if side is Side.TOP else self.below or self.boundary)


@dataclass(slots=True)
class Band:
    """Rows of one lane, or of a pool without lanes. `lanes` are the lanes it lies in, outermost first."""

    lanes: tuple[ElementId, ...]
    nodes: list[ElementId]
    strip: list[Cell] = field(default_factory=list)
    """Sub-processes that no line touches, side by side under the rows: in a column they would only widen it."""
    first_row: int = 0
    rows: int = 1


@dataclass(slots=True)
class Block:
    """A pool, or a process without one (`pool` None). A black box has one band without nodes."""

    pool: ElementId | None
    bands: list[Band]
    black: bool = False


class Arc(NamedTuple):
    """A line to route. `source` and `target` are cells or black boxes; `port` is what it really leaves from, if hung on the cell."""

    id: ElementId
    source: ElementId
    target: ElementId
    kind: ArcKind
    port: ElementId | None = None
    named: bool = False


class ArcKind(Enum):
    """What a line stands for."""

    FLOW = "flow"
    MESSAGE = "message"
    LINK = "link"


@dataclass(slots=True)
class Sheet:
    """All that is laid out together."""

    blocks: list[Block] = field(default_factory=list)
    cells: dict[ElementId, Cell] = field(default_factory=dict)
    arcs: list[Arc] = field(default_factory=list)
    loose: list[Hung] = field(default_factory=list)
    """What belongs to no node: it goes below."""
    columns: int = 0
    rows: int = 0


@dataclass(slots=True)
class Placed:
    """A sheet with places: boxes and lines from (0, 0)."""

    shapes: dict[ElementId, Box] = field(default_factory=dict)
    edges: dict[ElementId, tuple[Point, ...]] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0

    def take(self, other: Placed, *, x: float, y: float) -> None:
        """Put another sheet's places on this one, moved."""
        for own, box in other.shapes.items():
            self.shapes[own] = Box(box.x + x, box.y + y, box.width, box.height)
        for own, points in other.edges.items():
            self.edges[own] = tuple((at_x + x, at_y + y) for at_x, at_y in points)
