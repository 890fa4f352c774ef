"""Spans that get a heading: loops, and branches that run at the same time.

A parallel span is what lies between a split into all and the join that waits for all, where the split dominates the join
and the join post-dominates the split (single entry, single exit).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpm2sop.decompose.scope import ScopeTable
from bpm2sop.model.decomposition import Block, Span
from bpm2sop.model.dominators import UNREACHED, immediate_dominators
from bpm2sop.model.processmap import ElementId
from bpm2sop.model.sop import NextKind, RegionKind, Split, Wait


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
    if not splits or not any(block.wait is Wait.ALL for block in blocks):
        return []
    place = {block.core: index for index, block in enumerate(blocks)}
    onward, backward = _ways(blocks, place)
    before = immediate_dominators(onward, len(blocks))
    after = immediate_dominators(backward, len(blocks))
    found = []
    for block in splits:
        split = place[block.core]
        join = after[split]
        if join in (UNREACHED, len(blocks)) or before[join] != split:
            continue
        first, last = split + 1, join - 1
        if blocks[join].wait is Wait.ALL and last > first:
            found.append(
                Span(RegionKind.PARALLEL, blocks[first].core, blocks[last].core, block.core)
            )
    return found


def _flows(block: Block) -> list[ElementId]:
    """List where a block's flow leads."""
    return [exit_.to for exit_ in block.exits if exit_.kind is not NextKind.MESSAGE]


def _ways(
    blocks: Sequence[Block], place: Mapping[ElementId, int]
) -> tuple[list[list[int]], list[list[int]]]:
    """List where each block leads, and whence it is reached; one vertex more stands for both entry and exit."""
    around = len(blocks)
    onward: list[list[int]] = [[] for _ in range(around + 1)]
    backward: list[list[int]] = [[] for _ in range(around + 1)]
    for index, block in enumerate(blocks):
        if block.entry:
            onward[around].append(index)
        flows = _flows(block)
        onward[index] += [place[target] for target in flows if target in place]
        for target in onward[index]:
            backward[target].append(index)
        if not flows:
            backward[around].append(index)
    return onward, backward
