"""A map as a diagram of bpmn-python, with all that its own exporter asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from bpm2sop.interop.diagram import Attributes, Diagram, new_diagram
from bpm2sop.model.processmap import (
    ACTIVITIES,
    EVENTS,
    GATEWAYS,
    SUB_PROCESSES,
    DataKind,
    ElementId,
    FlowNode,
    NodeType,
    ProcessMap,
    SequenceFlow,
)

_DUMMY = {"width": "100", "height": "100", "x": "100", "y": "100"}
"""What bpmn-python itself gives a node that no one has placed."""


def to_bpmn_python(process_map: ProcessMap) -> Diagram:
    """Give the map as a `BpmnDiagramGraph`; needs the extra `bpm2sop[bpmn-python]`.

    Its graph has no direction and one edge between two nodes: of several flows the last is on the edge, and all are in
    `sequence_flows`. A transaction or ad-hoc sub-process is a `subProcess` there, or its content would be lost on export.
    """
    diagram = new_diagram()
    planes = process_map.drawing.planes
    plane = next((own for own, shown in planes.items() if shown == process_map.id), None)
    diagram.diagram_attributes.update(id=f"{process_map.id}_diagram", name=process_map.name)
    diagram.plane_attributes.update(
        id=plane or f"{process_map.id}_plane", bpmnElement=process_map.id
    )
    _add_nodes(process_map, diagram)
    _add_data(process_map, diagram)
    _add_processes(process_map, diagram)
    for flow in process_map.flows.values():
        _add_flow(flow, process_map, diagram)
    if process_map.participants:
        _add_collaboration(process_map, diagram)
    return diagram


def _add_nodes(process_map: ProcessMap, diagram: Diagram) -> None:
    """Add the flow nodes, each with its flows by id."""
    into: dict[ElementId, list[str]] = defaultdict(list)
    out: dict[ElementId, list[str]] = defaultdict(list)
    for flow in process_map.flows.values():
        if flow.source is not None and flow.target is not None:
            out[flow.source].append(flow.id)
            into[flow.target].append(flow.id)
    for node in process_map.nodes.values():
        attributes: Attributes = {
            "id": str(node.id),
            "type": str(_type(node)),
            "node_name": node.name,
            "process": str(node.scope),
            "incoming": into[node.id],
            "outgoing": out[node.id],
        }
        attributes |= _placed(process_map, node.id) | dict(_own(node, process_map))
        if node.type in GATEWAYS:
            attributes["gatewayDirection"] = _direction(len(into[node.id]), len(out[node.id]))
        diagram.diagram_graph.add_node(node.id, **attributes)


def _type(node: FlowNode) -> NodeType:
    return NodeType.SUB_PROCESS if node.type in SUB_PROCESSES else node.type


def _direction(into: int, out: int) -> str:
    """Say what a gateway does, in the words of the standard."""
    if into > 1:
        return "Mixed" if out > 1 else "Converging"
    return "Diverging" if out > 1 else "Unspecified"


def _own(node: FlowNode, process_map: ProcessMap) -> Iterator[tuple[str, object]]:
    """Give what only some kinds of node have."""
    if node.type in ACTIVITIES or node.type in GATEWAYS - {
        NodeType.PARALLEL_GATEWAY,
        NodeType.EVENT_BASED_GATEWAY,
    }:
        yield "default", node.default
    if node.type is NodeType.EVENT_BASED_GATEWAY:
        yield from (("instantiate", "false"), ("eventGatewayType", "Exclusive"))
    if node.type in EVENTS:
        yield "event_definitions", _definitions(node)
        yield "parallelMultiple", "false"
    if node.type is NodeType.START_EVENT:
        yield "isInterrupting", _flag(node.interrupting)
    if node.type is NodeType.BOUNDARY_EVENT:
        yield "cancelActivity", _flag(node.interrupting)
        yield "attachedToRef", str(node.attached_to or "")
    if node.type in SUB_PROCESSES:
        held = process_map.scopes[node.id].nodes if node.id in process_map.scopes else ()
        yield from (("node_ids", list(held)), ("bpmnType", str(node.type)))
        yield "triggeredByEvent", _flag(node.by_event)
        yield "isExpanded", _flag(node.expanded)
        if lanes := _lane_set(node.id, None, process_map):
            yield "laneSet", lanes
    # What bpmn-python does not know, under the names of the standard: it passes it over.
    if node.called:
        yield "calledElement", node.called
    if node.for_compensation:
        yield "isForCompensation", "true"


def _definitions(node: FlowNode) -> list[Attributes]:
    return [
        {
            "id": f"{node.id}_{number}",
            "definition_type": f"{event.kind}EventDefinition",
            **{key: getattr(event, key) for key in ("name", "text", "timer", "reference")},
        }
        for number, event in enumerate(node.events, start=1)
    ]


def _add_data(process_map: ProcessMap, diagram: Diagram) -> None:
    """Add the data objects, in the scope of the first node that they are tied to."""
    homes = {
        link.item: process_map.nodes[link.node].scope for link in reversed(process_map.data_links)
    }
    for item in process_map.data.values():
        home = homes.get(item.id, next(iter(process_map.processes), None))
        if item.kind is not DataKind.OBJECT or home is None or item.id in process_map.nodes:
            continue
        diagram.diagram_graph.add_node(
            item.id,
            id=str(item.id),
            type="dataObject",
            node_name=item.name,
            process=str(home),
            incoming=[],
            outgoing=[],
            isCollection=_flag(item.collection),
            **_placed(process_map, item.id),
        )


def _add_processes(process_map: ProcessMap, diagram: Diagram) -> None:
    """Add the processes with their lanes."""
    for process in process_map.processes:
        scope = process_map.scopes[process]
        attributes: Attributes = {
            "id": str(process),
            "name": scope.name,
            "isClosed": "false",
            "isExecutable": "false",
            "processType": "None",
            "node_ids": [str(node) for node in scope.nodes],
        }
        if lanes := _lane_set(process, None, process_map):
            attributes["laneSet"] = lanes
        diagram.process_elements[str(process)] = attributes


def _lane_set(scope: ElementId, parent: ElementId | None, process_map: ProcessMap) -> Attributes:
    """Give the lanes of a scope, or those within a lane; empty where there are none."""
    own = [
        lane for lane in process_map.lanes.values() if lane.scope == scope and lane.parent == parent
    ]
    if not own:
        return {}
    lanes = {
        str(lane.id): {
            "id": str(lane.id),
            "name": lane.name,
            "childLaneSet": _lane_set(scope, lane.id, process_map),
            "flowNodeRefs": [
                str(node) for node, home in process_map.membership.items() if home.lane == lane.id
            ],
            "isHorizontal": _horizontal(process_map, lane.id),
            **_placed(process_map, lane.id),
        }
        for lane in own
    }
    return {"id": f"{parent or scope}_lanes", "lanes": lanes}


def _add_flow(flow: SequenceFlow, process_map: ProcessMap, diagram: Diagram) -> None:
    """Add a sequence flow; one that is tied to nothing has no edge."""
    ends = {"sourceRef": str(flow.source or ""), "targetRef": str(flow.target or "")}
    held: Attributes = {"name": flow.name, **ends, "process": str(flow.scope)}
    if flow.condition is not None:
        text = flow.condition
        held["conditionExpression"] = {"id": f"{flow.id}_condition", "conditionExpression": text}
    diagram.sequence_flows[str(flow.id)] = held
    _add_edge(flow.id, held, process_map, diagram)


def _add_edge(
    element: ElementId, held: Mapping[str, object], process_map: ProcessMap, diagram: Diagram
) -> None:
    """Put a flow on the edge between its two ends."""
    graph = diagram.diagram_graph
    source, target = str(held["sourceRef"]), str(held["targetRef"])
    if source not in graph or target not in graph:
        return
    drawn = process_map.drawing.edges.get(element)
    points = drawn.points if drawn else ()
    ends = [(graph.nodes[end]["x"], graph.nodes[end]["y"]) for end in (source, target)]
    if graph.has_edge(source, target):
        graph.remove_edge(source, target)
    way = [(_number(x), _number(y)) for x, y in points] or ends
    graph.add_edge(source, target, **{**held, "id": str(element), "waypoints": way})


def _add_collaboration(process_map: ProcessMap, diagram: Diagram) -> None:
    """Add pools and messages. A pool that is closed, or that a message touches, is a node as well."""
    pools: Attributes = {}
    for pool in process_map.participants:
        placed = _placed(process_map, pool.id)
        pools[str(pool.id)] = {
            "name": pool.name,
            "processRef": str(pool.process or ""),
            "isHorizontal": _horizontal(process_map, pool.id),
            **placed,
        }
        touched = any(pool.id in (flow.source, flow.target) for flow in process_map.messages)
        if pool.process is None or touched:
            own = {"id": str(pool.id), "type": "participant", "process": str(pool.id)}
            flows: Attributes = {"node_name": pool.name, "incoming": [], "outgoing": []}
            diagram.diagram_graph.add_node(pool.id, **own, **flows, **placed)
    messages: Attributes = {}
    for flow in process_map.messages:
        held = {
            "name": flow.name,
            "sourceRef": str(flow.source or ""),
            "targetRef": str(flow.target or ""),
        }
        messages[str(flow.id)] = {"id": str(flow.id), **held}
        _add_edge(flow.id, held, process_map, diagram)
    diagram.collaboration.update(id=str(process_map.id), participants=pools, messageFlows=messages)


def _placed(process_map: ProcessMap, element: ElementId) -> dict[str, str]:
    """Give the place of a shape as the strings that bpmn-python keeps."""
    shape = process_map.drawing.shapes.get(element)
    if shape is None:
        return dict(_DUMMY)
    return {side: _number(getattr(shape, side)) for side in _DUMMY}


def _horizontal(process_map: ProcessMap, element: ElementId) -> str:
    shape = process_map.drawing.shapes.get(element)
    return _flag(shape is None or shape.horizontal is not False)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _flag(value: bool | None) -> str:  # noqa: FBT001  (it is the value itself)
    return "true" if value else "false"
