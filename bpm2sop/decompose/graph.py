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
    """A way from one node to another. `flows` are the sequence flows in `via`, in order."""

    source: ElementId
    target: ElementId
    via: tuple[ElementId, ...]
    flows: tuple[SequenceFlow, ...]
    boundary: FlowNode | None = None
    default: bool = False
    """True if the first flow is the default of the node that it leaves."""


@dataclass(slots=True)
class Graph:
    """One scope's stops and arcs. `loose_in` and `loose_out` count the flows of a node that are no arc."""

    scope: ElementId
    nodes: dict[ElementId, FlowNode]
    leaving: dict[ElementId, list[Arc]]
    entering: dict[ElementId, list[Arc]]
    loose_in: dict[ElementId, int] = field(default_factory=dict)
    loose_out: dict[ElementId, int] = field(default_factory=dict)
    passed: dict[ElementId, FlowNode] = field(default_factory=dict)
    """Nodes that are no stops but lie on an arc."""
    lanes: dict[ElementId, ElementId] = field(default_factory=dict)
    """Lane of each node that is in one."""

    def normal_exits(self, node: ElementId) -> int:
        """Count the ways out of a node, loose ends included, boundary events not."""
        return sum(arc.boundary is None for arc in self.leaving[node]) + self.loose_out.get(node, 0)

    def entries(self, node: ElementId) -> int:
        """Count the ways into a node, loose ends included."""
        return len(self.entering[node]) + self.loose_in.get(node, 0)


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
        draft.arcs[source.scope].append(
            Arc(start, target.id, via, (flow,), boundary, source.default == flow.id)
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
        name = link_name(node)
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
    graph = Graph(scope, nodes, {}, {}, draft.loose_in, draft.loose_out)
    graph.lanes = {
        node_id: process_map.membership[node_id].lane
        for node_id in nodes
        if node_id in process_map.membership
    }
    _index(graph, draft.arcs[scope])
    passed = {node.id for node in nodes.values() if _is_passed(node, graph)}
    if passed:
        arcs, seen = _through(draft.arcs[scope], passed, graph)
        # Nodes that only lead to one another in a ring are never met: they stay stops.
        rings = passed - seen
        arcs.extend(arc for arc in draft.arcs[scope] if arc.source in rings)
        for node_id in seen:
            graph.passed[node_id] = nodes.pop(node_id)
        _index(graph, arcs)
    return graph


def _index(graph: Graph, arcs: Sequence[Arc]) -> None:
    """File arcs under their two ends."""
    graph.leaving = {node: [] for node in graph.nodes}
    graph.entering = {node: [] for node in graph.nodes}
    for arc in arcs:
        graph.leaving[arc.source].append(arc)
        graph.entering[arc.target].append(arc)


def _is_passed(node: FlowNode, graph: Graph) -> bool:
    """Tell whether a token only passes: one way in, one way out, nothing to wait for or decide."""
    leaving, entering = graph.leaving[node.id], graph.entering[node.id]
    if len(leaving) != 1 or len(entering) != 1 or leaving[0].boundary is not None:
        return False
    if graph.entries(node.id) != 1 or graph.normal_exits(node.id) != 1:
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
        joined.append(Arc(arc.source, target, tuple(via), tuple(flows), arc.boundary, arc.default))
    return joined, seen
