"""The decomposition of one SOP's scopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bpm2sop.decompose.graph import build_graphs
from bpm2sop.decompose.interleave import Parts, interleave
from bpm2sop.decompose.messages import Between, Homes, between, with_messages
from bpm2sop.decompose.order import sorted_by
from bpm2sop.decompose.plan import apart, nested
from bpm2sop.decompose.preference import Polarity
from bpm2sop.decompose.regions import spans
from bpm2sop.decompose.scope import ScopeTable, decompose_scope
from bpm2sop.decompose.signature import Meaning
from bpm2sop.model.decomposition import Block, Decomposition
from bpm2sop.model.processmap import ElementId, Participant, ProcessMap
from bpm2sop.model.sop import NextKind, Role


def _neutral(_label: str) -> int:
    """Read no meaning into a label."""
    return 0


def decompose(
    process_map: ProcessMap, scopes: Sequence[ElementId], *, polarity: Polarity = _neutral
) -> Decomposition:
    """Decompose the scopes of one SOP, and the sub-processes shown within them, into blocks in table order.

    Linear in nodes and flows but for sorting and the nesting depth of loops.
    """
    inner = nested(process_map, scopes)
    graphs, explained = build_graphs(process_map, (*scopes, *inner))
    meanings: list[Meaning] = []

    def meaning() -> Meaning:
        if not meanings:
            meanings.append(Meaning(process_map))
        return meanings[0]

    tables = {
        scope: decompose_scope(graph, process_map, polarity=polarity, meaning=meaning)
        for scope, graph in graphs.items()
    }
    homes = Homes(process_map, {scope: table.blocks for scope, table in tables.items()})
    messages = between(process_map, homes)
    top = _join([tables[scope] for scope in scopes], homes, messages, meaning)
    lists = {scope: tables[scope].blocks for scope in inner}
    place = _places(top, lists)
    return Decomposition(
        scopes=tuple(dict.fromkeys((*(block.scope for block in top), *scopes))),
        top=tuple(with_messages(top, messages, place)),
        nested={
            scope: tuple(with_messages(blocks, messages, place)) for scope, blocks in lists.items()
        },
        apart=frozenset(apart(process_map, (*scopes, *inner))),
        explained=tuple(sorted(explained)),
        spans=tuple(span for table in tables.values() for span in spans(table)),
    )


def _places(
    top: Sequence[Block], lists: dict[ElementId, tuple[Block, ...]]
) -> dict[ElementId, int]:
    """Number all blocks as they will be printed, nested ones after their parent."""
    place: dict[ElementId, int] = {}
    stack = [iter(top)]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
            continue
        place[block.core] = len(place)
        if block.core in lists:
            stack.append(iter(lists[block.core]))
    return place


def _join(
    tables: Sequence[ScopeTable],
    homes: Homes,
    messages: Sequence[Between],
    meaning: Callable[[], Meaning],
) -> list[Block]:
    """Put the blocks of several processes into one list: reachable ones by messages, then handlers, then the unreachable."""
    if len(tables) == 1:
        return list(tables[0].blocks)
    wanted = frozenset(table.scope for table in tables)
    links = [
        (source, target)
        for message in messages
        if (source := homes.top(message.source, wanted))
        and (target := homes.top(message.target, wanted))
    ]
    tables = sorted_by(
        tables,
        lambda table: _rank(table, links, homes.process_map),
        then=lambda table: _meaning_and_place(table, meaning()),
    )
    groups = [group for table in tables for group in _groups(table)]
    order = interleave(_parts(tables, groups, links))
    joined = [block for part in order for block in groups[part]]
    for table in tables:
        joined += table.blocks[table.reachable : table.reachable + table.handlers]
    for table in tables:
        joined += table.blocks[table.reachable + table.handlers :]
    return joined


def _rank(
    table: ScopeTable, links: Sequence[tuple[ElementId, ElementId]], process_map: ProcessMap
) -> tuple[object, ...]:
    """Rank a process: who starts unasked and then asks others comes first; then longer ones, then by name."""
    own = {block.core for block in table.blocks}
    opening = {block.core for block in table.blocks[: table.reachable] if block.entry}
    asked = any(target in opening and source not in own for source, target in links)
    asks = any(source in own and target not in own for source, target in links)
    pool = _pool(table, process_map)
    name = (pool.name if pool else "") or process_map.scopes[table.scope].name
    return (asked, not asks, -len(table.blocks), name)


def _meaning_and_place(table: ScopeTable, meaning: Meaning) -> tuple[object, ...]:
    """Rank processes that are alike by what their nodes mean, then by the drawing; no two are equal."""
    process_map = meaning.process_map
    pool = _pool(table, process_map)
    shape = process_map.drawing.shapes.get(pool.id) if pool else None
    words = [
        meaning.of_node(process_map.nodes[ElementId(element.id)])
        for block in table.blocks
        for element in block.elements
        if element.role is not Role.FLOW
    ]
    return (words, shape[:2] if shape else (0.0, 0.0), table.scope)


def _pool(table: ScopeTable, process_map: ProcessMap) -> Participant | None:
    """Find the pool of a process."""
    return next((pool for pool in process_map.participants if pool.process == table.scope), None)


def _groups(table: ScopeTable) -> list[Sequence[Block]]:
    """Cut a table's reachable blocks into parts that must stay together: outermost loops and single blocks."""
    groups: list[Sequence[Block]] = []
    position = 0
    for first, last in table.brackets:
        if first >= position:
            groups += [(block,) for block in table.blocks[position:first]]
            groups.append(table.blocks[first : last + 1])
            position = last + 1
    groups += [(block,) for block in table.blocks[position : table.reachable]]
    return [group for group in groups if group and not group[0].unreachable]


def _parts(
    tables: Sequence[ScopeTable],
    groups: Sequence[Sequence[Block]],
    links: Sequence[tuple[ElementId, ElementId]],
) -> Parts:
    """Number the groups and file what must, and what should, come before each."""
    process = {table.scope: index for index, table in enumerate(tables)}
    part = {block.core: index for index, group in enumerate(groups) for block in group}
    hard: list[list[int]] = [[] for _ in groups]
    soft: list[set[int]] = [set() for _ in groups]
    for index, group in enumerate(groups):
        for block in group:
            for exit_ in block.exits:
                behind = part.get(exit_.to)
                if behind is not None and behind != index and exit_.kind is not NextKind.MESSAGE:
                    hard[behind].append(index)
    for source, target in links:
        here, there = part.get(source), part.get(target)
        if here is not None and there is not None and here != there:
            soft[there].add(here)
    return Parts([process[group[0].scope] for group in groups], hard, soft)
