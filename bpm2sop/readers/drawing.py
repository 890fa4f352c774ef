"""BPMN DI: what is drawn where."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import Drawing, Edge, ElementId, Shape
from bpm2sop.readers import tags
from bpm2sop.readers.element import Element
from bpm2sop.readers.gathered import Gathered

_FAR: Final = 1e9
"""No drawing is this large; beyond it, or where a number is none, a shape is left out."""
_SIDES: Final = ("x", "y", "width", "height")
_TRUE: Final = {"true": True, "1": True, "false": False, "0": False}


def read_drawing(gathered: Gathered, diagrams: list[Element]) -> None:
    """Read all planes of the file; an element drawn twice keeps its first shape or edge."""
    shapes: dict[ElementId, Shape] = {}
    edges: dict[ElementId, Edge] = {}
    planes: dict[ElementId, ElementId] = {}
    for diagram in diagrams:
        for element in diagram.iterchildren(tags.PLANE):
            plane = _plane_id(element, diagram, planes)
            planes[plane] = _drawn(gathered, element)
            for child in element:
                if child.tag == tags.SHAPE:
                    _read_shape(gathered, child, plane, shapes)
                elif child.tag == tags.EDGE:
                    _read_edge(gathered, child, plane, edges)
    gathered.drawing = Drawing(shapes=shapes, edges=edges, planes=planes)


def _plane_id(element: Element, diagram: Element, planes: dict[ElementId, ElementId]) -> ElementId:
    own = element.get("id") or diagram.get("id") or f"~plane-{element.sourceline}"
    return ElementId(f"{own}~{len(planes) + 1}" if own in planes else own)


def _drawn(gathered: Gathered, element: Element) -> ElementId:
    """Name the element that a shape, edge or plane shows; as written where there is no such."""
    written = element.get("bpmnElement") or ""
    if written in gathered.lines:
        return ElementId(written)
    return ElementId(gathered.resolve(written) or written.strip())


def _read_shape(
    gathered: Gathered, element: Element, plane: ElementId, shapes: dict[ElementId, Shape]
) -> None:
    drawn = _drawn(gathered, element)
    if drawn in shapes:
        return
    for child in element:
        if child.tag == tags.BOUNDS:
            get = child.get
            break
    else:
        _broken(gathered, element, drawn)
        return
    try:
        x, y, width, height = map(float, map(get, _SIDES))  # type: ignore[arg-type]  # None is caught
    except (TypeError, ValueError):
        _broken(gathered, element, drawn)
        return
    # A comparison with "not a number" is False, so one test finds all that is wrong.
    if -_FAR < x < _FAR and -_FAR < y < _FAR and 0 <= width < _FAR and 0 <= height < _FAR:
        lies, opened = element.get("isHorizontal"), element.get("isExpanded")
        shapes[drawn] = Shape(
            x, y, width, height, plane,
            _TRUE.get(lies) if lies else None, _TRUE.get(opened) if opened else None,
        )  # fmt: skip
    else:
        _broken(gathered, element, drawn)


def _read_edge(
    gathered: Gathered, element: Element, plane: ElementId, edges: dict[ElementId, Edge]
) -> None:
    drawn = _drawn(gathered, element)
    if drawn in edges:
        return
    points: list[tuple[float, float]] = []
    waypoint, far = tags.WAYPOINT, _FAR
    try:
        for child in element:
            if child.tag == waypoint:
                get = child.get
                x, y = float(get("x")), float(get("y"))  # type: ignore[arg-type]  # None is caught
                if not (-far < x < far and -far < y < far):
                    raise ValueError(x, y)  # noqa: TRY301  (one way out for all that is wrong)
                points.append((x, y))
    except (TypeError, ValueError):
        _broken(gathered, element, drawn)
        return
    edges[drawn] = Edge(tuple(points), plane)


def _broken(gathered: Gathered, element: Element, drawn: ElementId) -> None:
    gathered.find("drawing-broken", Severity.INFO, element.sourceline, drawn, element=drawn)
