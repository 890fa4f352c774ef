"""Folds: which neighbouring nodes share a row. Each has a guard that keeps what the map means.

A fold joins two nodes along the only way into the second one, so a block is entered only at its front.
Source of the guards: decomposition by partition and quotient graph, `docs/decisions/0001-shape.md`.
"""

from __future__ import annotations

from bpm2sop.decompose.graph import Arc, Graph
from bpm2sop.model.processmap import ACTIVITIES, GATEWAYS, ElementId, FlowNode, NodeType
from bpm2sop.model.sop import BlockElement, Role, Split, Wait

SYNCS = frozenset({NodeType.PARALLEL_GATEWAY, NodeType.INCLUSIVE_GATEWAY})
MERGES = frozenset({NodeType.EXCLUSIVE_GATEWAY, NodeType.EVENT_BASED_GATEWAY})

_WAITS = {
    NodeType.PARALLEL_GATEWAY: Wait.ALL,
    NodeType.INCLUSIVE_GATEWAY: Wait.SOME,
    NodeType.COMPLEX_GATEWAY: Wait.SOME,
}
_SPLITS = {
    NodeType.EXCLUSIVE_GATEWAY: Split.ONE,
    NodeType.PARALLEL_GATEWAY: Split.ALL,
    NodeType.INCLUSIVE_GATEWAY: Split.SOME,
    NodeType.COMPLEX_GATEWAY: Split.SOME,
    NodeType.EVENT_BASED_GATEWAY: Split.FIRST,
}


class Chain:
    """Nodes that share a row, from the front to the back, and the arcs between them; `core` is the index of its core."""

    __slots__ = ("arcs", "core", "nodes")

    def __init__(self, first: FlowNode) -> None:
        """Begin with one node."""
        self.nodes = [first]
        self.arcs: list[Arc] = []
        self.core = 0

    @property
    def front(self) -> FlowNode:
        """Give the node by which the block is entered."""
        return self.nodes[0]

    @property
    def back(self) -> FlowNode:
        """Give the node by which the block is left."""
        return self.nodes[-1]


def chains(graph: Graph) -> list[Chain]:
    """Partition the graph's nodes into chains, in the order of the nodes. Linear time."""
    onward = {node_id: arc for node_id in graph.nodes if (arc := _fold(graph, node_id)) is not None}
    behind = {arc.target for arc in onward.values()}
    found = []
    for node_id, node in graph.nodes.items():
        if node_id in behind:
            continue
        chain = Chain(node)
        while (arc := onward.get(chain.back.id)) is not None:
            chain.arcs.append(arc)
            chain.nodes.append(graph.nodes[arc.target])
        chain.core = _core(chain, graph)
        found.append(chain)
    return found


def _fold(graph: Graph, node_id: ElementId) -> Arc | None:
    """Give the arc along which the next node joins this one's row, or None."""
    if graph.ways_out[node_id] != 1:
        return None
    arc = next((arc for arc in graph.leaving[node_id] if arc.boundary is None), None)
    if arc is None or arc.target == node_id or graph.ways_in[arc.target] != 1 or _jumps(arc):
        return None
    node, after = graph.nodes[node_id], graph.nodes[arc.target]
    if _is_front(graph, node):
        return None if after.type is NodeType.COMPLEX_GATEWAY else arc
    if is_plain(after, NodeType.END_EVENT) and graph.ways_out[after.id] == 0:
        return None if node.type in GATEWAYS else arc
    return arc if node.type in ACTIVITIES and _is_folded_split(graph, node, after) else None


def _is_folded_split(graph: Graph, node: FlowNode, after: FlowNode) -> bool:
    """Tell whether a split belongs in the row of the activity before it: for a choice, only if the same actor makes it."""
    if (
        after.type not in GATEWAYS
        or after.type is NodeType.COMPLEX_GATEWAY
        or graph.ways_out[after.id] <= 1
    ):
        return False
    chosen = after.type in {NodeType.EXCLUSIVE_GATEWAY, NodeType.INCLUSIVE_GATEWAY}
    return not chosen or graph.lanes.get(node.id) == graph.lanes.get(after.id)


def _jumps(arc: Arc) -> bool:
    """Tell whether an arc runs through link events: no sequence flow joins those, so no block can hold them."""
    return len(arc.via) != 2 * len(arc.flows) - 1


def is_plain(node: FlowNode, kind: NodeType) -> bool:
    """Tell whether a node is an event of this type without an event definition."""
    return node.type is kind and not node.events


def _is_front(graph: Graph, node: FlowNode) -> bool:
    """Tell whether a node only opens the row of the next one: a plain start, a merge, a synchronisation."""
    entries = graph.ways_in[node.id]
    if is_plain(node, NodeType.START_EVENT):
        return entries == 0 and len(graph.leaving[node.id]) == 1
    return entries > 1 and (node.type in SYNCS or node.type in MERGES)


def _core(chain: Chain, graph: Graph) -> int:
    """Find the index of a chain's core: what is left when fronts and backs are taken away."""
    index = 0
    while index < len(chain.nodes) - 1 and _is_front(graph, chain.nodes[index]):
        index += 1
    return index


def elements_of(chain: Chain, graph: Graph) -> tuple[BlockElement, ...]:
    """List the chain's nodes and flows in the order things happen, each with its role."""
    listed = []
    for index, node in enumerate(chain.nodes):
        if index:
            flows = {flow.id for flow in chain.arcs[index - 1].flows}
            listed += [_between(element, flows, graph) for element in chain.arcs[index - 1].via]
        listed.append(BlockElement(node.id, node.type.value, _role(node, index, chain.core)))
    return tuple(listed)


def _between(element: ElementId, flows: set[ElementId], graph: Graph) -> BlockElement:
    """Describe what lies on an arc inside a block."""
    if element in flows:
        return BlockElement(element, "sequenceFlow", Role.FLOW)
    node = graph.passed[element]
    role = Role.MERGE if node.type in GATEWAYS else Role.EVENT
    return BlockElement(element, node.type.value, role)


def _role(node: FlowNode, index: int, core: int) -> Role:
    """Name a node's part in its chain."""
    if index == core:
        return Role.CORE
    if index > core:
        return Role.SPLIT if node.type in GATEWAYS else Role.END
    if node.type is NodeType.START_EVENT:
        return Role.START
    return Role.SYNC if node.type in SYNCS else Role.MERGE


def wait_of(chain: Chain, graph: Graph) -> Wait:
    """Say which arriving flows start the block."""
    return _WAITS.get(chain.front.type, Wait.ANY) if graph.ways_in[chain.front.id] > 1 else Wait.ANY


def split_of(chain: Chain, graph: Graph) -> Split:
    """Say which of the ways out are taken."""
    back = chain.back
    if graph.ways_out[back.id] < 2:  # noqa: PLR2004  (one way out is no split)
        return Split.ONE
    if back.type in GATEWAYS:
        return _SPLITS[back.type]
    flows = [arc.flows[0] for arc in graph.leaving[back.id] if arc.boundary is None and arc.flows]
    return Split.SOME if any(flow.condition is not None for flow in flows) else Split.ALL
