"""References of nodes and flows, resolved; what leads nowhere is a finding."""

from __future__ import annotations

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import (
    ACTIVITIES,
    SUB_PROCESSES,
    ElementId,
    EventDefinition,
    EventKind,
    FlowNode,
    NodeType,
    SequenceFlow,
    Shape,
)
from bpm2sop.readers.gathered import Body, Gathered


def resolve_nodes(gathered: Gathered) -> None:
    """Resolve what nodes refer to: hosts, default flows, messages, resources, called elements."""
    own_planes = frozenset(gathered.drawing.planes.values())
    for node_id in gathered.unfinished:
        node = gathered.nodes[node_id]
        changed = node._replace(
            events=_events(gathered, node) if node.events or node_id in gathered.event_refs else (),
            attached_to=_host(gathered, node),
            default=_default(gathered, node),
            called=_called(gathered, node.called) if node.called else "",
            performers=_performers(gathered, node_id),
            message=_named(gathered, node.message, node) if node.message else "",
        )
        if node.type in SUB_PROCESSES:
            body = gathered.bodies[node_id]
            changed = changed._replace(expanded=_expanded(gathered, body, node_id in own_planes))
        gathered.nodes[node_id] = changed
    _move_to_hosts(gathered)


def _events(gathered: Gathered, node: FlowNode) -> tuple[EventDefinition, ...]:
    found = list(node.events)
    for text in gathered.event_refs.get(node.id, ()):
        bare = text.strip()
        local = bare.rpartition(":")[2]
        definition = gathered.definitions.get(bare) or gathered.definitions.get(local)
        if definition is None:
            _nothing(gathered, node, bare, Severity.WARNING)
        else:
            found.append(definition)
    return tuple(_event_named(gathered, event, node) for event in found)


def _event_named(gathered: Gathered, event: EventDefinition, node: FlowNode) -> EventDefinition:
    if not event.reference or event.name:
        return event
    if event.kind is not EventKind.COMPENSATE:
        return event._replace(name=_named(gathered, event.reference, node))
    known = gathered.resolve(event.reference)
    activity = gathered.nodes.get(ElementId(known)) if known else None
    if activity is None:
        _nothing(gathered, node, event.reference, Severity.WARNING)
        return event
    return event._replace(reference=activity.id, name=activity.name)


def _named(gathered: Gathered, text: str, node: FlowNode) -> str:
    """Name a message, signal, error, escalation or resource."""
    bare = text.strip()
    for known in (text, bare, bare.rpartition(":")[2]):
        if known in gathered.named:
            return gathered.named[known]
    _nothing(gathered, node, bare, Severity.INFO)
    return ""


def _host(gathered: Gathered, node: FlowNode) -> ElementId | None:
    if node.type is not NodeType.BOUNDARY_EVENT:
        return None
    known = gathered.resolve(node.attached_to) if node.attached_to else None
    host = gathered.nodes.get(ElementId(known)) if known else None
    if host is not None and host.type in ACTIVITIES:
        return host.id
    gathered.find(
        "boundary-without-host", Severity.ERROR, node.line, node.id,
        element=node.id, name=node.name or node.id, reference=node.attached_to or "",
    )  # fmt: skip
    return None


def _move_to_hosts(gathered: Gathered) -> None:
    """Give boundary events that stand in another scope than their host to the host's scope."""
    strays = [
        (node, gathered.nodes[node.attached_to])
        for node in map(gathered.nodes.__getitem__, gathered.unfinished)
        if node.attached_to is not None and gathered.nodes[node.attached_to].scope != node.scope
    ]
    gone = {node.id for node, _ in strays}
    for scope in {node.scope for node, _ in strays}:
        body = gathered.bodies[scope]
        body.nodes = [own for own in body.nodes if own not in gone]
    for node, host in strays:
        gathered.bodies[host.scope].nodes.append(node.id)
        gathered.nodes[node.id] = node._replace(scope=host.scope)
        gathered.find(
            "boundary-misplaced", Severity.INFO, node.line, node.id, host.id,
            element=node.id, name=node.name or node.id, host=host.name or host.id,
        )  # fmt: skip


def _default(gathered: Gathered, node: FlowNode) -> ElementId | None:
    if node.default is None or node.default in gathered.flows:
        return node.default
    known = gathered.resolve(node.default)
    if known in gathered.flows:
        return ElementId(known)
    _nothing(gathered, node, node.default, Severity.WARNING)
    return None


def _called(gathered: Gathered, text: str) -> str:
    bare = text.strip()
    if bare in gathered.lines:
        return bare
    prefix, _, local = bare.rpartition(":")
    return local if local and prefix.replace("-", "_").replace(".", "_").isidentifier() else bare


def _performers(gathered: Gathered, node: ElementId) -> tuple[str, ...]:
    names: list[str] = []
    for reference, name in gathered.performers.get(node, ()):
        known = gathered.named.get(reference) or gathered.named.get(reference.rpartition(":")[2])
        said = known or name
        if said and said not in names:
            names.append(said)
    return tuple(names)


def _expanded(gathered: Gathered, body: Body, has_plane: bool) -> bool | None:  # noqa: FBT001
    """Tell whether a sub-process is drawn open: as said, else by where its nodes are drawn."""
    shapes = gathered.drawing.shapes
    box = shapes.get(body.id)
    if box is not None and box.expanded is not None:
        return box.expanded
    if box is None:
        return False if has_plane else None
    inside = (shapes.get(node) for node in body.nodes)
    return any(shape is not None and within(shape, box) for shape in inside)


def within(shape: Shape, box: Shape) -> bool:
    """Tell whether the middle of a shape lies in a box of its plane."""
    x, y = shape.x + shape.width / 2, shape.y + shape.height / 2
    return (
        shape.plane == box.plane
        and box.x <= x <= box.x + box.width
        and box.y <= y <= box.y + box.height
    )


def _nothing(gathered: Gathered, node: FlowNode, reference: str, severity: Severity) -> None:
    gathered.find(
        "reference-to-nothing", severity, node.line, node.id,
        element=node.id, name=node.name or node.id, reference=reference,
    )  # fmt: skip


def resolve_flows(gathered: Gathered) -> None:
    """Check both ends of every sequence flow."""
    nodes = gathered.nodes
    moved: list[SequenceFlow] = []
    for flow_id, flow in gathered.flows.items():
        source, target = flow.source, flow.target
        if source not in nodes or target not in nodes:
            flow = _loose(gathered, flow)  # noqa: PLW2901
            gathered.flows[flow_id] = flow
            if flow.source is None or flow.target is None:
                continue
            source, target = flow.source, flow.target
        start, end = nodes[source], nodes[target]
        if start.scope != end.scope:
            _say(gathered, "flow-across-scopes", flow, (start, end))
        elif start.scope != flow.scope:
            moved.append(flow)
        if end.type is NodeType.BOUNDARY_EVENT:
            _say(gathered, "flow-into-boundary", flow, (start, end))
    _move(gathered, moved)


def _loose(gathered: Gathered, flow: SequenceFlow) -> SequenceFlow:
    """Resolve ends written with blanks or a prefix; an end that leads nowhere is None."""
    ends: list[ElementId | None] = []
    for which, text in (("source", flow.source), ("target", flow.target)):
        known = gathered.resolve(text) if text else None
        ends.append(ElementId(known) if known in gathered.nodes else None)
        if ends[-1] is None:
            rule = "reference-to-nothing" if text else "flow-loose-end"
            gathered.find(
                rule, Severity.ERROR, flow.line, flow.id,
                element=flow.id, name=flow.name or flow.id, reference=text or "", end=which,
            )  # fmt: skip
    return flow._replace(source=ends[0], target=ends[1])


def _say(
    gathered: Gathered, rule: str, flow: SequenceFlow, ends: tuple[FlowNode, FlowNode]
) -> None:
    start, end = ends
    gathered.find(
        rule, Severity.ERROR, flow.line, flow.id, start.id, end.id,
        element=flow.id, source=start.name or start.id, target=end.name or end.id,
    )  # fmt: skip


def _move(gathered: Gathered, moved: list[SequenceFlow]) -> None:
    """Give flows that stand in another scope than both their nodes to the scope of the nodes."""
    gone = {flow.id for flow in moved}
    for body_id in {flow.scope for flow in moved}:
        body = gathered.bodies[body_id]
        body.flows = [flow for flow in body.flows if flow not in gone]
    for flow in moved:
        if flow.source is None:
            continue
        scope = gathered.nodes[flow.source].scope
        gathered.bodies[scope].flows.append(flow.id)
        gathered.flows[flow.id] = flow._replace(scope=scope)
        gathered.find("flow-misplaced", Severity.INFO, flow.line, flow.id, element=flow.id)
