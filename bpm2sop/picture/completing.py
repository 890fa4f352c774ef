"""Adding to a drawing the flow nodes that it lacks, near those that they follow."""

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
from bpm2sop.picture.geometry import Box, around, usable_shape

_BESIDE: Final = 50.0
_REACH: Final = 6
_BELOW: Final = 40.0


def is_drawn(process_map: ProcessMap) -> bool:
    """Whether a map has at least one node, pool or lane that can be drawn."""
    shapes = process_map.drawing.shapes
    elements: Iterable[ElementId] = (
        *process_map.nodes, *(pool.id for pool in process_map.participants), *process_map.lanes,
    )  # fmt: skip
    return any(own in shapes and usable_shape(shapes[own]) is not None for own in elements)


def complete(process_map: ProcessMap) -> Drawing:
    """Return the drawing with a shape for each node that has siblings drawn; itself where none is missing.

    What a tool has hidden as a whole, such as the content of a collapsed sub-process, stays hidden.
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
    if not missing:
        return drawing
    return _Completion(process_map, boxes).run(missing)


class _Completion:
    def __init__(self, process_map: ProcessMap, boxes: dict[ElementId, Box]) -> None:
        self._map = process_map
        self._boxes = boxes
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

    def run(self, missing: list[ElementId]) -> Drawing:
        """Place what is missing, first what touches the drawing."""
        waiting = list(missing)
        while waiting:
            ready = [own for own in waiting if self._anchor(own) is not None] or waiting[:1]
            for own in ready:
                self._place(own)
            done = set(ready)
            waiting = [own for own in waiting if own not in done]
        drawing = self._map.drawing
        planes = self._planes()
        shapes = dict(drawing.shapes)
        for own in missing:
            shapes[own] = Shape(*self._boxes[own], plane=planes[self._map.nodes[own].scope])
        return replace(drawing, shapes=shapes, generated=True)

    def _planes(self) -> dict[ElementId, ElementId]:
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
        if anchor is None:
            box = self._at_the_bottom(width, height)
        elif node.type is NodeType.BOUNDARY_EVENT and anchor[1] == 0:
            host = anchor[0]
            box = Box(host.right - width - 8, host.bottom - height / 2, width, height)
        else:
            box = self._free_spot(own, anchor, width, height)
        self._boxes[own] = box
        self._board.take(box)

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
        return self._at_the_bottom(width, height)

    def _frame(self, own: ElementId) -> Box | None:
        member = self._map.membership.get(own)
        shape = self._map.drawing.shapes.get(member.lane) if member is not None else None
        return usable_shape(shape) if shape is not None else None

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


def size_of(node: FlowNode) -> tuple[float, float]:
    """Return the usual size of a node."""
    if node.type in GATEWAYS:
        return 50.0, 50.0
    return (36.0, 36.0) if node.type in EVENTS else (100.0, 80.0)
