"""Cells of a step that the map fills: each names the element that it comes from. Nothing is made up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bpm2sop.drafting.actors import Cast
from bpm2sop.drafting.stated import Stated, Statement, stated, timer_remark, timer_statements
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
    rows: Mapping[ElementId, int] = field(default_factory=dict)
    """The nodes of the SOP's steps in table order."""
    reads: dict[ElementId, list[DataLink]] = field(default_factory=dict)
    writes: dict[ElementId, list[DataLink]] = field(default_factory=dict)
    arriving: dict[ElementId, list[MessageFlow]] = field(default_factory=dict)
    leaving: dict[ElementId, list[MessageFlow]] = field(default_factory=dict)
    notes: dict[ElementId, list[Annotation]] = field(default_factory=dict)
    idle: dict[ElementId, list[FlowNode]] = field(default_factory=dict)
    """Boundary events by their host."""
    durations: dict[ElementId, list[Statement]] = field(default_factory=dict)
    """Times that a tool's own property gives an element."""

    def __post_init__(self) -> None:
        """Index data, messages, annotations and boundary events by the element they touch."""
        by: dict[str, dict[ElementId, list[object]]] = {
            name: defaultdict(list) for name in ("r", "w", "a", "l", "n")
        }
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
        self._order_messages()
        self._index_durations()

    def _order_messages(self) -> None:
        """Put the messages of each element in an order that their ids do not decide."""
        for flows in self.arriving.values():
            flows.sort(key=lambda flow: self._order(flow, flow.source))
        for flows in self.leaving.values():
            flows.sort(key=lambda flow: self._order(flow, flow.target))

    def _order(
        self, flow: MessageFlow, far: ElementId | None
    ) -> tuple[int, str, float, float, str, str]:
        """Order message flows by the row of their other end, then by its name and place; never by ids while these differ."""
        place = self.rows.get(far, len(self.rows)) if far is not None else -1
        pool = next((pool.name for pool in self.process_map.participants if pool.id == far), "")
        shape = self.process_map.drawing.shapes.get(far) if far is not None else None
        y, x = (shape.y, shape.x) if shape is not None else (0.0, 0.0)
        return (place, pool, y, x, flow.name or flow.message, flow.id)

    def _index_durations(self) -> None:
        """Index the times that tools' own properties state."""
        for fact in self.process_map.facts:
            if fact.kind == "duration":
                statement = Statement(fact.value, fact.element, f"dialect-{fact.dialect}")
                self.durations.setdefault(fact.element, []).append(statement)


def from_map(value: str, element: str, rule: str | None = None) -> Cell:
    """Make a cell that the map fills."""
    return Cell(value, CellSource.MAP, element, rule)


def nodes_of(block: Block, process_map: ProcessMap) -> list[FlowNode]:
    """List the flow nodes in a block, in order."""
    nodes = process_map.nodes
    return [
        nodes[ElementId(element.id)] for element in block.elements if element.role is not Role.FLOW
    ]


def inputs(block: Block, sources: Sources, cast: Cast) -> tuple[Cell, ...]:
    """List what the step takes in: data read, and messages that arrive."""
    cells = []
    for node in nodes_of(block, sources.process_map):
        cells += _data(sources.reads.get(node.id, ()), sources.process_map)
        cells += _messages(sources.arriving.get(node.id, ()))
        if node.type not in _SENDS:
            cells += _own_messages(node, sources.arriving.get(node.id, ()))
    return _distinct(cells, _told_elsewhere(block, sources.arriving, sources, cast))


def outputs(block: Block, sources: Sources, cast: Cast) -> tuple[Cell, ...]:
    """List what the step gives: data written, and messages that leave."""
    cells = []
    for node in nodes_of(block, sources.process_map):
        cells += _data(sources.writes.get(node.id, ()), sources.process_map)
        cells += _messages(sources.leaving.get(node.id, ()))
        if node.type in _SENDS:
            cells += _own_messages(node, sources.leaving.get(node.id, ()))
    return _distinct(cells, _told_elsewhere(block, sources.leaving, sources, cast))


def _told_elsewhere(
    block: Block, flows: Mapping[ElementId, Sequence[MessageFlow]], sources: Sources, cast: Cast
) -> set[str]:
    """Name the elements of a step's cells that its row, an arrow or a partner's name holds as well."""
    told: set[str] = {element.id for element in block.elements}
    nodes = sources.process_map.nodes
    for element in block.elements:
        for flow in flows.get(ElementId(element.id), ()):
            far = flow.source if flow.target == element.id else flow.target
            pool = cast.partner(far)
            if far in nodes or (pool is not None and pool.name):
                told.add(flow.id)
    return told


def _distinct(cells: Iterable[Cell], told: set[str]) -> tuple[Cell, ...]:
    """Leave out a cell whose words stand there already, if its element can still be traced."""
    kept: list[Cell] = []
    words: set[str] = set()
    for cell in dict.fromkeys(cells):
        if cell.value.casefold() in words and cell.element in told:
            continue
        words.add(cell.value.casefold())
        kept.append(cell)
    return tuple(kept)


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
    """Name the messages on message flows, those of the same words in their own order."""
    named = [flow for flow in flows if flow.name or flow.message]
    return [
        from_map(flow.name or flow.message, flow.id)
        for flow in sorted(named, key=lambda flow: flow.name or flow.message)
    ]


def _own_messages(node: FlowNode, flows: Iterable[MessageFlow]) -> list[Cell]:
    """Name the messages of a node's own definition, unless a message flow names them already."""
    named = {flow.name for flow in flows} | {flow.message for flow in flows}
    names = [
        node.message,
        *(event.name for event in node.events if event.kind is EventKind.MESSAGE),
    ]
    return [from_map(name, node.id) for name in dict.fromkeys(names) if name and name not in named]


def time(block: Block, sources: Sources) -> Stated | None:
    """Give the time that the map states for a step: a timer, a tool's own property, documentation, a note."""
    return stated(_statements(block, sources), sources.language)


def _statements(block: Block, sources: Sources) -> Iterator[Statement]:
    """Iterate over the texts that may state a step's time, the surest first."""
    process_map = sources.process_map
    core = process_map.nodes[block.core]
    if core.type is not NodeType.START_EVENT:
        yield from timer_statements(core)
    yield from sources.durations.get(block.core, ())
    nodes = (
        block.core,
        *(node.id for node in nodes_of(block, process_map) if node.id != block.core),
    )
    for node in nodes:
        if text := process_map.documentation.get(node):
            yield Statement(text, node)
        for note in sorted(sources.notes.get(node, ()), key=lambda note: (note.text, note.id)):
            if note.text:
                yield Statement(note.text, note.id)


def remarks(block: Block, sources: Sources, cast: Cast, time_of: Stated | None) -> tuple[Cell, ...]:
    """List what else the map says of the step, in the order of its elements; not what its time says already."""
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
        cells += _partners(node, block, sources, cast)
        cells += _idle_boundaries(node, block, sources)
    for exit_ in block.exits:
        if exit_.kind is not NextKind.MESSAGE:
            cells += _on_the_way(exit_, sources)
    told = time_of.told if time_of is not None else None
    traced = {element.id for element in block.elements}
    traced |= {element for exit_ in block.exits for element in exit_.via}
    return _distinct((cell for cell in cells if (cell.element, cell.value) != told), traced)


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
        if event.kind is EventKind.TIMER and event.text:
            cells += _timer(node, event, sources)
            continue
        words = _detail(event)
        if (
            words
            and words.casefold() not in node.name.casefold()
            and event.kind is not EventKind.MESSAGE
        ):
            cells.append(
                from_map(
                    say(sources.language, f"remark.event_{event.kind}", name=words),
                    node.id,
                    f"event-{event.kind}",
                )
            )
    return cells


def _timer(node: FlowNode, event: EventDefinition, sources: Sources) -> list[Cell]:
    """Say when a timer rings, unless the time of its own step says so."""
    waits = node.type is NodeType.INTERMEDIATE_CATCH_EVENT
    if waits and any(one.text == event.text for one in timer_statements(node)):
        return []
    said = timer_remark(node, event, sources.language)
    return [from_map(said[0], node.id, said[1])] if said is not None else []


def _detail(event: EventDefinition) -> str:
    """Give the words of an event definition."""
    return " ".join(part for part in (event.name, event.text) if part)


def _marks(node: FlowNode, sources: Sources) -> list[Cell]:
    """Say that an activity repeats, who is named on it, and how an ad-hoc sub-process runs."""
    cells = []
    if node.loop is not None:
        counted = "_count" if node.loop_text.isdecimal() else ""
        key = f"remark.loop_{node.loop}{counted}"
        words = say(sources.language, key, condition=node.loop_text).strip(" :")
        cells.append(from_map(words, node.id, f"loop-{node.loop}"))
    if node.type is NodeType.START_EVENT and not node.interrupting:
        words = say(sources.language, "remark.alongside")
        cells.append(from_map(words, node.id, "not-interrupting"))
    if node.type is NodeType.AD_HOC_SUB_PROCESS:
        cells.append(from_map(say(sources.language, "remark.ad_hoc"), node.id, "ad-hoc"))
    if node.type is NodeType.TRANSACTION:
        cells.append(from_map(say(sources.language, "remark.transaction"), node.id, "transaction"))
    if node.for_compensation:
        cells.append(
            from_map(say(sources.language, "remark.compensation"), node.id, "compensation")
        )
    names = ", ".join(sorted(node.performers))
    if names:
        cells.append(
            from_map(say(sources.language, "remark.performer", name=names), node.id, "performer")
        )
    return cells


def _partners(node: FlowNode, block: Block, sources: Sources, cast: Cast) -> list[Cell]:
    """Name the other party of each message, where no arrow of this step says which step it goes to."""
    cells = []
    said = {exit_.via[0] for exit_ in block.exits if exit_.kind is NextKind.MESSAGE}
    for rule, flows in (("message-from", sources.arriving), ("message-to", sources.leaving)):
        for flow in flows.get(node.id, ()):
            pool = cast.partner(flow.source if rule == "message-from" else flow.target)
            if pool is not None and pool.name and flow.id not in said:
                key = "remark.message_from" if rule == "message-from" else "remark.message_to"
                cells.append(from_map(say(sources.language, key, name=pool.name), flow.id, rule))
    return sorted(cells, key=lambda cell: cell.value)


def _idle_boundaries(node: FlowNode, block: Block, sources: Sources) -> list[Cell]:
    """Name the events on a step's border that nothing leaves: no arrow can say them."""
    used = {exit_.via[0] for exit_ in block.exits if exit_.kind is NextKind.EXCEPTION}
    cells = []
    for event in sources.idle.get(node.id, ()):
        if event.id in used:
            continue
        words = event.name or " ".join(
            filter(None, (_detail(definition) for definition in event.events))
        )
        then = sources.process_map.compensations.get(event.id)
        undoing = sources.process_map.nodes.get(then) if then is not None else None
        after = undoing.name if undoing is not None else ""
        key = "remark.boundary_compensation" if after else "remark.boundary"
        cells.append(
            from_map(
                say(sources.language, key, name=words, then=after).strip(), event.id, "boundary"
            )
        )
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
            link = any(event.kind is EventKind.LINK for event in node.events)
            words = (
                say(sources.language, "remark.event_link", name=node.name) if link else node.name
            )
            cells.append(from_map(words, node.id, "on-the-way"))
    return cells
