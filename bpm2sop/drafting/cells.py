"""Cells of a step that the map fills: each names the element that it comes from. Nothing is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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
from bpm2sop.model.sop import BlockElement, Cell, CellSource, NextKind, Role
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
    """Annotations with words, in an order that their place in the file does not decide."""
    idle: dict[ElementId, list[FlowNode]] = field(default_factory=dict)
    """Boundary events by their host."""
    durations: dict[ElementId, list[Statement]] = field(default_factory=dict)
    """Times that a tool's own property gives an element."""

    def __post_init__(self) -> None:
        """Index data, messages, annotations and boundary events by the element they touch."""
        for link in self.process_map.data_links:
            (self.reads if link.into else self.writes).setdefault(link.node, []).append(link)
        for message in self.process_map.messages:
            if message.target is not None:
                self.arriving.setdefault(message.target, []).append(message)
            if message.source is not None:
                self.leaving.setdefault(message.source, []).append(message)
        for note in sorted(self.process_map.annotations, key=lambda note: (note.text, note.id)):
            for element in note.elements if note.text else ():
                self.notes.setdefault(element, []).append(note)
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


class Row(NamedTuple):
    """A block and its flow nodes in order: what one step stands for."""

    block: Block
    parts: Sequence[BlockElement]
    """The block's elements that are flow nodes."""
    nodes: Sequence[FlowNode]

    @classmethod
    def of(cls, block: Block, process_map: ProcessMap) -> Row:
        """Look up the nodes of a block."""
        nodes = process_map.nodes
        parts = [part for part in block.elements if part.role is not Role.FLOW]
        return cls(block, parts, [nodes[ElementId(part.id)] for part in parts])


def inputs(row: Row, sources: Sources, cast: Cast) -> tuple[Cell, ...]:
    """List what the step takes in: data read, and messages that arrive."""
    cells: list[Cell] = []
    for node in row.nodes:
        arriving = sources.arriving.get(node.id, ())
        cells += _given(sources.reads.get(node.id, ()), arriving, sources.process_map)
        if node.type not in _SENDS:
            cells += _own_messages(node, arriving)
    return _distinct(cells, lambda: _told_elsewhere(row.block, sources.arriving, sources, cast))


def outputs(row: Row, sources: Sources, cast: Cast) -> tuple[Cell, ...]:
    """List what the step gives: data written, and messages that leave."""
    cells: list[Cell] = []
    for node in row.nodes:
        leaving = sources.leaving.get(node.id, ())
        cells += _given(sources.writes.get(node.id, ()), leaving, sources.process_map)
        if node.type in _SENDS:
            cells += _own_messages(node, leaving)
    return _distinct(cells, lambda: _told_elsewhere(row.block, sources.leaving, sources, cast))


def _given(
    links: Sequence[DataLink], flows: Sequence[MessageFlow], process_map: ProcessMap
) -> list[Cell]:
    """Name the data and the messages that pass at a node."""
    return [*_data(links, process_map), *_messages(flows)] if links or flows else []


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


def _distinct(cells: Sequence[Cell], traced: Callable[[], set[str]]) -> tuple[Cell, ...]:
    """Leave out a cell whose words stand there already, if its element can still be traced elsewhere."""
    if len(cells) <= 1:
        return tuple(cells)
    kept: list[Cell] = []
    words: set[str] = set()
    elsewhere = traced()
    for cell in dict.fromkeys(cells):
        if cell.value.casefold() in words and cell.element in elsewhere:
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


def _own_messages(node: FlowNode, flows: Sequence[MessageFlow]) -> list[Cell]:
    """Name the messages of a node's own definition, unless a message flow names them already."""
    names = [event.name for event in node.events if event.kind is EventKind.MESSAGE]
    if node.message:
        names.insert(0, node.message)
    if not names:
        return []
    named = {flow.name for flow in flows} | {flow.message for flow in flows}
    return [from_map(name, node.id) for name in dict.fromkeys(names) if name and name not in named]


def time(row: Row, sources: Sources) -> Stated | None:
    """Give the time that the map states for a step: a timer, a tool's own property, documentation, a note."""
    return stated(_statements(row, sources), sources.language)


def _statements(row: Row, sources: Sources) -> list[Statement]:
    """List the texts that may state a step's time, the surest first."""
    process_map = sources.process_map
    core = process_map.nodes[row.block.core]
    found = [] if core.type is NodeType.START_EVENT else timer_statements(core)
    found += sources.durations.get(core.id, ())
    for node in (core.id, *(node.id for node in row.nodes if node is not core)):
        if text := process_map.documentation.get(node):
            found.append(Statement(text, node))
        found += [Statement(note.text, note.id) for note in sources.notes.get(node, ())]
    return found


def remarks(row: Row, sources: Sources, cast: Cast, time_of: Stated | None) -> tuple[Cell, ...]:
    """List what else the map says of the step, in the order of its elements; not what its time says already."""
    block, process_map = row.block, sources.process_map
    cells: list[Cell] = []
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
    return _distinct(
        [cell for cell in cells if (cell.element, cell.value) != told], lambda: _on_row(block)
    )


def _on_row(block: Block) -> set[str]:
    """Name the elements that stand in a step's row, or that its arrows run through."""
    names = {element.id for element in block.elements}
    names.update(element for exit_ in block.exits for element in exit_.via)
    return names


def _spoken(element: ElementId, sources: Sources) -> list[Cell]:
    """Quote documentation and annotations of an element."""
    text = sources.process_map.documentation.get(element)
    notes = sources.notes.get(element)
    cells = [from_map(text, element, "documentation")] if text else []
    if notes:
        cells += [from_map(note.text, note.id, "annotation") for note in notes]
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


def _kind_of(event: FlowNode, language: Language) -> str:
    """Say what kind of event stands on a border, where the map has no words for it."""
    kind = event.events[0].kind if event.events else "none"
    return say(language, f"event.boundaryEvent.{kind}", name="").strip(" :")


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
    if node.performers:
        names = ", ".join(sorted(node.performers))
        cells.append(
            from_map(say(sources.language, "remark.performer", name=names), node.id, "performer")
        )
    return cells


def _partners(node: FlowNode, block: Block, sources: Sources, cast: Cast) -> list[Cell]:
    """Name the other party of each message, where no arrow of this step says which step it goes to."""
    arriving, leaving = sources.arriving.get(node.id), sources.leaving.get(node.id)
    if not (arriving or leaving):
        return []
    said = {exit_.via[0] for exit_ in block.exits if exit_.kind is NextKind.MESSAGE}
    parties = [(flow, flow.source, "from") for flow in arriving or ()]
    parties += [(flow, flow.target, "to") for flow in leaving or ()]
    cells = []
    for flow, far, way in parties:
        pool = cast.partner(far)
        if pool is not None and pool.name and flow.id not in said:
            words = say(sources.language, f"remark.message_{way}", name=pool.name)
            cells.append(from_map(words, flow.id, f"message-{way}"))
    return sorted(cells, key=lambda cell: cell.value)


def _idle_boundaries(node: FlowNode, block: Block, sources: Sources) -> list[Cell]:
    """Name the events on a step's border that nothing leaves: no arrow can say them."""
    events = sources.idle.get(node.id)
    if not events:
        return []
    used = {exit_.via[0] for exit_ in block.exits if exit_.kind is NextKind.EXCEPTION}
    cells = []
    for event in events:
        if event.id in used:
            continue
        words = event.name or " ".join(
            filter(None, (_detail(definition) for definition in event.events))
        )
        then = sources.process_map.compensations.get(event.id)
        undoing = sources.process_map.nodes.get(then) if then is not None else None
        after = undoing.name if undoing is not None else ""
        words = words or ("" if after else _kind_of(event, sources.language))
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
