"""Which elements one picture shows: the planes of a drawing, and sub-processes that hide their content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.model.processmap import SUB_PROCESSES, ElementId, ProcessMap
from bpm2sop.picture.geometry import ADDED_FAR, Box, Point, usable_points, usable_shape


class Plane(NamedTuple):
    """One picture of a map: its own id, the element that it shows, and that element's name."""

    id: ElementId
    element: ElementId
    name: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is drawn on one plane. `opened` holds the sub-processes whose content is drawn inside them."""

    shapes: dict[ElementId, Box] = field(default_factory=dict)
    edges: dict[ElementId, tuple[Point, ...]] = field(default_factory=dict)
    opened: set[ElementId] = field(default_factory=set)


def known_shapes(process_map: ProcessMap) -> set[ElementId]:
    """Return the ids of all elements of a map that are drawn as a shape."""
    known: set[ElementId] = {pool.id for pool in process_map.participants}
    known.update(process_map.lanes, process_map.nodes, process_map.data)
    known.update(note.id for note in process_map.annotations)
    known.update(group.id for group in process_map.groups)
    return known


def contents_of(process_map: ProcessMap) -> dict[ElementId, Content]:
    """Divide a map's drawing among its planes, by the plane's id.

    Content that a tool has drawn on the plane of a collapsed sub-process, where it would lie over other elements,
    gets a plane of its own, with the sub-process's id.
    """
    drawing = process_map.drawing
    known = known_shapes(process_map)
    boxes: dict[ElementId, Box] = {}
    for own, shape in drawing.shapes.items():
        box = usable_shape(shape, ADDED_FAR) if own in known else None
        if box is not None:
            boxes[own] = box
    hiding = _Hiding(process_map, boxes)
    contents: dict[ElementId, Content] = {}
    for own, box in boxes.items():
        plane = hiding.plane_of(own, drawing.shapes[own].plane)
        content = contents.setdefault(plane, Content())
        content.shapes[own] = box
        if own in hiding.opened:
            content.opened.add(own)
    linked = {link.association: link.node for link in process_map.data_links}
    for own, edge in drawing.edges.items():
        holder = linked.get(own, own)
        plane = hiding.plane_of(holder, edge.plane)
        if plane in contents:
            contents[plane].edges[own] = usable_points(edge.points)
    return contents


class _Hiding:
    """Which sub-processes hide their content, each found once."""

    def __init__(self, process_map: ProcessMap, boxes: Mapping[ElementId, Box]) -> None:
        self._map = process_map
        self._boxes = boxes
        self._root: dict[ElementId, ElementId | None] = {}
        self.opened = {
            own
            for own, node in process_map.nodes.items()
            if node.type in SUB_PROCESSES and own in boxes and self._opens(own)
        }

    def _opens(self, own: ElementId) -> bool:
        """Whether a sub-process shows its content: by where that lies, else as the drawing says."""
        shapes, box = self._map.drawing.shapes, self._boxes[own].grown(2)
        here = shapes[own].plane
        scope = self._map.scopes.get(own)
        drawn = [
            self._boxes[node]
            for node in (scope.nodes if scope else ())
            if node in self._boxes and shapes[node].plane == here
        ]
        if drawn:
            inside = sum(box.holds(held.middle) for held in drawn)
            return 2 * inside >= len(drawn)
        expanded = shapes[own].expanded
        return bool(self._map.nodes[own].expanded if expanded is None else expanded)

    def plane_of(self, own: ElementId, plane: ElementId) -> ElementId:
        """Return the plane that an element is shown on, given the one that it was drawn on."""
        scope = self._scope_of(own)
        root = self._hidden_in(scope) if scope is not None else None
        if root is None or root not in self._boxes:
            return plane
        return root if self._map.drawing.shapes[root].plane == plane else plane

    def _scope_of(self, own: ElementId) -> ElementId | None:
        if (node := self._map.nodes.get(own)) is not None:
            return node.scope
        if (flow := self._map.flows.get(own)) is not None:
            return flow.scope
        lane = self._map.lanes.get(own)
        return lane.scope if lane is not None else None

    def _hidden_in(self, scope: ElementId) -> ElementId | None:
        """Find the innermost collapsed sub-process around a scope."""
        walked: list[ElementId] = []
        at: ElementId | None = scope
        found: ElementId | None = None
        while at is not None and at not in self._root and at not in walked:
            walked.append(at)
            if at in self._boxes and at not in self.opened:
                found = at
                break
            held = self._map.scopes.get(at)
            at = held.parent if held is not None else None
        else:
            found = self._root.get(at) if at is not None else None
        for each in walked:
            self._root[each] = found
        return found


def planes_of(process_map: ProcessMap) -> tuple[Plane, ...]:
    """Return the pictures that a map's drawing holds, the main one first."""
    contents = contents_of(process_map)
    main = main_plane(process_map, contents)
    order = [main, *(own for own in contents if own != main)] if main is not None else []
    return tuple(_plane(process_map, own) for own in order)


def main_plane(process_map: ProcessMap, contents: Mapping[ElementId, Content]) -> ElementId | None:
    """Return the plane that shows the map itself, else the one that shows most of it."""
    shown = process_map.drawing.planes
    best: ElementId | None = None
    weight = (-1, -1)
    for own, content in contents.items():
        element = shown.get(own, own)
        rank = 2 if element == process_map.id else int(element in process_map.processes)
        if (rank, len(content.shapes)) > weight:
            best, weight = own, (rank, len(content.shapes))
    return best


def _plane(process_map: ProcessMap, own: ElementId) -> Plane:
    element = process_map.drawing.planes.get(own, own)
    node, scope = process_map.nodes.get(element), process_map.scopes.get(element)
    name = node.name if node is not None else scope.name if scope is not None else ""
    return Plane(own, element, name or process_map.name)
