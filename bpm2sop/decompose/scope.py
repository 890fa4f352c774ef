"""One scope: from its graph to blocks in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bpm2sop.decompose.folds import Chain, chains, elements_of, split_of, wait_of
from bpm2sop.decompose.graph import Arc, Graph
from bpm2sop.decompose.order import Order, sorted_by, strong_components, weak_topological_order
from bpm2sop.decompose.preference import Polarity, Preference
from bpm2sop.decompose.signature import Meaning
from bpm2sop.model.decomposition import Block, Exit
from bpm2sop.model.processmap import ElementId, NodeType, ProcessMap
from bpm2sop.model.sop import NextKind


@dataclass(frozen=True, slots=True)
class ScopeTable:
    """A scope's blocks in table order: reachable ones, then handlers, then those that nothing reaches.

    `reachable` counts the first part, `brackets` are its loops as positions.
    """

    scope: ElementId
    blocks: tuple[Block, ...]
    reachable: int
    handlers: int
    brackets: tuple[tuple[int, int], ...]


def decompose_scope(
    graph: Graph, process_map: ProcessMap, *, polarity: Polarity, meaning: Callable[[], Meaning]
) -> ScopeTable:
    """Fold a scope's graph into blocks and put them in order."""
    found = chains(graph)
    vertex_of = {chain.front.id: vertex for vertex, chain in enumerate(found)}
    arcs = [_arcs_of(chain, graph, vertex_of) for chain in found]
    preference = Preference(found, arcs, process_map, polarity=polarity, meaning=meaning)
    sorting = _Sorting(found, arcs, preference)
    order = sorting.order()
    return _table(graph, found, arcs, order=order, sorting=sorting)


def _arcs_of(chain: Chain, graph: Graph, vertex_of: dict[ElementId, int]) -> list[tuple[Arc, int]]:
    """List the arcs that leave a block, with the block that each leads to."""
    inner = {id(arc) for arc in chain.arcs}
    return [
        (arc, vertex_of[arc.target])
        for node in chain.nodes
        for arc in graph.leaving[node.id]
        if id(arc) not in inner
    ]


class _Sorting:
    """Tells beginnings, handlers and the unreachable apart, and orders the rest."""

    def __init__(
        self, found: list[Chain], arcs: list[list[tuple[Arc, int]]], preference: Preference
    ) -> None:
        """Find how each block is reached."""
        self.successors = [[target for _, target in leaving] for leaving in arcs]
        self.preference = preference
        entered = [False] * len(found)
        for targets in self.successors:
            for target in targets:
                entered[target] = True
        self.handlers = [vertex for vertex, chain in enumerate(found) if _is_handler(chain)]
        idle = {vertex for vertex in self.handlers if not self.successors[vertex]}
        self.entries = [
            vertex
            for vertex, chain in enumerate(found)
            if vertex not in idle
            and (not entered[vertex] or chain.front.type is NodeType.START_EVENT)
        ]
        self.idle = sorted(idle, key=preference.last) if len(idle) > 1 else list(idle)
        reached = self._reached()
        self.reachable = [vertex for vertex in range(len(found)) if reached[vertex]]
        self.unreachable = [
            vertex for vertex in range(len(found)) if not reached[vertex] and vertex not in idle
        ]

    def _reached(self) -> list[bool]:
        """Mark what can be reached from the beginnings."""
        seen = [False] * len(self.successors)
        work = list(self.entries)
        while work:
            vertex = work.pop()
            if not seen[vertex]:
                seen[vertex] = True
                work.extend(self.successors[vertex])
        return seen

    def order(self) -> Order:
        """Order the reachable blocks; then come the idle handlers, then the unreachable blocks."""
        ranking = self.preference.ranking()
        order = weak_topological_order(self.successors, self.reachable, self.entries, ranking)
        order.vertices.extend(self.idle)
        if self.unreachable:
            rest = weak_topological_order(
                self.successors, self.unreachable, self._openings(), ranking
            )
            order.vertices.extend(rest.vertices)
        return order

    def _openings(self) -> list[int]:
        """Choose one block of each unreachable ring that no other unreachable ring leads to."""
        inside = set(self.unreachable)
        arcs = {v: [t for t in self.successors[v] if t in inside] for v in self.unreachable}
        components = strong_components(self.unreachable, arcs)
        number = {
            vertex: index for index, component in enumerate(components) for vertex in component
        }
        led_to = {number[t] for v in self.unreachable for t in arcs[v] if number[t] != number[v]}
        return [
            min(component, key=self.preference.last)
            for index, component in enumerate(components)
            if index not in led_to
        ]


def _is_handler(chain: Chain) -> bool:
    """Tell whether a block reacts to an event or compensates, rather than follows: no arrow leads to it."""
    front = chain.nodes[0]
    return front.by_event or front.for_compensation


def _table(
    graph: Graph,
    found: list[Chain],
    arcs: list[list[tuple[Arc, int]]],
    *,
    order: Order,
    sorting: _Sorting,
) -> ScopeTable:
    """Make the blocks, in order."""
    position = {vertex: place for place, vertex in enumerate(order.vertices)}
    cores = [chain.nodes[chain.core].id for chain in found]
    entries, handlers = set(sorting.entries), set(sorting.handlers)
    unreachable = set(sorting.unreachable)
    blocks = [
        Block(
            core=cores[vertex],
            scope=graph.scope,
            elements=elements_of(found[vertex], graph),
            wait=wait_of(found[vertex], graph),
            split=split_of(found[vertex], graph),
            exits=_exits(
                vertex, arcs[vertex], cores, position=position, preference=sorting.preference
            ),
            entry=vertex in entries,
            handler=vertex in handlers,
            unreachable=vertex in unreachable,
        )
        for vertex in order.vertices
    ]
    return ScopeTable(
        graph.scope, tuple(blocks), len(sorting.reachable), len(sorting.idle), tuple(order.brackets)
    )


def _exits(
    vertex: int,
    leaving: Sequence[tuple[Arc, int]],
    cores: list[ElementId],
    *,
    position: dict[int, int],
    preference: Preference,
) -> tuple[Exit, ...]:
    """List a block's ways out: preferred first, forward before backward, near before far."""
    if len(leaving) <= 1:
        return tuple([_exit(arc, cores[target]) for arc, target in leaving])
    here = position[vertex]

    def key(index: int) -> tuple[object, ...]:
        place = position[leaving[index][1]]
        return (*preference.before(vertex, index), place <= here, abs(place - here))

    def words(index: int) -> tuple[object, ...]:
        arc, _ = leaving[index]
        on_the_way = _on_the_way(arc, preference.process_map)
        return (arc.label, arc.condition or "", arc.default, on_the_way, arc.via)

    order = sorted_by(range(len(leaving)), key, then=words)
    return tuple([_exit(arc, cores[target]) for arc, target in map(leaving.__getitem__, order)])


def _exit(arc: Arc, core: ElementId) -> Exit:
    """Make an arc an exit to the block with this core."""
    boundary = arc.boundary
    return Exit(
        to=core,
        kind=NextKind.FLOW if boundary is None else NextKind.EXCEPTION,
        via=arc.via,
        interrupting=True if boundary is None else boundary.interrupting,
        label=arc.label,
        condition=arc.condition,
        default=arc.default,
    )


def _on_the_way(arc: Arc, process_map: ProcessMap) -> tuple[str, ...]:
    """Say what an arc runs through, without ids."""
    nodes, flows = process_map.nodes, process_map.flows
    said = process_map.documentation
    return tuple(
        f"{nodes[part].type} {nodes[part].name} {said.get(part, '')}"
        if part in nodes
        else f"flow {flows[part].name} {flows[part].condition} {said.get(part, '')}"
        for part in arc.via
    )
