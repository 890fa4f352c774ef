"""Adding to a drawing the flow nodes that it lacks, near those that they follow and in their lanes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bpm2sop.model.processmap import (
    EVENTS,
    GATEWAYS,
    Drawing,
    ElementId,
    FlowNode,
    NodeType,
    ProcessMap,
    Shape,
)
from bpm2sop.picture.board import Board
from bpm2sop.picture.framing import HEAD, Frames, Framing, frames_of, shapes_of
from bpm2sop.picture.geometry import Box, Point, around, usable_points, usable_shape

_BESIDE: Final = 50.0
_REACH: Final = 6
_BELOW: Final = 40.0
_EDGE: Final = 15.0
_MOST_SPOTS: Final = 60


def is_drawn(process_map: ProcessMap) -> bool:
    """Whether a map has at least one node, pool or lane that can be drawn."""
    shapes = process_map.drawing.shapes
    elements: Iterable[ElementId] = (
        *process_map.nodes, *(pool.id for pool in process_map.participants), *process_map.lanes,
    )  # fmt: skip
    return any(own in shapes and usable_shape(shapes[own]) is not None for own in elements)


def complete(process_map: ProcessMap) -> Drawing:
    """Return the drawing with a shape for each node that has siblings drawn, and with frames around what is drawn.

    Where nothing is missing it is the same value. What a tool has hidden as a whole, such as the content of a collapsed
    sub-process, stays hidden.
    """
    drawing = process_map.drawing
    boxes = {
        own: box
        for own in process_map.nodes
        if own in drawing.shapes and (box := usable_shape(drawing.shapes[own])) is not None
    }
    missing = [
        own
        for scope in process_map.scopes.values()
        if any(node in boxes for node in scope.nodes)
        for own in scope.nodes
        if own not in boxes and own in process_map.nodes
    ]
    frames = frames_of(process_map)
    framed = len(process_map.lanes) + len(process_map.participants)
    if not missing and len(frames.boxes) == framed:
        return drawing
    return _Completion(process_map, boxes, frames).run(missing)


class _Completion:
    def __init__(
        self, process_map: ProcessMap, boxes: dict[ElementId, Box], frames: Frames
    ) -> None:
        self._map = process_map
        self._boxes = boxes
        self._frames = frames
        self._planes = self._planes_of_scopes()
        self._framing = Framing(process_map, frames, boxes)
        self._board = Board()
        opened = {scope.parent for scope in process_map.scopes.values()} | set(process_map.scopes)
        for own, box in boxes.items():
            if own not in opened:
                self._board.take(box)
        shapes = map(usable_shape, process_map.drawing.shapes.values())
        self._all = around(box for box in shapes if box is not None)
        self._near: defaultdict[ElementId, list[tuple[ElementId, int]]] = defaultdict(list)
        for flow in process_map.flows.values():
            if flow.source is not None and flow.target is not None:
                self._near[flow.target].append((flow.source, 1))
                self._near[flow.source].append((flow.target, -1))
        self._lines: defaultdict[ElementId, list[tuple[Point, ...]]] = defaultdict(list)
        for flow in process_map.flows.values():
            edge = process_map.drawing.edges.get(flow.id)
            points = usable_points(edge.points) if edge is not None else ()
            if len(points) > 1:
                for end, line in ((flow.target, points), (flow.source, points[::-1])):
                    if end is not None and end not in boxes:
                        self._lines[end].append(line)

    def run(self, missing: list[ElementId]) -> Drawing:
        """Draw lanes, place what is missing, first what touches the drawing, then draw pools."""
        for process in self._drawn_processes():
            self._framing.add_lanes(process, self._planes[process])
        self._append_lanes(missing)
        waiting = list(missing)
        while waiting:
            ready = [own for own in waiting if self._anchor(own) is not None] or waiting[:1]
            for own in ready:
                self._place(own)
            done = set(ready)
            waiting = [own for own in waiting if own not in done]
        self._add_pools()
        drawing = self._map.drawing
        edges = {**drawing.edges, **self._framing.edges()}
        shapes = {**drawing.shapes, **shapes_of(self._frames)}
        for own in missing:
            shapes[own] = Shape(*self._boxes[own], plane=self._planes[self._map.nodes[own].scope])
        if len(shapes) == len(drawing.shapes) and not self._frames.added:
            return drawing
        return replace(drawing, shapes=shapes, edges=edges, generated=True)

    def _drawn_processes(self) -> list[ElementId]:
        """Return the processes of which something is drawn."""
        return [own for own in self._map.processes if own in self._planes]

    def _append_lanes(self, missing: list[ElementId]) -> None:
        """Draw a band for each lane that holds nothing but what is missing."""
        for own in missing:
            member = self._map.membership.get(own)
            if member is not None and member.lane not in self._frames.boxes:
                process = self._map.lanes[member.lane].scope
                if process in self._planes:
                    taken = self._strangers(process)
                    self._framing.append_lane(member.lane, self._planes[process], taken)

    def _strangers(self, process: ElementId) -> list[Box]:
        """Return what is drawn of other processes: their nodes and frames, on the same plane."""
        scopes, lanes, planes = self._map.scopes, self._map.lanes, self._map.drawing.shapes
        here = self._planes[process]
        nodes = [
            box
            for own, box in self._boxes.items()
            if scopes[self._map.nodes[own].scope].process != process
            and (own not in planes or planes[own].plane == here)
        ]
        pools = {pool.id: pool.process for pool in self._map.participants}
        frames = [
            box
            for own, box in self._frames.boxes.items()
            if (pools[own] if own in pools else scopes[lanes[own].scope].process) != process
            and (own not in planes or planes[own].plane == here)
        ]
        return [*nodes, *frames]

    def _add_pools(self) -> None:
        """Draw the pools that the plane of their map leaves out."""
        shown = self._map.drawing.planes
        for process in self._drawn_processes():
            plane = self._planes[process]
            if shown.get(plane, self._map.id) == self._map.id and process != self._map.id:
                self._framing.add_pool(process, plane, self._strangers(process))
        main = next(
            (p for p in self._planes.values() if shown.get(p, self._map.id) == self._map.id), None
        )
        if main is not None:
            drawn = self._map.drawing.shapes
            here = [
                b for own, b in self._boxes.items() if own not in drawn or drawn[own].plane == main
            ]
            here += [
                b
                for own, b in self._frames.boxes.items()
                if own not in drawn or drawn[own].plane == main
            ]
            self._framing.add_closed(around(here), main)

    def _planes_of_scopes(self) -> dict[ElementId, ElementId]:
        """Return the plane of each scope's drawn nodes."""
        shapes, planes = self._map.drawing.shapes, {}
        for scope in self._map.scopes.values():
            for own in scope.nodes:
                if own in shapes and usable_shape(shapes[own]) is not None:
                    planes[scope.id] = shapes[own].plane
                    break
        return planes

    def _anchor(self, own: ElementId) -> tuple[Box, int] | None:
        node = self._map.nodes[own]
        if node.attached_to in self._boxes and node.attached_to is not None:
            return self._boxes[node.attached_to], 0
        for other, direction in self._near[own]:
            if other in self._boxes and self._map.nodes[other].scope == node.scope:
                return self._boxes[other], direction
        return None

    def _place(self, own: ElementId) -> None:
        node, anchor = self._map.nodes[own], self._anchor(own)
        width, height = size_of(node)
        frame = self._frame(own) if anchor is None else None
        met = self._where_lines_meet(own, width, height)
        if met is not None:
            box = met
        elif frame is not None:
            start = frame._replace(width=HEAD)
            box = self._in_lane(own, frame, start, width=width, height=height)
        elif anchor is None:
            box = self._at_the_bottom(width, height)
        elif node.type is NodeType.BOUNDARY_EVENT and anchor[1] == 0:
            host = anchor[0]
            box = Box(host.right - width - 8, host.bottom - height / 2, width, height)
        else:
            box = self._free_spot(own, anchor, width, height)
        self._boxes[own] = box
        self._board.take(box)

    def _where_lines_meet(self, own: ElementId, width: float, height: float) -> Box | None:
        """Find the place that the drawn lines of a node lead to, if it is free."""
        middles = []
        for line in self._lines[own]:
            (before_x, before_y), (x, y) = line[-2], line[-1]
            level = abs(x - before_x) >= abs(y - before_y)
            aside = width / 2 if level else height / 2
            aside = aside if (x > before_x if level else y > before_y) else -aside
            middles.append((x + aside, y) if level else (x, y + aside))
        if not middles or self._map.nodes[own].type is NodeType.BOUNDARY_EVENT:
            return None
        x, y = (sum(side) / len(middles) for side in zip(*middles, strict=True))
        box = Box(x - width / 2, y - height / 2, width, height)
        frame = self._frame(own)
        fits = frame is None or frame.grown(_EDGE).holds(box.middle)
        return box if fits and self._board.overlap(box) == 0 else None

    def _free_spot(
        self, own: ElementId, anchor: tuple[Box, int], width: float, height: float
    ) -> Box:
        frame = self._frame(own)
        for box in _spots(anchor[0], anchor[1], width, height):
            inside = frame is None or (
                frame.holds((box.x, box.y)) and frame.holds((box.right, box.bottom))
            )
            if inside and self._board.overlap(box.grown(10)) == 0:
                return box
        if frame is None or self._map.nodes[own].scope not in self._map.processes:
            return self._at_the_bottom(width, height)
        return self._in_lane(own, frame, anchor[0], width=width, height=height)

    def _in_lane(
        self, own: ElementId, frame: Box, anchor: Box, *, width: float, height: float
    ) -> Box:
        """Find room in a lane, nearest to what leads there; without any the lane grows."""
        free = [
            box for box in _grid(frame, width, height) if self._board.overlap(box.grown(10)) == 0
        ]
        if free:
            return min(free, key=lambda box: (abs(box.middle[0] - anchor.right - _BESIDE), box.y))
        process = self._map.scopes[self._map.nodes[own].scope].process
        lying = frame.width >= frame.height
        x, y = frame.middle
        box = (
            Box(frame.right, y - height / 2, width, height)
            if lying
            else Box(x - width / 2, frame.bottom, width, height)
        )
        self._framing.grow(process, box, self._planes[self._map.nodes[own].scope])
        return box

    def _frame(self, own: ElementId) -> Box | None:
        member = self._map.membership.get(own)
        return self._frames.boxes.get(member.lane) if member is not None else None

    def _at_the_bottom(self, width: float, height: float) -> Box:
        box = Box(self._all.x, self._all.bottom + _BELOW, width, height)
        while self._board.overlap(box) > 0 and box.x < self._all.right:
            box = box._replace(x=box.x + width + _BESIDE)
        if box.x >= self._all.right:
            box = box._replace(x=self._all.x)
            self._all = around((self._all, box))
            box = box._replace(y=self._all.bottom + _BELOW)
        return box


def _spots(anchor: Box, direction: int, width: float, height: float) -> Iterator[Box]:
    """Give places beside an anchor, from near to far."""
    _x, y = anchor.middle
    for column in range(_REACH):
        if direction > 0:
            left = anchor.right + _BESIDE + column * (width + _BESIDE)
        else:
            left = anchor.x - _BESIDE - width - column * (width + _BESIDE)
        for row in (0, 1, -1, 2, -2):
            yield Box(left, y - height / 2 + row * (height + 30), width, height)


def _grid(frame: Box, width: float, height: float) -> Iterator[Box]:
    """Give places within a frame, in columns from its head on."""
    columns = int((frame.width - HEAD - _EDGE) // (width + _BESIDE / 2))
    rows = int((frame.height - _EDGE) // (height + _EDGE))
    for column in range(max(0, min(columns, _MOST_SPOTS))):
        for row in range(max(0, min(rows, _MOST_SPOTS))):
            x = frame.x + HEAD + _EDGE + column * (width + _BESIDE / 2)
            yield Box(x, frame.y + _EDGE + row * (height + _EDGE), width, height)


def size_of(node: FlowNode) -> tuple[float, float]:
    """Return the usual size of a node."""
    if node.type in GATEWAYS:
        return 50.0, 50.0
    return (36.0, 36.0) if node.type in EVENTS else (100.0, 80.0)
