"""Cells of a step that the map fills: each names the element that it comes from. Nothing is made up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bpm2sop.drafting.actors import Cast
from bpm2sop.model.decomposition import Block, Exit
from bpm2sop.model.processmap import (
    Annotation,
    DataLink,
    ElementId,
    EventDefinition,
    EventKind,
    FlowNode,
    MessageFlow,
    NodeType,
    ProcessMap,
)
from bpm2sop.model.sop import Cell, CellSource, NextKind, Role
from bpm2sop.wording import Language, say

_SENDS = frozenset({NodeType.SEND_TASK, NodeType.INTERMEDIATE_THROW_EVENT, NodeType.END_EVENT})


@dataclass(slots=True)
class Sources:
    """What the map ties to each element, indexed once for a whole SOP."""

    process_map: ProcessMap
    language: Language
    reads: dict[ElementId, list[DataLink]] = field(default_factory=dict)
    writes: dict[ElementId, list[DataLink]] = field(default_factory=dict)
    arriving: dict[ElementId, list[MessageFlow]] = field(default_factory=dict)
    leaving: dict[ElementId, list[MessageFlow]] = field(default_factory=dict)
    notes: dict[ElementId, list[Annotation]] = field(default_factory=dict)
    idle: dict[ElementId, list[FlowNode]] = field(default_factory=dict)
    """Boundary events by their host."""

    def __post_init__(self) -> None:
        """Index data, messages, annotations and boundary events by the element they touch."""
        by: dict[str, dict[ElementId, list[object]]] = {name: defaultdict(list) for name in ("r", "w", "a", "l", "n")}
        for link in self.process_map.data_links:
            by["r" if link.into else "w"][link.node].append(link)
        for message in self.process_map.messages:
            if message.target is not None:
                by["a"][message.target].append(message)
            if message.source is not None:
                by["l"][message.source].append(message)
        for note in self.process_map.annotations:
            for element in note.elements:
                by["n"][element].append(note)
        self.reads, self.writes, self.arriving, self.leaving, self.notes = by.values()  # type: ignore[assignment]
        for node in self.process_map.nodes.values():
            if node.attached_to is not None:
                self.idle.setdefault(node.attached_to, []).append(node)


def from_map(value: str, element: str, rule: str | None = None) -> Cell:
    """Make a cell that the map fills."""
    return Cell(value, CellSource.MAP, element, rule)


def nodes_of(block: Block, process_map: ProcessMap) -> list[FlowNode]:
    """List the flow nodes in a block, in order."""
    nodes = process_map.nodes
    return [nodes[ElementId(element.id)] for element in block.elements if element.role is not Role.FLOW]


def inputs(block: Block, sources: Sources) -> tuple[Cell, ...]:
    """List what the step takes in: data read, and messages that arrive."""
    cells = []
    for node in nodes_of(block, sources.process_map):
        cells += _data(sources.reads.get(node.id, ()), sources.process_map)
        cells += _messages(sources.arriving.get(node.id, ()))
        if node.type not in _SENDS:
            cells += _own_messages(node, sources.arriving.get(node.id, ()))
    return tuple(dict.fromkeys(cells))


def outputs(block: Block, sources: Sources) -> tuple[Cell, ...]:
    """List what the step gives: data written, and messages that leave."""
    cells = []
    for node in nodes_of(block, sources.process_map):
        cells += _data(sources.writes.get(node.id, ()), sources.process_map)
        cells += _messages(sources.leaving.get(node.id, ()))
        if node.type in _SENDS:
            cells += _own_messages(node, sources.leaving.get(node.id, ()))
    return tuple(dict.fromkeys(cells))


def _data(links: Iterable[DataLink], process_map: ProcessMap) -> list[Cell]:
    """Name data items, their state in brackets."""
    cells = []
    shapes = process_map.drawing.shapes
    for link in links:
        item = process_map.data.get(link.item)
        if item is not None and (item.name or item.state):
            state = f"[{item.state}]" if item.state else ""
            shape = shapes.get(item.id)
            place = (shape.y, shape.x) if shape else (0.0, 0.0)
            cells.append((f"{item.name} {state}".strip(), place, item.id))
    return [from_map(words, item_id) for words, _, item_id in sorted(cells)]


def _messages(flows: Iterable[MessageFlow]) -> list[Cell]:
    """Name the messages on message flows."""
    return sorted(from_map(flow.name or flow.message, flow.id) for flow in flows if flow.name or flow.message)


def _own_messages(node: FlowNode, flows: Iterable[MessageFlow]) -> list[Cell]:
    """Name the messages of a node's own definition, unless a message flow names them already."""
    named = {flow.name for flow in flows} | {flow.message for flow in flows}
    names = [node.message, *(event.name for event in node.events if event.kind is EventKind.MESSAGE)]
    return [from_map(name, node.id) for name in dict.fromkeys(names) if name and name not in named]


def time(block: Block, sources: Sources) -> Cell | None:
    """Give the time that a timer on the step itself, or a tool's own property, states."""
    for node in nodes_of(block, sources.process_map):
        if node.id == block.core and node.type is not NodeType.START_EVENT:
            for event in node.events:
                if event.kind is EventKind.TIMER and event.text:
                    return from_map(event.text, node.id, f"timer-{event.timer}" if event.timer else None)
    for fact in sources.process_map.facts:
        if fact.element == block.core and fact.kind == "duration":
            return from_map(fact.value, fact.element, f"dialect-{fact.dialect}")
    return None


def remarks(block: Block, sources: Sources, cast: Cast) -> tuple[Cell, ...]:
    """List what else the map says of the step, in the order of its elements."""
    cells: list[Cell] = []
    process_map = sources.process_map
    for element in block.elements:
        cells += _spoken(ElementId(element.id), sources)
        node = process_map.nodes.get(ElementId(element.id))
        if node is None:
            flow = process_map.flows[ElementId(element.id)]
            cells += [from_map(flow.name, flow.id, "flow-name")] if flow.name else []
            continue
        if node.id != block.core:
            cells += _folded(node, sources)
        cells += _triggers(node, sources)
        cells += _marks(node, sources)
        cells += _partners(node, sources, cast)
        cells += _idle_boundaries(node, block, sources)
    for exit_ in block.exits:
        if exit_.kind is not NextKind.MESSAGE:
            cells += _on_the_way(exit_, sources)
    return tuple(dict.fromkeys(cells))


def _spoken(element: ElementId, sources: Sources) -> list[Cell]:
    """Quote documentation and annotations of an element."""
    cells = []
    text = sources.process_map.documentation.get(element)
    if text:
        cells.append(from_map(text, element, "documentation"))
    notes = sorted(sources.notes.get(element, ()), key=lambda note: (note.text, note.id))
    cells += [from_map(note.text, note.id, "annotation") for note in notes if note.text]
    return cells


def _folded(node: FlowNode, sources: Sources) -> list[Cell]:
    """Keep the name of a node that shares the row of another."""
    if not node.name:
        return []
    if node.type is NodeType.START_EVENT:
        return [from_map(say(sources.language, "remark.start", name=node.name), node.id, "start")]
    if node.type is NodeType.END_EVENT:
        return [from_map(say(sources.language, "remark.end", name=node.name), node.id, "end")]
    return [from_map(node.name, node.id, "question" if node.name.endswith("?") else "gateway")]


def _triggers(node: FlowNode, sources: Sources) -> list[Cell]:
    """Say what an event waits for or causes, beside its name."""
    cells = []
    for event in node.events:
        words = _detail(event)
        if words and words != node.name and event.kind is not EventKind.MESSAGE:
            cells.append(
                from_map(say(sources.language, f"remark.event_{event.kind}", name=words), node.id, f"event-{event.kind}")
            )
    return cells


def _detail(event: EventDefinition) -> str:
    """Give the words of an event definition."""
    return " ".join(part for part in (event.name, event.text) if part)


def _marks(node: FlowNode, sources: Sources) -> list[Cell]:
    """Say that an activity repeats, who is named on it, and how an ad-hoc sub-process runs."""
    cells = []
    if node.loop is not None:
        words = say(sources.language, f"remark.loop_{node.loop}", condition=node.loop_text).strip(" :")
        cells.append(from_map(words, node.id, f"loop-{node.loop}"))
    if node.type is NodeType.AD_HOC_SUB_PROCESS:
        cells.append(from_map(say(sources.language, "remark.ad_hoc"), node.id, "ad-hoc"))
    if node.type is NodeType.TRANSACTION:
        cells.append(from_map(say(sources.language, "remark.transaction"), node.id, "transaction"))
    if node.for_compensation:
        cells.append(from_map(say(sources.language, "remark.compensation"), node.id, "compensation"))
    names = ", ".join(sorted(node.performers))
    if names:
        cells.append(from_map(say(sources.language, "remark.performer", name=names), node.id, "performer"))
    return cells


def _partners(node: FlowNode, sources: Sources, cast: Cast) -> list[Cell]:
    """Name the other party of each message to or from outside the SOP's own steps."""
    cells = []
    for rule, flows in (("message-from", sources.arriving), ("message-to", sources.leaving)):
        for flow in flows.get(node.id, ()):
            pool = cast.partner(flow.source if rule == "message-from" else flow.target)
            if pool is not None and pool.name:
                key = "remark.message_from" if rule == "message-from" else "remark.message_to"
                cells.append(from_map(say(sources.language, key, name=pool.name), flow.id, rule))
    return sorted(cells)


def _idle_boundaries(node: FlowNode, block: Block, sources: Sources) -> list[Cell]:
    """Name the events on a step's border that nothing leaves: no arrow can say them."""
    used = {exit_.via[0] for exit_ in block.exits if exit_.kind is NextKind.EXCEPTION}
    cells = []
    for event in sources.idle.get(node.id, ()):
        if event.id in used:
            continue
        words = event.name or " ".join(filter(None, (_detail(definition) for definition in event.events)))
        then = sources.process_map.compensations.get(event.id)
        after = sources.process_map.nodes[then].name if then in sources.process_map.nodes else ""
        key = "remark.boundary_compensation" if after else "remark.boundary"
        cells.append(from_map(say(sources.language, key, name=words, then=after).strip(), event.id, "boundary"))
    return sorted(cells)


def _on_the_way(exit_: Exit, sources: Sources) -> list[Cell]:
    """Quote what lies on an arrow beside its label: other names of flows and gateways, documentation, annotations."""
    cells = []
    for element in exit_.via:
        cells += _spoken(element, sources)
        node = sources.process_map.nodes.get(element)
        if node is None:
            name = sources.process_map.flows[element].name
            cells += [from_map(name, element, "flow-name")] if name and name != exit_.label else []
            continue
        if node.type is NodeType.BOUNDARY_EVENT:
            cells += _triggers(node, sources)
        elif node.name:
            cells.append(from_map(node.name, node.id, "on-the-way"))
    return cells
