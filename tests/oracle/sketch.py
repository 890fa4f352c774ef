"""A sketch of a map in memory, and its BPMN file: what the generator draws on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tests.oracle.markup import BPMN

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
SPACES = {"bpmn": BPMN, "bpmndi": DI, "dc": DC, "di": DD}
SIZES = {"task": (100, 80), "gateway": (50, 50), "event": (36, 36)}


@dataclass(slots=True)
class Item:
    """A flow node to be written."""

    id: str
    tag: str
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    definition: str = ""
    link: str = ""
    data: str = ""
    gives: str = ""
    said: str = ""
    body: "Body | None" = None


@dataclass(slots=True)
class Edge:
    """A sequence flow to be written; an empty end is left out."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(slots=True)
class Body:
    """A process or the inside of a sub-process."""

    id: str
    name: str = ""
    items: list[Item] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    associations: list[tuple[str, str, str]] = field(default_factory=list)
    lanes: "list[LaneSketch]" = field(default_factory=list)

    def inner(self) -> Iterator["Body"]:
        """This body and all inside it."""
        yield self
        for item in self.items:
            if item.body is not None:
                yield from item.body.inner()


@dataclass(slots=True)
class LaneSketch:
    """A lane with its members, and lanes inside."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    lanes: "list[LaneSketch]" = field(default_factory=list)


@dataclass(slots=True)
class Sketch:
    """A whole file: processes, their pools, and messages between them."""

    bodies: list[Body] = field(default_factory=list)
    pools: list[tuple[str, str, str]] = field(default_factory=list)
    messages: list[tuple[str, str, str, str]] = field(default_factory=list)
    drawn: bool = True
    expanded: set[str] = field(default_factory=set)


def write(sketch: Sketch) -> bytes:
    """The sketch as a BPMN file."""
    root = etree.Element(f"{{{BPMN}}}definitions", nsmap=SPACES)
    root.set("id", "Definitions_1")
    root.set("targetNamespace", "urn:generated")
    if sketch.pools:
        _write_pools(root, sketch)
    for body in sketch.bodies:
        process = _add(root, "process", id=body.id, name=body.name)
        _write_lanes(process, body.lanes, "laneSet")
        _write_body(process, body)
    if sketch.drawn:
        _draw(root, sketch)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: "etree._Element", tag: str, **attributes: str) -> "etree._Element":
    element = etree.SubElement(parent, f"{{{BPMN}}}{tag}")
    for key, value in attributes.items():
        if value or key == "name":
            element.set(key, value)
    return element


def _write_pools(root: "etree._Element", sketch: Sketch) -> None:
    collaboration = _add(root, "collaboration", id="Collaboration_1")
    for pool, name, process in sketch.pools:
        _add(collaboration, "participant", id=pool, name=name, processRef=process)
    for message, name, source, target in sketch.messages:
        _add(
            collaboration, "messageFlow", id=message, name=name, sourceRef=source, targetRef=target
        )


def _write_lanes(parent: "etree._Element", lanes: list[LaneSketch], tag: str) -> None:
    if not lanes:
        return
    lane_set = _add(parent, tag, id=f"Set_{lanes[0].id}")
    for lane in lanes:
        element = _add(lane_set, "lane", id=lane.id, name=lane.name)
        for member in lane.members:
            _add(element, "flowNodeRef").text = member
        _write_lanes(element, lane.lanes, "childLaneSet")


def _write_body(parent: "etree._Element", body: Body) -> None:
    for item in body.items:
        for data in filter(None, (item.data, item.gives)):
            _add(parent, "dataObject", id=f"{data}_object")
            name, known = f"Berkas {data}", f"{data}_object"
            _add(parent, "dataObjectReference", id=data, name=name, dataObjectRef=known)
        _write_item(parent, item)
    for edge in body.edges:
        element = _add(
            parent,
            "sequenceFlow",
            id=edge.id,
            name=edge.name,
            sourceRef=edge.source,
            targetRef=edge.target,
        )
        if edge.condition:
            _add(element, "conditionExpression").text = edge.condition
    for name, source, target in body.associations:
        _add(parent, "association", id=name, sourceRef=source, targetRef=target)


def _write_item(parent: "etree._Element", item: Item) -> None:
    element = _add(parent, item.tag, id=item.id, name=item.name, **item.attributes)
    if item.said:
        _add(element, "documentation").text = item.said
    if item.data:
        association = _add(element, "dataInputAssociation", id=f"{item.data}_in")
        _add(association, "sourceRef").text = item.data
    if item.gives:
        association = _add(element, "dataOutputAssociation", id=f"{item.gives}_out")
        _add(association, "targetRef").text = item.gives
    if item.body is not None:
        _write_body(element, item.body)
    if item.definition:
        _add(element, item.definition, id=f"{item.id}_definition", name=item.link)


def _draw(root: "etree._Element", sketch: Sketch) -> None:
    """A plain drawing: nodes left to right in the order made, a band for each lane."""
    diagram = etree.SubElement(root, f"{{{DI}}}BPMNDiagram", id="Diagram_1")
    page = "Collaboration_1" if sketch.pools else sketch.bodies[0].id
    plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane", id="Plane_1", bpmnElement=page)
    top = 0.0
    for body in sketch.bodies:
        bands = list(_bands(body.lanes)) or [LaneSketch("", "")]
        width = 200.0 + 150 * len(body.items)
        height = 150.0 * len(bands)
        for pool, _, process in sketch.pools:
            if process == body.id:
                _shape(plane, pool, (0, top, width, height))
        _draw_lanes(plane, body.lanes, top, width)
        spots = _draw_items(plane, body, bands, top=top, expanded=sketch.expanded)
        for edge in body.edges:
            if edge.source in spots and edge.target in spots:
                _wire(plane, edge.id, spots[edge.source], spots[edge.target])
        top += height + 60


def _bands(lanes: list[LaneSketch]) -> Iterator[LaneSketch]:
    for lane in lanes:
        if lane.lanes:
            yield from _bands(lane.lanes)
        else:
            yield lane


def _draw_lanes(plane: "etree._Element", lanes: list[LaneSketch], top: float, width: float) -> None:
    for lane in lanes:
        height = 150.0 * len(list(_bands([lane])))
        _shape(plane, lane.id, (30, top, width - 30, height))
        _draw_lanes(plane, lane.lanes, top, width)
        top += height


def _draw_items(
    plane: "etree._Element", body: Body, bands: list[LaneSketch], *, top: float, expanded: set[str]
) -> dict[str, tuple[float, float]]:
    spots: dict[str, tuple[float, float]] = {}
    band_of = {name: index for index, band in enumerate(bands) for name in band.members}
    for index, item in enumerate(body.items):
        kind = next((kind for kind in ("gateway", "event") if kind in item.tag.lower()), "task")
        width, height = SIZES[kind]
        x, y = 80.0 + 150 * index, top + 150.0 * band_of.get(item.id, 0) + 30
        shape = _shape(plane, item.id, (x, y, width, height))
        if item.body is not None:
            shape.set("isExpanded", "true" if item.id in expanded else "false")
            _draw_items(plane, item.body, [LaneSketch("", "")], top=y, expanded=expanded)
        spots[item.id] = (x + width / 2, y + height / 2)
    return spots


def _shape(
    plane: "etree._Element", name: str, box: tuple[float, float, float, float]
) -> "etree._Element":
    shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape", id=f"{name}_shape", bpmnElement=name)
    bounds = etree.SubElement(shape, f"{{{DC}}}Bounds")
    for key, value in zip(("x", "y", "width", "height"), box, strict=True):
        bounds.set(key, str(value))
    return shape


def _wire(
    plane: "etree._Element", name: str, start: tuple[float, float], end: tuple[float, float]
) -> None:
    edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge", id=f"{name}_edge", bpmnElement=name)
    for x, y in (start, end):
        etree.SubElement(edge, f"{{{DD}}}waypoint", x=str(x), y=str(y))
