"""The graph of one scope: flow nodes joined by arcs that run through what a person does not see as a stop.

An arc is a sequence flow, a boundary event with its flow, or the jump between two link events. Gateways with one way in
and one way out, and link events likewise, are no stops: they lie on the arc (`via`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.model.processmap import (
    GATEWAYS,
    ElementId,
    EventKind,
    FlowNode,
    NodeType,
    ProcessMap,
    SequenceFlow,
)
from bpm2sop.model.sop import Explained


class Arc(NamedTuple):
    """A way from one node to another. `flows` are the sequence flows in `via`, in order; `Arc.of` finds the words of several."""

    source: ElementId
    target: ElementId
    via: tuple[ElementId, ...]
    flows: tuple[SequenceFlow, ...]
    boundary: FlowNode | None = None
    default: bool = False
    """True if the first flow is the default of the node that it leaves."""
    label: str = ""
    """Name of the boundary event that it leaves by, else of the first flow that has one."""
    condition: str | None = None
    """First condition on its flows: empty where none of them says more than that there is one."""

    @classmethod
    def of(
        cls,
        ends: tuple[ElementId, ElementId],
        via: tuple[ElementId, ...],
        flows: tuple[SequenceFlow, ...],
        *,
        boundary: FlowNode | None = None,
        default: bool = False,
    ) -> Arc:
        """Make an arc of several flows, with the words that stand on the way."""
        names = [flow.name for flow in flows if flow.name]
        if boundary is not None and boundary.name:
            names.insert(0, boundary.name)
        stated = [flow.condition for flow in flows if flow.condition is not None]
        condition = next(filter(None, stated), "") if stated else None
        return cls(*ends, via, flows, boundary, default, names[0] if names else "", condition)


@dataclass(slots=True)
class Graph:
    """One scope's stops and arcs. `ways_in` and `ways_out` count those of a node, loose ends included, boundary events not."""

    scope: ElementId
    nodes: dict[ElementId, FlowNode]
    leaving: dict[ElementId, list[Arc]]
    entering: dict[ElementId, list[Arc]]
    ways_in: dict[ElementId, int]
    ways_out: dict[ElementId, int]
    passed: dict[ElementId, FlowNode] = field(default_factory=dict)
    """Nodes that are no stops but lie on an arc."""
    lanes: dict[ElementId, ElementId] = field(default_factory=dict)
    """Lane of each node that is in one."""


@dataclass(slots=True)
class _Draft:
    """Arcs of all scopes while they are gathered."""

    arcs: dict[ElementId, list[Arc]]
    loose_in: dict[ElementId, int]
    loose_out: dict[ElementId, int]
    explained: list[Explained]
    left: set[ElementId]
    """Boundary events that an arc leaves by."""


def build_graphs(
    process_map: ProcessMap, scopes: Iterable[ElementId]
) -> tuple[dict[ElementId, Graph], list[Explained]]:
    """Build the graph of each scope, and explain what no graph can hold.

    Runs in time linear in nodes and flows.
    """
    wanted = dict.fromkeys(scopes)
    hosts = _hosts(process_map)
    draft = _Draft(
        arcs={scope: [] for scope in wanted}, loose_in={}, loose_out={}, explained=[], left=set()
    )
    for flow in process_map.flows.values():
        _place(flow, process_map, hosts, draft)
    for scope in wanted:
        draft.arcs[scope].extend(_link_arcs(process_map, scope))
    graphs = {}
    for scope in wanted:
        graphs[scope] = _graph(process_map, scope, hosts, draft)
        draft.explained.extend(_idle_boundaries(process_map, scope, hosts, draft.left))
    return graphs, draft.explained


def _hosts(process_map: ProcessMap) -> dict[ElementId, ElementId]:
    """Map each boundary event that sits on a node of its own scope to that node."""
    nodes = process_map.nodes
    return {
        node.id: node.attached_to
        for node in nodes.values()
        if node.attached_to is not None
        and node.attached_to in nodes
        and nodes[node.attached_to].scope == node.scope
        and nodes[node.attached_to].type is not NodeType.BOUNDARY_EVENT
    }


def _place(
    flow: SequenceFlow, process_map: ProcessMap, hosts: dict[ElementId, ElementId], draft: _Draft
) -> None:
    """Make a flow an arc of its scope, or explain it."""
    source = process_map.nodes.get(flow.source) if flow.source is not None else None
    target = process_map.nodes.get(flow.target) if flow.target is not None else None
    why = _trouble(source, target, hosts)
    if why is None and source is not None and target is not None:
        if source.scope not in draft.arcs:
            return
        boundary = source if source.id in hosts else None
        start = hosts.get(source.id, source.id)
        via = (flow.id,) if boundary is None else (boundary.id, flow.id)
        chosen = source.default == flow.id
        label = (boundary.name if boundary is not None else "") or flow.name
        draft.arcs[source.scope].append(
            Arc(start, target.id, via, (flow,), boundary, chosen, label, flow.condition)
        )
        if boundary is not None:
            draft.left.add(boundary.id)
        return
    home = source.scope if source else target.scope if target else flow.scope
    if home not in draft.arcs:
        return
    draft.explained.append(Explained(flow.id, why or "loose-end"))
    if source is not None and source.id not in hosts:
        draft.loose_out[source.id] = draft.loose_out.get(source.id, 0) + 1
    if target is not None:
        draft.loose_in[target.id] = draft.loose_in.get(target.id, 0) + 1


def _trouble(
    source: FlowNode | None, target: FlowNode | None, hosts: dict[ElementId, ElementId]
) -> str | None:
    """Say why a flow cannot be an arc, or None."""
    if source is None or target is None:
        return "loose-end"
    if source.scope != target.scope:
        return "across-scopes"
    if target.id in hosts:
        return "into-boundary-event"
    if target.by_event or target.for_compensation:
        return "into-handler"
    return None


def _idle_boundaries(
    process_map: ProcessMap,
    scope: ElementId,
    hosts: dict[ElementId, ElementId],
    left: set[ElementId],
) -> list[Explained]:
    """Explain the boundary events that nothing leaves."""
    idle = []
    for node_id in process_map.scopes[scope].nodes:
        if node_id in hosts and node_id not in left:
            kinds = {event.kind for event in process_map.nodes[node_id].events}
            idle.append(
                Explained(node_id, "compensation" if EventKind.COMPENSATE in kinds else "no-exit")
            )
    return idle


def link_name(node: FlowNode) -> str | None:
    """Give the name by which a link event finds its partner, or None if it is no link event."""
    for event in node.events:
        if event.kind is EventKind.LINK:
            return event.name or node.name
    return None


def _link_arcs(process_map: ProcessMap, scope: ElementId) -> list[Arc]:
    """Join each throwing link event with the catching one of its name; with each, where a map has several."""
    catches: dict[str, list[FlowNode]] = defaultdict(list)
    throws: list[FlowNode] = []
    for node_id in process_map.scopes[scope].nodes:
        node = process_map.nodes[node_id]
        name = link_name(node) if node.events else None
        if name is None:
            continue
        if node.type is NodeType.INTERMEDIATE_CATCH_EVENT:
            catches[name].append(node)
        elif node.type is NodeType.INTERMEDIATE_THROW_EVENT:
            throws.append(node)
    return [
        Arc(throw.id, catch.id, (), ())
        for throw in throws
        for catch in catches.get(link_name(throw) or "", ())
    ]


def _graph(
    process_map: ProcessMap, scope: ElementId, hosts: dict[ElementId, ElementId], draft: _Draft
) -> Graph:
    """Build one scope's graph, with one-way nodes moved onto the arcs."""
    nodes = {
        node_id: process_map.nodes[node_id]
        for node_id in process_map.scopes[scope].nodes
        if node_id not in hosts
    }
    graph = Graph(scope, nodes, {}, {}, {}, {})
    graph.lanes = {
        node_id: process_map.membership[node_id].lane
        for node_id in nodes
        if node_id in process_map.membership
    }
    _index(graph, draft.arcs[scope], draft)
    passed = {node.id for node in nodes.values() if _is_passed(node, graph)}
    if passed:
        arcs, seen = _through(draft.arcs[scope], passed, graph)
        # Nodes that only lead to one another in a ring are never met: they stay stops.
        rings = passed - seen
        arcs.extend(arc for arc in draft.arcs[scope] if arc.source in rings)
        for node_id in seen:
            graph.passed[node_id] = nodes.pop(node_id)
        _index(graph, arcs, draft)
    return graph


def _index(graph: Graph, arcs: Sequence[Arc], draft: _Draft) -> None:
    """File arcs under their two ends, and count the ways in and out of each node."""
    graph.leaving = {node: [] for node in graph.nodes}
    graph.entering = {node: [] for node in graph.nodes}
    graph.ways_in = {node: draft.loose_in.get(node, 0) for node in graph.nodes}
    graph.ways_out = {node: draft.loose_out.get(node, 0) for node in graph.nodes}
    for arc in arcs:
        graph.leaving[arc.source].append(arc)
        graph.entering[arc.target].append(arc)
        graph.ways_in[arc.target] += 1
        graph.ways_out[arc.source] += arc.boundary is None


def _is_passed(node: FlowNode, graph: Graph) -> bool:
    """Tell whether a token only passes: one way in, one way out, nothing to wait for or decide."""
    if not graph.ways_in[node.id] == graph.ways_out[node.id] == 1:
        return False
    leaving, entering = graph.leaving[node.id], graph.entering[node.id]
    if len(leaving) != 1 or len(entering) != 1 or leaving[0].boundary is not None:
        return False
    if node.type in GATEWAYS:
        return node.type is not NodeType.COMPLEX_GATEWAY
    return link_name(node) is not None and (not leaving[0].via or not entering[0].via)


def _through(
    arcs: Sequence[Arc], passed: set[ElementId], graph: Graph
) -> tuple[list[Arc], set[ElementId]]:
    """Join arcs that meet at a passed node; tell which passed nodes were met."""
    joined: list[Arc] = []
    seen: set[ElementId] = set()
    for arc in arcs:
        if arc.source in passed:
            continue
        via, flows, target = list(arc.via), list(arc.flows), arc.target
        while target in passed:
            seen.add(target)
            onward = graph.leaving[target][0]
            via += [target, *onward.via]
            flows += onward.flows
            target = onward.target
        joined.append(
            Arc.of(
                (arc.source, target),
                tuple(via),
                tuple(flows),
                boundary=arc.boundary,
                default=arc.default,
            )
            if target != arc.target
            else arc
        )
    return joined, seen
