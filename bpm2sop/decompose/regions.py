"""Spans that get a heading: loops, and branches that run at the same time.

A parallel span is what lies between a split into all and the join that waits for all, where the split dominates the join
and the join post-dominates the split (single entry, single exit).
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from bpm2sop.decompose.scope import ScopeTable
from bpm2sop.model.decomposition import Block, Span
from bpm2sop.model.processmap import ElementId
from bpm2sop.model.sop import NextKind, RegionKind, Split, Wait

LIMIT = 5_000
"""Above this many blocks a scope gets no parallel headings: dominators would cost more than they tell."""

_ENTRY, _EXIT = ElementId("\x00entry"), ElementId("\x00exit")


def spans(table: ScopeTable) -> tuple[Span, ...]:
    """Find the loops and parallel regions of one scope, outer ones first."""
    blocks = table.blocks
    loops = [
        Span(RegionKind.LOOP, blocks[first].core, blocks[last].core, blocks[last].core)
        for first, last in table.brackets
    ]
    return (*loops, *_parallel(blocks[: table.reachable]))


def _parallel(blocks: Sequence[Block]) -> list[Span]:
    """Find splits into all whose branches meet again in one join that waits for all."""
    splits = [block for block in blocks if block.split is Split.ALL and _flows(block)]
    if not splits or len(blocks) > LIMIT or not any(block.wait is Wait.ALL for block in blocks):
        return []
    graph = _graph(blocks)
    after = _dominators(graph.reverse(copy=False), _EXIT)
    before = _dominators(graph, _ENTRY)
    place = {block.core: index for index, block in enumerate(blocks)}
    found = []
    for block in splits:
        join = after.get(block.core)
        if (
            join not in place
            or before.get(join) != block.core
            or blocks[place[join]].wait is not Wait.ALL
        ):
            continue
        first, last = place[block.core] + 1, place[join] - 1
        if last > first:
            found.append(
                Span(RegionKind.PARALLEL, blocks[first].core, blocks[last].core, block.core)
            )
    return found


def _flows(block: Block) -> list[ElementId]:
    """List where a block's flow leads."""
    return [exit_.to for exit_ in block.exits if exit_.kind is not NextKind.MESSAGE]


def _graph(blocks: Sequence[Block]) -> nx.DiGraph[ElementId]:
    """Build the graph of the blocks with one added entry and exit."""
    graph: nx.DiGraph[ElementId] = nx.DiGraph()
    for block in blocks:
        if block.entry:
            graph.add_edge(_ENTRY, block.core)
        targets = _flows(block)
        graph.add_edges_from((block.core, target) for target in targets)
        if not targets:
            graph.add_edge(block.core, _EXIT)
    return graph


def _dominators(graph: nx.DiGraph[ElementId], root: ElementId) -> dict[ElementId, ElementId]:
    """Give each vertex's immediate dominator; older networkx names the root its own, newer ones leave it out."""
    if root not in graph:
        return {}
    found = dict(nx.immediate_dominators(graph, root))
    found.pop(root, None)
    return found
