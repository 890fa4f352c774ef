"""Columns: each node after all that lead to it, loops broken where a walk from the starts closes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, sqrt

from bpm2sop.model.processmap import ElementId
from bpm2sop.picture.sheet import ArcKind, Sheet

Pair = tuple[ElementId, ElementId]


def set_columns(sheet: Sheet) -> None:
    """Give each cell its column."""
    flows = [(arc.source, arc.target) for arc in sheet.arcs if arc.kind is ArcKind.FLOW]
    order, forward = _walk(list(sheet.cells), flows)
    layers = _longest(order, dict.fromkeys(forward, 1))
    messages = _agreeing(sheet, layers, {own: number for number, own in enumerate(order)})
    if messages:
        weights: dict[Pair, int] = dict.fromkeys(messages, 0) | dict.fromkeys(forward, 1)
        order.sort(key=lambda own: layers[own])
        layers = _longest(order, weights)
    _pull_starts(layers, forward, {target for _source, target in messages})
    tied = {own for pair in flows for own in pair}
    tied.update(own for pair in messages for own in pair)
    _spread_loose(sheet, layers, tied)
    for own, layer in layers.items():
        sheet.cells[own].column = layer
    sheet.columns = max(layers.values(), default=0) + 1


def _walk(nodes: Sequence[ElementId], pairs: Iterable[Pair]) -> tuple[list[ElementId], list[Pair]]:
    """Return the nodes in an order that all kept pairs follow, and those pairs."""
    onward: defaultdict[ElementId, list[ElementId]] = defaultdict(list)
    entered: set[ElementId] = set()
    for source, target in dict.fromkeys(pairs):
        if source != target:
            onward[source].append(target)
            entered.add(target)
    roots = [own for own in nodes if own not in entered]
    done: dict[ElementId, bool] = {}
    finished: list[ElementId] = []
    kept: list[Pair] = []
    for root in (*roots, *nodes):
        if root in done:
            continue
        done[root] = False
        stack = [(root, iter(onward[root]))]
        while stack:
            own, targets = stack[-1]
            for target in targets:
                if done.get(target) is not False:
                    kept.append((own, target))
                if target not in done:
                    done[target] = False
                    stack.append((target, iter(onward[target])))
                    break
            else:
                done[own] = True
                finished.append(own)
                stack.pop()
    return finished[::-1], kept


def _longest(order: Sequence[ElementId], weights: Mapping[Pair, int]) -> dict[ElementId, int]:
    """Return the longest way to each node; the order agrees with all pairs."""
    into: defaultdict[ElementId, list[tuple[ElementId, int]]] = defaultdict(list)
    for (source, target), weight in weights.items():
        into[target].append((source, weight))
    layers: dict[ElementId, int] = {}
    for own in order:
        layers[own] = max((layers.get(held, 0) + weight for held, weight in into[own]), default=0)
    return layers


def _agreeing(
    sheet: Sheet, layers: Mapping[ElementId, int], place: Mapping[ElementId, int]
) -> list[Pair]:
    """Return the messages that run forward in the order found so far, so that they close no loop."""
    pairs = [
        (arc.source, arc.target)
        for arc in sheet.arcs
        if arc.kind is ArcKind.MESSAGE and arc.source in layers and arc.target in layers
    ]
    return [
        (source, target)
        for source, target in dict.fromkeys(pairs)
        if (layers[source], place[source]) < (layers[target], place[target])
    ]


def _pull_starts(
    layers: dict[ElementId, int], forward: Iterable[Pair], kept: set[ElementId]
) -> None:
    """Move nodes that nothing leads to beside the first that they lead to."""
    nearest: dict[ElementId, int] = {}
    entered = set(kept)
    for source, target in forward:
        nearest[source] = min(nearest.get(source, layers[target]), layers[target])
        entered.add(target)
    for own, layer in nearest.items():
        if own not in entered:
            layers[own] = max(0, layer - 1)


def _spread_loose(sheet: Sheet, layers: dict[ElementId, int], tied: set[ElementId]) -> None:
    """Lay nodes without any line side by side, band by band."""
    widest = max((layers[own] for own in tied), default=-1) + 1
    for block in sheet.blocks:
        for band in block.bands:
            loose = [own for own in band.nodes if own not in tied]
            across = max(widest, ceil(sqrt(2 * len(loose))), 1)
            for number, own in enumerate(loose):
                layers[own] = number % across
