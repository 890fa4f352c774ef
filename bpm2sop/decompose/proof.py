"""The proof that a table loses nothing of its map and adds nothing to it (C1 to C10), in linear time.

It works on the finished table, whoever made it, and shares nothing with the decomposition but the map's own values:
so it also judges a table that was read back from a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import NamedTuple

from msgspec.structs import replace

from bpm2sop.decompose.rebuild import Rebuilt, rebuild
from bpm2sop.decompose.table import Table
from bpm2sop.decompose.tableorder import order_faults
from bpm2sop.decompose.tableshape import shape_faults
from bpm2sop.decompose.tablewords import word_faults
from bpm2sop.errors import ProofFailed
from bpm2sop.model.processmap import (
    ACTIVITIES,
    ElementId,
    EventKind,
    FlowNode,
    NodeType,
    ProcessMap,
    SequenceFlow,
)
from bpm2sop.model.sop import Cell, CellSource, Proof, Sop, Step


class Difference(NamedTuple):
    """One clause that does not hold, with the elements concerned."""

    clause: str
    elements: tuple[str, ...]
    detail: str


def prove(process_map: ProcessMap, sop: Sop) -> Sop:
    """Fill the SOP's proof, or raise `ProofFailed` with the first clause that does not hold."""
    table = Table(sop)
    extent = Extent.of(process_map, table)
    for difference in _differences(extent, table):
        raise ProofFailed(difference.clause, difference.elements, difference.detail)
    return replace(sop, proof=counts(extent, table))


def differences(process_map: ProcessMap, sop: Sop) -> Iterator[Difference]:
    """Iterate over all that a table has wrong."""
    table = Table(sop)
    return _differences(Extent.of(process_map, table), table)


def _differences(extent: Extent, table: Table) -> Iterator[Difference]:
    """Iterate over what is wrong, clause by clause."""
    process_map = extent.process_map
    rebuilt = rebuild(table, extent.flows.__contains__)
    for check in (_accounting, _homes, _flows, _links_and_hosts, _messages):
        yield from check(extent, table, rebuilt)
    for clause, elements, detail in shape_faults(process_map, table, rebuilt.links):
        yield Difference(clause, elements, detail)
    for clause, elements, detail in (*order_faults(table), *word_faults(process_map, table)):
        yield Difference(clause, elements, detail)
    yield from _actors_and_cells(process_map, table)


@dataclass(slots=True)
class Extent:
    """The nodes and flows that the SOP answers for."""

    process_map: ProcessMap
    scopes: dict[str, None]
    nodes: set[str] = field(default_factory=set)
    flows: dict[str, SequenceFlow] = field(default_factory=dict)

    @classmethod
    def of(cls, process_map: ProcessMap, table: Table) -> Extent:
        """Gather the scopes of every list of the table, their nodes, and the flows that belong to them."""
        scopes = dict.fromkeys(scope for listed in table.lists for scope in listed.scopes)
        extent = cls(process_map, scopes)
        for scope in scopes:
            if ElementId(scope) in process_map.scopes:
                extent.nodes.update(process_map.scopes[ElementId(scope)].nodes)
        for flow in process_map.flows.values():
            if home(flow, process_map) in scopes:
                extent.flows[flow.id] = flow
        return extent


def home(flow: SequenceFlow, process_map: ProcessMap) -> ElementId:
    """Give the scope that answers for a flow: its source's, else its target's, else the one that declares it."""
    for end in (flow.source, flow.target):
        if end is not None and end in process_map.nodes:
            return process_map.nodes[end].scope
    return flow.scope


def _accounting(extent: Extent, table: Table, rebuilt: Rebuilt) -> Iterator[Difference]:
    """C1, C2: every node and flow once, in a step, on an arrow or explained; nothing that the map does not have."""
    explained = {entry.element for entry in table.sop.explained}
    nodes = extent.process_map.nodes
    flows = Counter(way.flow for way in rebuilt.flows)
    for kind, wanted, counted in (
        ("node", extent.nodes, _counted_nodes(extent, rebuilt)),
        ("flow", extent.flows, flows),
    ):
        yield from _too_much(kind, wanted, counted, explained)
        for element in wanted:
            if element not in counted and element not in explained:
                yield Difference("C1", (element,), f"{kind} is nowhere in the table")
    for element in explained & extent.nodes:
        if nodes[ElementId(element)].type in ACTIVITIES:
            yield Difference("C1", (element,), "an activity is explained away")
    for step, lost in rebuilt.broken:
        yield Difference("C8", (step, lost), "an arrow leads nowhere")


def _counted_nodes(extent: Extent, rebuilt: Rebuilt) -> Counter[str]:
    """Count where nodes stand; a boundary event may begin several arrows of its host."""
    nodes = extent.process_map.nodes
    seen: Counter[str] = Counter()
    holders: dict[str, str] = {}
    for node, step in rebuilt.places:
        boundary = node in nodes and nodes[ElementId(node)].type is NodeType.BOUNDARY_EVENT
        if not (boundary and holders.get(node) == step):
            seen[node] += 1
            holders[node] = step
    return seen


def _too_much(
    kind: str, wanted: Collection[str], counted: Counter[str], explained: set[str]
) -> Iterator[Difference]:
    """C2: nothing foreign, nothing twice, nothing both told and explained."""
    for element, times in counted.items():
        if element not in wanted:
            yield Difference("C2", (element,), f"{kind} is not in the map's scopes")
        elif times > 1:
            yield Difference("C2", (element,), f"{kind} stands in {times} places")
        elif element in explained:
            yield Difference("C1", (element,), f"{kind} is both told and explained")


def _homes(extent: Extent, table: Table, _rebuilt: Rebuilt) -> Iterator[Difference]:
    """C2: a step stands in the list of the scope that holds its nodes."""
    nodes = extent.process_map.nodes
    for row in table.rows:
        for part in row.nodes:
            node = nodes.get(ElementId(part.id))
            if node is not None and node.scope not in row.scopes:
                yield Difference("C2", (part.id,), "stands in the list of another scope")


def _flows(extent: Extent, table: Table, rebuilt: Rebuilt) -> Iterator[Difference]:
    """C4, C6: each flow joins the nodes that the map says, with its words, condition and default mark."""
    nodes = extent.process_map.nodes
    firsts: set[tuple[str, int]] = set()
    for way in rebuilt.flows:
        flow = extent.flows.get(way.flow)
        if flow is None:
            continue
        if (flow.source, flow.target) != (way.source, way.target):
            yield Difference("C6", (way.flow,), f"joins {way.source} to {way.target} in the table")
        if way.arrow is None:
            continue
        if flow.name not in ("", way.arrow.label) and (way.flow, flow.name) not in table.quoted:
            yield Difference(
                "C4", (way.flow,), "the label is neither on its arrow nor quoted in a remark"
            )
        if (way.step, id(way.arrow)) in firsts:
            continue
        firsts.add((way.step, id(way.arrow)))
        source = nodes.get(flow.source) if flow.source is not None else None
        if way.arrow.default != (source is not None and source.default == flow.id):
            yield Difference("C4", (way.flow,), "the default mark differs")


def _links_and_hosts(extent: Extent, _table: Table, rebuilt: Rebuilt) -> Iterator[Difference]:
    """C6: boundary events leave their host; nodes side by side are link events."""
    nodes = extent.process_map.nodes
    for boundary, host in rebuilt.hosts:
        node = nodes.get(ElementId(boundary))
        if node is None or node.type is not NodeType.BOUNDARY_EVENT or node.attached_to != host:
            yield Difference("C6", (boundary, host), "no boundary event of this activity")
    wanted = set(_jumps(extent))
    for pair in set(rebuilt.links) ^ wanted:
        detail = (
            "link events that do not meet"
            if pair not in wanted
            else "link events meet only on the map"
        )
        yield Difference("C6", pair, detail)


def _jumps(extent: Extent) -> Iterator[tuple[str, str]]:
    """Iterate over the throwing and catching link events of one name in one scope."""
    for scope in extent.scopes.keys() & extent.process_map.scopes.keys():
        named: dict[tuple[NodeType, str], list[str]] = {}
        for node_id in extent.process_map.scopes[ElementId(scope)].nodes:
            node = extent.process_map.nodes[node_id]
            for event in node.events:
                if event.kind is EventKind.LINK:
                    named.setdefault((node.type, event.name or node.name), []).append(node_id)
                    break
        for (kind, name), throws in named.items():
            catches = named.get((NodeType.INTERMEDIATE_CATCH_EVENT, name), ())
            if kind is NodeType.INTERMEDIATE_THROW_EVENT:
                yield from product(throws, catches)


def _messages(extent: Extent, _table: Table, rebuilt: Rebuilt) -> Iterator[Difference]:
    """C4: a message arrow is a message flow of the map between nodes of its two steps."""
    places = dict(rebuilt.places)
    known = {message.id: message for message in extent.process_map.messages}
    step_of = partial(_step_of, places, extent.process_map.nodes)
    told = Counter(flow for flow, _, _ in rebuilt.messages)
    for flow, sender, receiver in rebuilt.messages:
        message = known.get(ElementId(flow))
        if message is None or told[flow] > 1:
            yield Difference("C2", (flow,), "no message flow of the map, or told twice")
        elif (step_of(message.source), step_of(message.target)) != (sender, receiver):
            yield Difference("C4", (flow,), "the message joins other steps")
    for message in known.values():
        inside = step_of(message.source) is not None and step_of(message.target) is not None
        if inside and message.id not in told:
            yield Difference(
                "C1", (message.id,), "the message between two steps is nowhere in the table"
            )


def _step_of(
    places: Mapping[str, str], nodes: Mapping[ElementId, FlowNode], end: ElementId | None
) -> str | None:
    """Give the step that holds a node; for a boundary event that no step holds, that of its host."""
    if end is None or end not in nodes:
        return None
    return places.get(end) or places.get(nodes[end].attached_to or "")


def _actors_and_cells(process_map: ProcessMap, table: Table) -> Iterator[Difference]:
    """C8, C9, C10: no step refers to its own SOP, every step has an actor of it, every cell names its source."""
    actors = {actor.id for actor in table.sop.actors}
    known = _known_elements(process_map)
    for row in table.rows:
        step = row.step
        if step.refers_to is not None and step.refers_to == table.sop.key:
            yield Difference("C8", (step.key,), "the step refers to its own SOP")
        if not step.actors or not actors.issuperset(step.actors):
            yield Difference("C9", (step.key,), "the step has no actor of this SOP")
        for cell in _cells(step):
            trouble = _cell_trouble(cell, known)
            if trouble:
                yield Difference("C10", (step.key, cell.element or ""), trouble)


def _cells(step: Step) -> Iterator[Cell]:
    """Iterate over a step's cells."""
    yield from (*step.inputs, *step.outputs, *step.remarks)
    if step.time is not None:
        yield step.time


def _cell_trouble(cell: Cell, known: Callable[[str], bool]) -> str | None:
    """Say what is wrong with a cell's provenance."""
    if cell.source is CellSource.MAP and not (cell.element and known(cell.element)):
        return "the cell's element is not in the map"
    if cell.source is CellSource.ASSUMED and not cell.rule:
        return "the assumption names no rule"
    if cell.source is CellSource.NONE and cell.value:
        return "the cell has a value from nowhere"
    return None


def _known_elements(process_map: ProcessMap) -> Callable[[str], bool]:
    """Tell whether an id is an element of the map."""
    tables = (
        process_map.nodes,
        process_map.flows,
        process_map.data,
        process_map.lanes,
        process_map.scopes,
    )
    others = {
        item.id for group in (process_map.messages, process_map.annotations) for item in group
    }
    others |= {
        item.id for group in (process_map.participants, process_map.groups) for item in group
    }
    others.add(process_map.id)

    def known(element: str) -> bool:
        return element in others or any(element in table for table in tables)

    return known


def counts(extent: Extent, table: Table) -> Proof:
    """Count the nodes told as steps, folded into steps and explained, and the flows; the table is taken to be right."""
    cores = {row.core for row in table.rows}
    explained = {entry.element for entry in table.sop.explained} & extent.nodes
    return Proof(
        nodes=len(extent.nodes),
        in_steps=len(cores),
        folded=len(extent.nodes) - len(cores) - len(explained),
        explained=len(explained),
        flows=len(extent.flows),
        rebuilds=True,
    )
