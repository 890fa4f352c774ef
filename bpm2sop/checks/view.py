"""An index over one map that all checks share: what leads where, in which scope, pool and lane.

Each part is worked out when a check first asks for it, in time linear in the map (dominators: near linear).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from bpm2sop.checks.meetings import Join, Meetings, Return
from bpm2sop.model.processmap import (
    ACTIVITIES,
    EVENTS,
    GATEWAYS,
    ElementId,
    EventKind,
    FlowNode,
    Lane,
    NodeType,
    ProcessMap,
    SequenceFlow,
)

Adjacency = Mapping[ElementId, Sequence[ElementId]]
TWO = 2
"""From two ways on, a node splits or joins."""


class Inner(NamedTuple):
    """A sequence flow within one scope, and its ends."""

    flow: SequenceFlow
    source: ElementId
    target: ElementId


class _Named(Protocol):
    """What can be pointed at."""

    @property
    def name(self) -> str: ...
    @property
    def line(self) -> int: ...


class MapView:
    """One map, indexed."""

    def __init__(self, process_map: ProcessMap) -> None:
        """Keep the map; nothing is worked out yet."""
        self.map = process_map
        self.nodes: tuple[FlowNode, ...] = tuple(process_map.nodes.values())
        self.activities = tuple(node for node in self.nodes if node.type in ACTIVITIES)
        self.gateways = tuple(node for node in self.nodes if node.type in GATEWAYS)
        self.events = tuple(node for node in self.nodes if node.type in EVENTS)

    # Names and places.

    @cached_property
    def _beside(self) -> dict[ElementId, tuple[str, int]]:
        """Name and line of what stands beside processes: pools, messages and notes."""
        found = {note.id: (note.text, note.line) for note in self.map.annotations}
        found |= {pool.id: (pool.name, pool.line) for pool in self.map.participants}
        return found | {message.id: (message.name, message.line) for message in self.map.messages}

    def _named(self, element: ElementId) -> tuple[str, int]:
        """Give name and line of whatever has this id; where two things share one, the node's."""
        held = self.map
        tables: tuple[Mapping[ElementId, _Named], ...] = (
            held.nodes,
            held.flows,
            held.lanes,
            held.scopes,
        )
        for table in tables:
            thing = table.get(element)
            if thing is not None:
                return thing.name, thing.line
        return self._beside.get(element, ("", 0))

    def name(self, element: ElementId) -> str:
        """Give an element's name, or its id where it has none."""
        return self._named(element)[0] or element

    def line(self, element: ElementId) -> int | None:
        """Give the line of an element's tag."""
        return self._named(element)[1] or None

    # Sequence flows at a node, loose ends included.

    @cached_property
    def _outgoing(self) -> dict[ElementId, list[SequenceFlow]]:
        found = defaultdict(list)
        for flow in self.map.flows.values():
            if flow.source is not None:
                found[flow.source].append(flow)
        return dict(found)

    @cached_property
    def _incoming(self) -> dict[ElementId, list[SequenceFlow]]:
        found = defaultdict(list)
        for flow in self.map.flows.values():
            if flow.target is not None:
                found[flow.target].append(flow)
        return dict(found)

    def outgoing(self, node: FlowNode) -> Sequence[SequenceFlow]:
        """List the sequence flows that leave a node."""
        return self._outgoing.get(node.id, ())

    def incoming(self, node: FlowNode) -> Sequence[SequenceFlow]:
        """List the sequence flows that enter a node, from a node or from nowhere."""
        return self._incoming.get(node.id, ())

    def splits(self, *types: NodeType) -> Iterator[tuple[FlowNode, Sequence[SequenceFlow]]]:
        """Go through the gateways of these types with several ways out, each with those ways."""
        for node in self.gateways:
            ways = self.outgoing(node)
            if node.type in types and len(ways) >= TWO:
                yield node, ways

    # What leads where, within a scope.

    @cached_property
    def hosts(self) -> dict[ElementId, ElementId]:
        """Each boundary event that sits on a node of its own scope, with that node."""
        nodes = self.map.nodes
        return {
            node.id: node.attached_to
            for node in self.events
            if node.attached_to is not None
            and node.attached_to in nodes
            and nodes[node.attached_to].scope == node.scope
            and nodes[node.attached_to].type is not NodeType.BOUNDARY_EVENT
        }

    @cached_property
    def boundaries(self) -> dict[ElementId, list[FlowNode]]:
        """The boundary events of each host by which a flow leaves; compensations, for one, leave by none."""
        found = defaultdict(list)
        for event, host in self.hosts.items():
            if event in self._outgoing:
                found[host].append(self.map.nodes[event])
        return dict(found)

    @cached_property
    def inner_flows(self) -> tuple[Inner, ...]:
        """The sequence flows with both ends in one scope: all that a table of steps can hold."""
        return tuple(self._inner())

    def _inner(self) -> Iterator[Inner]:
        nodes = self.map.nodes
        for flow in self.map.flows.values():
            source = nodes.get(flow.source) if flow.source is not None else None
            target = nodes.get(flow.target) if flow.target is not None else None
            if source is None or target is None or target.id in self.hosts:
                continue
            if source.scope == target.scope:
                yield Inner(flow, source.id, target.id)

    @cached_property
    def successors(self) -> Adjacency:
        """Where each node leads: along flows, to the boundary events on it, and from link to link."""
        found: dict[ElementId, list[ElementId]] = {node.id: [] for node in self.nodes}
        for _, source, target in self.inner_flows:
            found[source].append(target)
        for host, events in self.boundaries.items():
            found[host].extend(event.id for event in events)
        for key, throws in self.link_throws.items():
            for catch in self.link_catches.get(key, []):
                for throw in throws:
                    found[throw.id].append(catch.id)
        return found

    @cached_property
    def predecessors(self) -> Adjacency:
        """From where each node is led to; the other way round of `successors`."""
        found: dict[ElementId, list[ElementId]] = {node.id: [] for node in self.nodes}
        for source, targets in self.successors.items():
            for target in targets:
                found[target].append(source)
        return found

    @cached_property
    def link_throws(self) -> dict[tuple[ElementId, str], list[FlowNode]]:
        """Throwing link events by scope and link name."""
        return self._links(NodeType.INTERMEDIATE_THROW_EVENT)

    @cached_property
    def link_catches(self) -> dict[tuple[ElementId, str], list[FlowNode]]:
        """Catching link events by scope and link name."""
        return self._links(NodeType.INTERMEDIATE_CATCH_EVENT)

    def _links(self, kind: NodeType) -> dict[tuple[ElementId, str], list[FlowNode]]:
        found = defaultdict(list)
        for node in self.events:
            for event in node.events:
                if event.kind is EventKind.LINK and node.type is kind:
                    found[node.scope, event.name or node.name].append(node)
                    break
        return dict(found)

    @cached_property
    def entries(self) -> tuple[ElementId, ...]:
        """Where a token may begin: start events, and whatever nothing leads to."""
        return tuple(
            node.id
            for node in self.nodes
            if node.type is NodeType.START_EVENT or not self.predecessors[node.id]
        )

    @cached_property
    def reached(self) -> frozenset[ElementId]:
        """What can be reached from the entries."""
        return _closure(self.entries, self.successors)

    @cached_property
    def ending(self) -> frozenset[ElementId]:
        """What can reach an end: an end event, or a node that leads nowhere."""
        ends = (
            node.id
            for node in self.nodes
            if node.type is NodeType.END_EVENT or not self.successors[node.id]
        )
        return _closure(ends, self.predecessors)

    def is_link(self, node: FlowNode) -> bool:
        """Tell whether a node is a link event: of those without a partner link-unpaired speaks."""
        return any(event.kind is EventKind.LINK for event in node.events)

    def groups(self, among: Iterable[ElementId]) -> Iterator[tuple[ElementId, ...]]:
        """Part some nodes into groups that hang together, each in the order given."""
        rest = dict.fromkeys(among)
        place = {node: index for index, node in enumerate(rest)}
        while rest:
            group, work = [], [next(iter(rest))]
            del rest[work[0]]
            while work:
                node = work.pop()
                group.append(node)
                for other in (*self.successors[node], *self.predecessors[node]):
                    if other in rest:
                        del rest[other]
                        work.append(other)
            yield tuple(sorted(group, key=place.__getitem__))

    @cached_property
    def meetings(self) -> Meetings:
        """Where branches meet, worked out with dominators."""
        return Meetings(self.successors, self.entries)

    @cached_property
    def concurrent(self) -> bool:
        """Whether a gateway may start or await several branches, or several flows leave what is no gateway."""
        gateways = set(GATEWAYS) - {NodeType.EXCLUSIVE_GATEWAY, NodeType.EVENT_BASED_GATEWAY}
        return any(
            node.type in gateways if node.type in GATEWAYS else len(self.successors[node.id]) > 1
            for node in self.nodes
        )

    @cached_property
    def joins(self) -> tuple[Join, ...]:
        """Where branches of one split meet; empty where the map never does two things at once."""
        return tuple(self.meetings.joins()) if self.concurrent else ()

    @cached_property
    def returns(self) -> tuple[Return, ...]:
        """What leads back to where it came from; empty where the map never does two things at once."""
        return tuple(self.meetings.returns()) if self.concurrent else ()

    # Scopes, pools and lanes.

    @cached_property
    def flowing(self) -> frozenset[ElementId]:
        """The scopes that hold a sequence flow."""
        nodes = self.map.nodes
        return frozenset(nodes[inner.source].scope for inner in self.inner_flows)

    def ordered(self, node: FlowNode) -> bool:
        """Tell whether a node is expected to hang in its scope's flow: not a handler, not in an ad-hoc scope."""
        holder = self.map.nodes.get(node.scope)
        if holder is not None and holder.type is NodeType.AD_HOC_SUB_PROCESS:
            return False
        return node.scope in self.flowing and not node.by_event and not node.for_compensation

    @cached_property
    def scope_nodes(self) -> dict[ElementId, list[FlowNode]]:
        """The nodes of each scope."""
        found = defaultdict(list)
        for node in self.nodes:
            found[node.scope].append(node)
        return dict(found)

    def process(self, scope: ElementId) -> ElementId:
        """Give the process that a scope belongs to."""
        held = self.map.scopes.get(scope)
        return held.process if held else scope

    @cached_property
    def laned(self) -> frozenset[ElementId]:
        """The processes that have lanes."""
        return frozenset(self.process(lane.scope) for lane in self.map.lanes.values())

    @cached_property
    def lanes_within(self) -> dict[ElementId, list[Lane]]:
        """The lanes directly in each lane."""
        found = defaultdict(list)
        for lane in self.map.lanes.values():
            if lane.parent is not None:
                found[lane.parent].append(lane)
        return dict(found)

    @cached_property
    def members(self) -> dict[ElementId, list[ElementId]]:
        """The nodes directly in each lane."""
        found = defaultdict(list)
        for node, membership in self.map.membership.items():
            found[membership.lane].append(node)
        return dict(found)

    @cached_property
    def lanes_of(self) -> dict[ElementId, ElementId]:
        """The lane of each node that has one: its own, else that of the sub-process around it."""
        found: dict[ElementId, ElementId] = {}
        for node in self.nodes:
            way: dict[ElementId, None] = {}
            at = node
            while at.id not in found and at.id not in self.map.membership:
                way[at.id] = None
                around = self.map.nodes.get(at.scope)
                if around is None or around.id in way:
                    break
                at = around
            own = self.map.membership.get(at.id)
            lane = found.get(at.id) or (own.lane if own else None)
            if lane is not None:
                found |= dict.fromkeys((*way, at.id), lane)
        return found

    @cached_property
    def pools(self) -> dict[ElementId, ElementId]:
        """The pool of each process that has one."""
        return {pool.process: pool.id for pool in self.map.participants if pool.process is not None}


def _closure(seeds: Iterable[ElementId], leads: Adjacency) -> frozenset[ElementId]:
    """Collect what can be reached from the seeds."""
    seen = set(seeds)
    work = list(seen)
    while work:
        for target in leads[work.pop()]:
            if target not in seen:
                seen.add(target)
                work.append(target)
    return frozenset(seen)
