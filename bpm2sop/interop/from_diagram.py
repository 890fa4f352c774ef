"""A diagram of bpmn-python as a map, whether its own loader, a script or this bridge made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import isfinite

from bpm2sop.interop.diagram import Attributes, Diagram
from bpm2sop.model.processmap import (
    SUB_PROCESSES,
    DataItem,
    DataKind,
    Drawing,
    Edge,
    ElementId,
    EventDefinition,
    EventKind,
    FlowNode,
    Lane,
    Membership,
    MembershipSource,
    MessageFlow,
    NodeType,
    Participant,
    ProcessMap,
    Scope,
    SequenceFlow,
    Shape,
)

_NO_LINE = 0
"""A diagram has no file, so nothing in it has a line."""
_SIDES = ("x", "y", "width", "height")
_DUMMY = (100.0, 100.0, 100.0, 100.0)
"""Where bpmn-python puts what no one has placed: no drawing."""
_JOINERS = "\u200c\u200d"
_TYPES = {str(kind): kind for kind in NodeType}
_KINDS = {f"{kind}EventDefinition": kind for kind in EventKind}


def from_bpmn_python(diagram: Diagram, *, file: str = "") -> ProcessMap:
    """Give a `BpmnDiagramGraph` as a map; `file` is what findings and SOPs call it.

    Nodes that the diagram only knows as the end of a flow are no nodes of the map; the flow has a loose end there.
    """
    nodes = dict(_nodes(diagram))
    flows = dict(_flows(diagram, nodes))
    scopes = dict(_scopes(diagram, nodes, flows))
    lanes: dict[ElementId, Lane] = {}
    membership: dict[ElementId, Membership] = {}
    for lane, refs in _lanes(diagram, scopes):
        lanes[lane.id] = lane
        for node in refs:
            known = membership.get(node)
            # A lane comes before those within it; of two side by side the first counts.
            if node in nodes and (known is None or _within(lane, known.lane, lanes)):
                membership[node] = Membership(lane.id, MembershipSource.REFERENCE)
    processes = tuple(ElementId(process) for process in diagram.process_elements)
    own = diagram.collaboration.get("id") or next(iter(processes), "")
    return ProcessMap(
        id=ElementId(own),
        name=_words(diagram.diagram_attributes.get("name")),
        file=file,
        participants=tuple(_participants(diagram)),
        processes=processes,
        scopes=scopes,
        nodes=nodes,
        flows=flows,
        lanes=lanes,
        membership=membership,
        messages=tuple(_messages(diagram)),
        data=dict(_data(diagram)),
        drawing=_drawing(diagram, flows),
    )


def _nodes(diagram: Diagram) -> Iterator[tuple[ElementId, FlowNode]]:
    """Give the flow nodes; pools and data objects are nodes of the graph, but not of the flow."""
    for key, held in diagram.diagram_graph.nodes(data=True):
        kind = _TYPES.get(held.get("bpmnType") or held.get("type", ""))
        if kind is None:
            continue
        interrupting = held.get("cancelActivity", held.get("isInterrupting", "true"))
        expanded = (
            held["isExpanded"] == "true" if _shape(held, "") and "isExpanded" in held else None
        )
        yield (
            ElementId(key),
            FlowNode(
                id=ElementId(key),
                type=kind,
                name=_words(held.get("node_name")),
                scope=ElementId(held.get("process", "")),
                line=_NO_LINE,
                events=tuple(_events(held)),
                attached_to=_known(held.get("attachedToRef"), diagram),
                interrupting=interrupting != "false",
                default=ElementId(held["default"]) if held.get("default") else None,
                for_compensation=held.get("isForCompensation") == "true",
                by_event=held.get("triggeredByEvent") == "true",
                called=held.get("calledElement", ""),
                expanded=expanded,
            ),
        )


def _known(key: str | None, diagram: Diagram) -> ElementId | None:
    return ElementId(key) if key and key in diagram.diagram_graph else None


def _events(held: Attributes) -> Iterator[EventDefinition]:
    """Give the definitions of an event in one order, for its loader keeps them in none."""
    found = held.get("event_definitions", ())
    for one in sorted(found, key=lambda one: (one.get("id", ""), one["definition_type"])):
        if (kind := _KINDS.get(one["definition_type"])) is not None:
            words = {key: one.get(key, "") for key in ("name", "text", "timer", "reference")}
            yield EventDefinition(kind, **words)


def _flows(
    diagram: Diagram, nodes: Mapping[ElementId, FlowNode]
) -> Iterator[tuple[ElementId, SequenceFlow]]:
    """Give the sequence flows, also those that another flow has taken the edge of."""
    for key, entry in diagram.sequence_flows.items():
        held = _on_edge(key, entry, diagram)
        source, target = ElementId(held["sourceRef"]), ElementId(held["targetRef"])
        condition = held.get("conditionExpression")
        text = None if condition is None else condition["conditionExpression"] or ""
        home = held.get("process") or (nodes[source].scope if source in nodes else "")
        yield (
            ElementId(key),
            SequenceFlow(
                id=ElementId(key),
                source=source if source in nodes else None,
                target=target if target in nodes else None,
                name=_words(held.get("name")),
                condition=text if text is None else text.strip(),
                scope=ElementId(home),
                line=_NO_LINE,
            ),
        )


def _on_edge(key: str, entry: Attributes, diagram: Diagram) -> Attributes:
    """Give what is known of a flow: what its edge says goes before what the list says."""
    graph = diagram.diagram_graph
    ends = entry["sourceRef"], entry["targetRef"]
    edge = graph.edges[ends] if graph.has_edge(*ends) else {}
    return {**entry, **edge} if edge.get("id") == key else entry


def _scopes(
    diagram: Diagram,
    nodes: Mapping[ElementId, FlowNode],
    flows: Mapping[ElementId, SequenceFlow],
) -> Iterator[tuple[ElementId, Scope]]:
    """Give the processes, then the bodies of sub-processes."""
    held: dict[ElementId, list[ElementId]] = defaultdict(list)
    for node in nodes.values():
        held[node.scope].append(node.id)
    arrows: dict[ElementId, list[ElementId]] = defaultdict(list)
    for flow in flows.values():
        arrows[flow.scope].append(flow.id)
    work: list[tuple[ElementId, str, ElementId, ElementId | None]] = [
        (ElementId(key), _words(attributes.get("name")), ElementId(key), None)
        for key, attributes in diagram.process_elements.items()
    ]
    seen: set[ElementId] = set()
    for key, name, process, parent in work:
        if key in seen:
            continue
        seen.add(key)
        inner = tuple(held[key])
        yield key, Scope(key, name, process, parent, inner, tuple(arrows[key]), _NO_LINE)
        within = (nodes[node] for node in inner if nodes[node].type in SUB_PROCESSES)
        work += [(node.id, node.name, process, key) for node in within]


def _lanes(
    diagram: Diagram, scopes: Mapping[ElementId, Scope]
) -> Iterator[tuple[Lane, list[ElementId]]]:
    """Give each lane with the nodes that it lists, an outer lane before those within it."""
    processes, nodes = diagram.process_elements, diagram.diagram_graph.nodes
    for scope in scopes:
        held = processes[scope] if scope in processes else nodes[scope]
        yield from _lanes_of(held.get("laneSet"), scope, None)


def _lanes_of(
    lane_set: Attributes | None, scope: ElementId, parent: ElementId | None
) -> Iterator[tuple[Lane, list[ElementId]]]:
    for key, lane in (lane_set or {}).get("lanes", {}).items():
        own = Lane(ElementId(key), _words(lane.get("name")), scope, parent, _NO_LINE)
        yield own, [ElementId(node) for node in lane.get("flowNodeRefs", ())]
        yield from _lanes_of(lane.get("childLaneSet"), scope, own.id)


def _within(lane: Lane, outer: ElementId, lanes: Mapping[ElementId, Lane]) -> bool:
    """Tell whether a lane lies within another."""
    above = lane.parent
    while above is not None and above != outer:
        above = lanes[above].parent
    return above is not None


def _participants(diagram: Diagram) -> Iterator[Participant]:
    for key, held in diagram.collaboration.get("participants", {}).items():
        process = held.get("processRef")
        known = ElementId(process) if process in diagram.process_elements else None
        yield Participant(ElementId(key), _words(held.get("name")), known, _NO_LINE)


def _messages(diagram: Diagram) -> Iterator[MessageFlow]:
    pools = diagram.collaboration.get("participants", {})
    for key, held in diagram.collaboration.get("messageFlows", {}).items():
        source, target = (
            ElementId(end) if end in pools or end in diagram.diagram_graph else None
            for end in (held["sourceRef"], held["targetRef"])
        )
        name = _words(held.get("name"))
        yield MessageFlow(ElementId(key), name, source, target, "", _NO_LINE)


def _data(diagram: Diagram) -> Iterator[tuple[ElementId, DataItem]]:
    for key, held in diagram.diagram_graph.nodes(data=True):
        if held.get("type") == "dataObject":
            collection = held.get("isCollection") == "true"
            name = _words(held.get("node_name"))
            item = DataItem(ElementId(key), DataKind.OBJECT, name, "", collection, _NO_LINE)
            yield item.id, item


def _drawing(diagram: Diagram, flows: Mapping[ElementId, SequenceFlow]) -> Drawing:
    """Give the places that the diagram has kept."""
    plane = ElementId(diagram.plane_attributes.get("id", ""))
    held: dict[str, Attributes] = dict(diagram.diagram_graph.nodes.items())
    held |= dict(_lane_shapes(diagram)) | diagram.collaboration.get("participants", {})
    shapes = {ElementId(key): _shape(attributes, plane) for key, attributes in held.items()}
    edges: dict[ElementId, Edge] = {}
    for _source, _target, edge in diagram.diagram_graph.edges(data=True):
        points = tuple(_point(*point) for point in edge.get("waypoints", ()))
        flow = flows.get(ElementId(edge.get("id", "")))
        placed = flow is None or shapes.get(flow.source or ElementId("")) is not None
        if points and placed and None not in points:
            kept = tuple(point for point in points if point is not None)
            edges[ElementId(edge["id"])] = Edge(kept, plane)
    shown = ElementId(diagram.plane_attributes.get("bpmnElement", ""))
    kept_shapes = {key: shape for key, shape in shapes.items() if shape is not None}
    if not kept_shapes:
        return Drawing()
    return Drawing(shapes=kept_shapes, edges=edges, planes={plane: shown})


def _lane_shapes(diagram: Diagram) -> Iterator[tuple[str, Attributes]]:
    work = [held.get("laneSet") for held in diagram.process_elements.values()]
    work += [held.get("laneSet") for _key, held in diagram.diagram_graph.nodes(data=True)]
    for lane_set in work:
        for key, lane in (lane_set or {}).get("lanes", {}).items():
            yield key, lane
            work.append(lane.get("childLaneSet"))


def _shape(held: Attributes, plane: str) -> Shape | None:
    """Give the place of something, where it has one."""
    try:
        x, y, width, height = (float(held[side]) for side in _SIDES)
    except (KeyError, TypeError, ValueError):
        return None
    sides = (x, y, width, height)
    if sides == _DUMMY or not all(map(isfinite, sides)):
        return None
    flags = (held.get("isHorizontal"), held.get("isExpanded"))
    horizontal, expanded = (flag == "true" if flag else None for flag in flags)
    return Shape(*sides, ElementId(plane), horizontal, expanded)


def _point(x: object, y: object) -> tuple[float, float] | None:
    try:
        point = float(str(x)), float(str(y))
    except ValueError:
        return None
    return point if all(map(isfinite, point)) else None


def _words(text: object) -> str:
    """Clean a name as our reader does: one line, no control characters."""
    if not isinstance(text, str):
        return ""
    return "".join(one for one in " ".join(text.split()) if one.isprintable() or one in _JOINERS)
