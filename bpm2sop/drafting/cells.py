"""Cells of a step that the map fills: each names the element that it comes from. Nothing is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from bpm2sop.drafting.actors import Cast
from bpm2sop.drafting.sources import Sources, Tied
from bpm2sop.drafting.stated import Stated, Statement, stated, timer_remark, timer_statements
from bpm2sop.model.decomposition import Block, Exit
from bpm2sop.model.processmap import (
    DataLink,
    ElementId,
    EventDefinition,
    EventKind,
    FlowNode,
    MessageFlow,
    NodeType,
    ProcessMap,
)
from bpm2sop.model.sop import BlockElement, Cell, CellSource, NextKind
from bpm2sop.wording import Language, say

_SENDS = frozenset({NodeType.SEND_TASK, NodeType.INTERMEDIATE_THROW_EVENT, NodeType.END_EVENT})


def from_map(value: str, element: str, rule: str | None = None) -> Cell:
    """Make a cell that the map fills."""
    return Cell(value, CellSource.MAP, element, rule)


class Part(NamedTuple):
    """One element of a row: its node, unless it is a sequence flow, and what the map ties to it."""

    element: BlockElement
    node: FlowNode | None
    tied: Tied


class Row(NamedTuple):
    """A block with all that the map has of it: what one step stands for."""

    block: Block
    core: FlowNode
    back: FlowNode
    """The node by which it is left."""
    parts: Sequence[Part]

    @classmethod
    def of(cls, block: Block, sources: Sources) -> Row:
        """Look up the elements of a block."""
        nodes = sources.process_map.nodes
        parts = [
            Part(element, nodes.get(ElementId(element.id)), sources.tied(ElementId(element.id)))
            for element in block.elements
        ]
        back = next(part.node for part in reversed(parts) if part.node is not None)
        return cls(block, nodes[block.core], back, parts)


def inputs(row: Row, sources: Sources, cast: Cast) -> tuple[Cell, ...]:
    """List what the step takes in: data read, and messages that arrive."""
    cells: list[Cell] = []
    for _, node, tied in row.parts:
        if tied.reads or tied.arriving:
            cells += (*_data(tied.reads, sources.process_map), *_messages(tied.arriving))
        if node is not None and (node.events or node.message) and node.type not in _SENDS:
            cells += _own_messages(node, tied.arriving)
    return _distinct(cells, partial(_told_by_arriving, row, sources, cast)) if cells else ()


def outputs(row: Row, sources: Sources, cast: Cast) -> tuple[Cell, ...]:
    """List what the step gives: data written, and messages that leave."""
    cells: list[Cell] = []
    for _, node, tied in row.parts:
        if tied.writes or tied.leaving:
            cells += (*_data(tied.writes, sources.process_map), *_messages(tied.leaving))
        if node is not None and (node.events or node.message) and node.type in _SENDS:
            cells += _own_messages(node, tied.leaving)
    return _distinct(cells, partial(_told_by_leaving, row, sources, cast)) if cells else ()


def _told_by_arriving(row: Row, sources: Sources, cast: Cast) -> set[str]:
    """Name the elements of a step's inputs that its row, an arrow or a partner's name holds as well."""
    ends = ((flow, flow.source) for part in row.parts for flow in part.tied.arriving)
    return _told_elsewhere(row, ends, sources, cast)


def _told_by_leaving(row: Row, sources: Sources, cast: Cast) -> set[str]:
    """Name the elements of a step's outputs that its row, an arrow or a partner's name holds as well."""
    ends = ((flow, flow.target) for part in row.parts for flow in part.tied.leaving)
    return _told_elsewhere(row, ends, sources, cast)


def _told_elsewhere(
    row: Row,
    ends: Iterable[tuple[MessageFlow, ElementId | None]],
    sources: Sources,
    cast: Cast,
) -> set[str]:
    """Add to the elements of a row the messages whose other end is a step, or a pool with a name."""
    told: set[str] = {element.id for element in row.block.elements}
    for flow, far in ends:
        pool = cast.partner(far)
        if far in sources.process_map.nodes or (pool is not None and pool.name):
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
    core = row.core
    found = [] if core.type is NodeType.START_EVENT else timer_statements(core)
    own = sources.tied(core.id)
    found += own.durations
    found += _said(core.id, own)
    for part in row.parts:
        if part.node is not None and part.node is not core:
            found += _said(part.node.id, part.tied)
    return found


def _said(element: ElementId, tied: Tied) -> list[Statement]:
    """List what documentation and annotations say of an element."""
    told = [Statement(tied.documentation, element)] if tied.documentation else []
    return [*told, *(Statement(note.text, note.id) for note in tied.notes)] if tied.notes else told


def remarks(row: Row, sources: Sources, cast: Cast, time_of: Stated | None) -> tuple[Cell, ...]:
    """List what else the map says of the step, in the order of its elements; not what its time says already."""
    block = row.block
    cells: list[Cell] = []
    for element, node, tied in row.parts:
        cells += _spoken(ElementId(element.id), tied)
        if node is None:
            flow = sources.process_map.flows[ElementId(element.id)]
            cells += [from_map(flow.name, flow.id, "flow-name")] if flow.name else []
            continue
        if node is not row.core and node.name:
            cells += _folded(node, sources)
        if node.events:
            cells += _triggers(node, sources)
        cells += _marks(node, sources)
        if tied.arriving or tied.leaving:
            cells += _partners(tied, block, sources, cast)
        if tied.boundaries:
            cells += _idle_boundaries(tied, block, sources)
    for exit_ in block.exits:
        if exit_.kind is not NextKind.MESSAGE:
            cells += _on_the_way(exit_, sources)
    if not cells:
        return ()
    told = time_of.told if time_of is not None else None
    return _distinct(
        [cell for cell in cells if (cell.element, cell.value) != told], partial(_on_row, block)
    )


def _on_row(block: Block) -> set[str]:
    """Name the elements that stand in a step's row, or that its arrows run through."""
    names = {element.id for element in block.elements}
    names.update(element for exit_ in block.exits for element in exit_.via)
    return names


def _spoken(element: ElementId, tied: Tied) -> list[Cell]:
    """Quote documentation and annotations of an element."""
    text = tied.documentation
    cells = [from_map(text, element, "documentation")] if text else []
    if tied.notes:
        cells += [from_map(note.text, note.id, "annotation") for note in tied.notes]
    return cells


def _folded(node: FlowNode, sources: Sources) -> list[Cell]:
    """Keep the name of a node that shares the row of another."""
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


def _partners(tied: Tied, block: Block, sources: Sources, cast: Cast) -> list[Cell]:
    """Name the other party of each message, where no arrow of this step says which step it goes to."""
    said = {exit_.via[0] for exit_ in block.exits if exit_.kind is NextKind.MESSAGE}
    parties = [(flow, flow.source, "from") for flow in tied.arriving]
    parties += [(flow, flow.target, "to") for flow in tied.leaving]
    cells = []
    for flow, far, way in parties:
        pool = cast.partner(far)
        if pool is not None and pool.name and flow.id not in said:
            words = say(sources.language, f"remark.message_{way}", name=pool.name)
            cells.append(from_map(words, flow.id, f"message-{way}"))
    return sorted(cells, key=lambda cell: cell.value)


def _idle_boundaries(tied: Tied, block: Block, sources: Sources) -> list[Cell]:
    """Name the events on a step's border that nothing leaves: no arrow can say them."""
    used = {exit_.via[0] for exit_ in block.exits if exit_.kind is NextKind.EXCEPTION}
    cells = []
    for event in tied.boundaries:
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
        cells += _spoken(element, sources.tied(element))
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
