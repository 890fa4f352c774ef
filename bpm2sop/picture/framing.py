"""Adding to a drawing the lanes and pools that it lacks, around what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bpm2sop.model.processmap import Edge, ElementId, Participant, ProcessMap, Shape
from bpm2sop.picture.geometry import Box, around, usable_points, usable_shape

HEAD: Final = 30.0
"""Room for a name at the beginning of a pool or lane."""
_ROOM: Final = 20.0
_BAND: Final = 120.0
_CLOSED: Final = 60.0
_APART: Final = 30.0


class _Span(NamedTuple):
    """A lane on the axis across the lanes."""

    lane: ElementId
    begin: float
    end: float


class _Axis(NamedTuple):
    """How lanes lie: side by side downward, or across."""

    lying: bool

    def across(self, box: Box) -> tuple[float, float]:
        """Give where a box begins and ends across the lanes."""
        return (box.y, box.bottom) if self.lying else (box.x, box.right)

    def along(self, box: Box) -> tuple[float, float]:
        """Give where a box begins and ends along the lanes."""
        return (box.x, box.right) if self.lying else (box.y, box.bottom)

    def box(self, along: tuple[float, float], across: tuple[float, float]) -> Box:
        """Make a box of both."""
        (x, right), (y, bottom) = (along, across) if self.lying else (across, along)
        return Box(x, y, right - x, bottom - y)


@dataclass(slots=True)
class Frames:
    """The lanes and pools of a map: as drawn, and as added."""

    boxes: dict[ElementId, Box]
    lying: dict[ElementId, bool]
    """Whether an added frame's band lies, as bands of processes usually do."""
    added: dict[ElementId, ElementId] = field(default_factory=dict)
    """The plane of each frame that was added or has grown."""


def frames_of(process_map: ProcessMap) -> Frames:
    """Give the frames that are drawn."""
    shapes = process_map.drawing.shapes
    frames = (*process_map.lanes, *(pool.id for pool in process_map.participants))
    boxes = {
        own: box
        for own in frames
        if own in shapes and (box := usable_shape(shapes[own])) is not None
    }
    lying = {own: shapes[own].horizontal is not False for own in boxes}
    return Frames(boxes, lying)


class Framing:
    """Adds the frames of one process after another."""

    def __init__(
        self, process_map: ProcessMap, frames: Frames, nodes: Mapping[ElementId, Box]
    ) -> None:
        """Keep what is drawn: frames, and nodes by their id."""
        self._map = process_map
        self._frames = frames
        self._nodes = nodes
        self._closed: set[ElementId] = set()
        self._inner: dict[ElementId, list[ElementId]] = defaultdict(list)
        self._of_scope: dict[ElementId, list[ElementId]] = defaultdict(list)
        for lane in process_map.lanes.values():
            self._of_scope[lane.scope].append(lane.id)
            if lane.parent is not None:
                self._inner[lane.parent].append(lane.id)
        self._held: dict[ElementId, list[Box]] = defaultdict(list)
        for own, membership in process_map.membership.items():
            if own in nodes and process_map.nodes[own].scope in process_map.processes:
                self._held[membership.lane].append(nodes[own])

    def add_lanes(self, process: ElementId, plane: ElementId) -> None:
        """Draw the missing lanes of a process: bands around what they hold, where these lie apart; then the lanes around them."""
        lanes = self._of_scope[process]
        leaves = [lane for lane in lanes if not self._inner[lane]]
        missing = [lane for lane in leaves if lane not in self._frames.boxes]
        if missing:
            self._add_bands(process, leaves, missing, plane)
        for lane in reversed(lanes):
            inner = self._inner[lane]
            if (
                lane in self._frames.boxes
                or not inner
                or any(o not in self._frames.boxes for o in inner)
            ):
                continue
            lying = self._frames.lying[inner[0]]
            self._add(
                lane,
                _with_head(around(self._frames.boxes[o] for o in inner), lying=lying),
                plane,
                lying=lying,
            )

    def _add_bands(
        self,
        process: ElementId,
        leaves: list[ElementId],
        missing: list[ElementId],
        plane: ElementId,
    ) -> None:
        drawn = [self._frames.boxes[lane] for lane in leaves if lane in self._frames.boxes]
        said = [self._frames.lying[lane] for lane in leaves if lane in self._frames.boxes]
        pool = self._pool_of(process)
        if pool is not None and pool.id in self._frames.boxes:
            said.append(self._frames.lying[pool.id])
        for lying in said[:1] or (True, False):
            axis = _Axis(lying)
            spans = self._apart(axis, missing, drawn)
            if spans:
                frame = self._frames.boxes.get(pool.id) if pool is not None else None
                self._put_bands(axis, spans, drawn, frame=frame, plane=plane)
                return

    def _apart(self, axis: _Axis, missing: list[ElementId], drawn: list[Box]) -> list[_Span]:
        """Find where the missing lanes lie; nothing if they lie on one another or on drawn ones."""
        spans = [
            _Span(lane, *axis.across(around(self._held[lane])))
            for lane in missing
            if self._held[lane]
        ]
        taken = [_Span(ElementId(""), *axis.across(box)) for box in drawn]
        ordered = sorted([*spans, *taken], key=lambda span: (span.begin, span.end))
        reach = float("-inf")
        for span in ordered:
            if span.begin < reach:
                return []
            reach = span.end
        return spans

    def _put_bands(
        self,
        axis: _Axis,
        spans: list[_Span],
        drawn: list[Box],
        *,
        frame: Box | None,
        plane: ElementId,
    ) -> None:
        """Draw bands that tile what lies between: each reaches half-way to its neighbours, the outermost to the pool's edge."""
        held = around(box for span in spans for box in self._held[span.lane])
        if drawn:
            along = axis.along(around(drawn))
        elif frame is not None:
            along = (axis.along(frame)[0] + HEAD, axis.along(frame)[1])
        else:
            begin, end = axis.along(held)
            along = (begin - _ROOM - HEAD, end + _ROOM)
        edges = axis.across(frame) if frame is not None else (None, None)
        fixed = [(begin, end, None) for begin, end in map(axis.across, drawn)]
        bands = sorted(
            [*fixed, *((span.begin, span.end, span.lane) for span in spans)],
            key=lambda one: one[:2],
        )
        for at, (begin, end, lane) in enumerate(bands):
            if lane is None:
                continue
            low = _border(begin, bands[at - 1] if at else None, edges[0], -_ROOM)
            high = _border(end, bands[at + 1] if at + 1 < len(bands) else None, edges[1], _ROOM)
            self._add(lane, axis.box(along, (low, high)), plane, lying=axis.lying)

    def append_lane(self, lane: ElementId, plane: ElementId, taken: Iterable[Box]) -> None:
        """Draw an empty band behind the lanes that are drawn, where there is room for it; the pool grows with it."""
        process = self._map.lanes[lane].scope
        drawn = [o for o in self._of_scope[process] if o in self._frames.boxes]
        if not drawn or lane in self._frames.boxes or self._inner[lane]:
            return
        axis = _Axis(self._frames.lying[drawn[0]])
        bounds = around(self._frames.boxes[o] for o in drawn)
        along, end = axis.along(bounds), axis.across(bounds)[1]
        box = axis.box(along, (end, end + _BAND))
        if any(_meet(box, other) for other in taken):
            return
        self._add(lane, box, plane, lying=axis.lying)
        pool = self._pool_of(process)
        if pool is not None and pool.id in self._frames.boxes:
            self._frames.boxes[pool.id] = around((self._frames.boxes[pool.id], box))
            self._frames.added[pool.id] = plane

    def grow(self, process: ElementId, box: Box, plane: ElementId) -> None:
        """Let the lanes of a process and its pool reach as far along as a node that had no room in its lane."""
        pool = self._pool_of(process)
        frames = [*self._of_scope[process], *((pool.id,) if pool is not None else ())]
        for own in frames:
            if own in self._frames.boxes:
                axis, known = _Axis(self._frames.lying[own]), self._frames.boxes[own]
                begin, end = axis.along(known)
                reach = max(end, axis.along(box)[1] + _ROOM)
                self._frames.boxes[own] = axis.box((begin, reach), axis.across(known))
                self._frames.added[own] = plane

    def add_pool(self, process: ElementId, plane: ElementId, strangers: Iterable[Box]) -> None:
        """Draw the pool of a process around its lanes and nodes, unless that would take in what is not its own.

        A pool that tells nothing apart, without lanes and without another pool, stays hidden as the tool left it.
        """
        pool = self._pool_of(process)
        if pool is None or pool.id in self._frames.boxes or not pool.name:
            return
        others = any(one.id in self._frames.boxes for one in self._map.participants)
        if not others and not self._of_scope[process]:
            return
        lanes = [self._frames.boxes[o] for o in self._of_scope[process] if o in self._frames.boxes]
        nodes = [self._nodes[o] for o in self._map.scopes[process].nodes if o in self._nodes]
        lying = next(
            (self._frames.lying[o] for o in self._of_scope[process] if o in self._frames.boxes),
            True,
        )
        inside = around((*lanes, *(() if lanes else (box.grown(_ROOM) for box in nodes))))
        box = _with_head(inside, lying=lying)
        if not any(_meet(box, other) for other in strangers):
            self._add(pool.id, box, plane, lying=lying)

    def add_closed(self, bounds: Box, plane: ElementId) -> None:
        """Draw the closed pools that exchange messages, as bands below all, or above where their messages are drawn so."""
        ends = {end for message in self._map.messages for end in message[2:4]}
        for pool in self._map.participants:
            open_ = pool.process is not None and pool.process in self._map.processes
            if open_ or pool.id in self._frames.boxes or pool.id not in ends or not pool.name:
                continue
            top = (
                bounds.y - _APART - _CLOSED
                if self._leads_up(pool.id, bounds)
                else bounds.bottom + _APART
            )
            box = Box(bounds.x, top, max(bounds.width, 4 * _CLOSED), _CLOSED)
            self._add(pool.id, box, plane, lying=True)
            self._closed.add(pool.id)
            bounds = around((bounds, box))

    def _leads_up(self, pool: ElementId, bounds: Box) -> bool:
        """Tell whether the drawn messages of a pool that is not drawn end in the upper half."""
        ends = []
        for message in self._map.messages:
            edge = self._map.drawing.edges.get(message.id)
            points = usable_points(edge.points) if edge is not None else ()
            if points and pool in message[2:4]:
                ends.append(points[-1 if message.target == pool else 0][1])
        return bool(ends) and sum(ends) / len(ends) < bounds.middle[1]

    def edges(self) -> dict[ElementId, Edge]:
        """Lead the messages of the closed pools that were added upright to them."""
        found: dict[ElementId, Edge] = {}
        for message in self._map.messages:
            ends = [end for end in message[2:4] if end is not None]
            pool = next((end for end in ends if end in self._closed), None)
            other = next((end for end in ends if end != pool), None)
            box = self._nodes.get(other) if other is not None else None
            if pool is None or box is None:
                continue
            band, x = self._frames.boxes[pool], box.middle[0]
            down = band.y > box.y
            points = ((x, box.bottom if down else box.y), (x, band.y if down else band.bottom))
            points = points if message.target == pool else points[::-1]
            found[message.id] = Edge(points, self._frames.added[pool])
        return found

    def _pool_of(self, process: ElementId) -> Participant | None:
        return next((pool for pool in self._map.participants if pool.process == process), None)

    def _add(self, own: ElementId, box: Box, plane: ElementId, *, lying: bool) -> None:
        self._frames.boxes[own] = box
        self._frames.lying[own] = lying
        self._frames.added[own] = plane


def shapes_of(frames: Frames) -> dict[ElementId, Shape]:
    """Give the shapes of the frames that were added or have grown."""
    return {
        own: Shape(*frames.boxes[own], plane=plane, horizontal=frames.lying[own])
        for own, plane in frames.added.items()
    }


def _border(
    at: float,
    neighbour: tuple[float, float, ElementId | None] | None,
    edge: float | None,
    room: float,
) -> float:
    """Place one border of a band: half-way to a neighbour of ours, at one that is drawn, else at the pool's edge."""
    if neighbour is None:
        return at + room if edge is None else edge
    begin, end, lane = neighbour
    near = end if room < 0 else begin
    return near if lane is None else (at + near) / 2


def _with_head(box: Box, *, lying: bool) -> Box:
    """Give a frame around a box with room for its name."""
    if lying:
        return Box(box.x - HEAD, box.y, box.width + HEAD, box.height)
    return Box(box.x, box.y - HEAD, box.width, box.height + HEAD)


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )
