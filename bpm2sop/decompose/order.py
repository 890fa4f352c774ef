"""The order of rows: a weak topological order with a preference between branches.

Bourdoncle, "Efficient chaotic iteration strategies with widenings" (1993): every strongly connected component is a
contiguous bracket that begins with its head, brackets nest, and each backward arc leads to the head of a bracket that holds
its source. Between branches, the reverse postorder of a search that visits the least preferred child first puts the
preferred branch next and every join behind all its branches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Order(NamedTuple):
    """Vertices in order, and each bracket (a loop) as first and last position. Outer brackets come before inner ones."""

    vertices: list[int]
    brackets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How children and entries compare; smaller is preferred.

    Children of one component compare by `before` of their arc, then by the longest remaining way (longer first), then by
    `after`; entries by `entry`, the longest way, then `last`, which tells any two vertices apart.
    """

    before: Callable[[int, int], tuple[int, ...]]
    after: Callable[[int, int], tuple[str, int]]
    entry: Callable[[int], int]
    last: Callable[[int], int]


def weak_topological_order(
    successors: Sequence[Sequence[int]],
    vertices: Sequence[int],
    entries: Sequence[int],
    ranking: Ranking,
) -> Order:
    """Order `vertices`, all of which can be reached from `entries`.

    `successors[v]` lists the targets of v's arcs; the k-th arc of v is known to `ranking` as (v, k).
    Runs in O(d (V + E)) but for sorting, with d the nesting depth of loops.
    """
    builder = _Builder(successors, ranking)
    order: list[int] = []
    brackets: list[tuple[int, int]] = []
    stack: list[Iterator[list[int]]] = [iter(builder.level(vertices, entries, None))]
    opened: list[int] = []
    while stack:
        component = next(stack[-1], None)
        if component is None:
            stack.pop()
            if opened:
                place = opened.pop()
                brackets[place] = (brackets[place][0], len(order) - 1)
            continue
        head = component[0]
        if len(component) == 1:
            order.append(head)
            if head in successors[head]:
                brackets.append((len(order) - 1, len(order) - 1))
            continue
        opened.append(len(brackets))
        brackets.append((len(order), len(order)))
        stack.append(iter(builder.level(component, [head], head)))
    return Order(order, brackets)


class _Builder:
    """Holds the graph while levels are ordered."""

    def __init__(self, successors: Sequence[Sequence[int]], ranking: Ranking) -> None:
        """Keep the graph and the ranking; `inside` stamps the vertices of the level in hand."""
        self.successors = successors
        self.ranking = ranking
        self.inside = [0] * len(successors)
        self.stamp = 0

    def level(
        self, vertices: Sequence[int], entries: Sequence[int], head: int | None
    ) -> list[list[int]]:
        """Order the strongly connected components of `vertices`, arcs into `head` left out; each begins with its head."""
        self.stamp += 1
        for vertex in vertices:
            self.inside[vertex] = self.stamp
        arcs = {vertex: self._arcs(vertex, head) for vertex in vertices}
        components = strong_components(vertices, arcs)
        number = {
            vertex: index for index, component in enumerate(components) for vertex in component
        }
        longest = self._longest(components, arcs, number)
        children = [self._children(component, arcs, number, longest) for component in components]
        first = list(entries)
        if len(first) > 1:
            ranking = self.ranking
            first.sort(key=lambda v: (ranking.entry(v), -longest[number[v]], ranking.last(v)))
        order = _reverse_postorder(
            [number[entry] for entry in first], [[number[t] for t in c] for c in children]
        )
        return _with_heads(order, components, children, number=number, entries=first)

    def _arcs(self, vertex: int, head: int | None) -> list[tuple[int, int]]:
        """List a vertex's arcs within the level as (target, index of the arc)."""
        stamp, inside = self.stamp, self.inside
        return [
            (target, index)
            for index, target in enumerate(self.successors[vertex])
            if inside[target] == stamp and target != head
        ]

    def _longest(
        self,
        components: list[list[int]],
        arcs: dict[int, list[tuple[int, int]]],
        number: dict[int, int],
    ) -> list[int]:
        """Count the vertices on the longest way from each component to the end; components come sinks first."""
        longest: list[int] = []
        for index, component in enumerate(components):
            beyond = [number[target] for vertex in component for target, _ in arcs[vertex]]
            longest.append(
                len(component)
                + max((longest[other] for other in beyond if other != index), default=0)
            )
        return longest

    def _children(
        self,
        component: list[int],
        arcs: dict[int, list[tuple[int, int]]],
        number: dict[int, int],
        longest: list[int],
    ) -> list[int]:
        """List the targets of a component's arcs to other components, most preferred first."""
        own = number[component[0]]
        out = [
            (v, index, target)
            for v in component
            for target, index in arcs[v]
            if number[target] != own
        ]
        if len(out) > 1:
            ranking = self.ranking
            keyed = [((*ranking.before(v, i), -longest[number[t]]), v, i, t) for v, i, t in out]
            keyed.sort(key=lambda item: item[0])
            if any(a[0] == b[0] for a, b in pairwise(keyed)):
                keyed.sort(key=lambda item: (item[0], ranking.after(item[1], item[2])))
            return [target for _, _, _, target in keyed]
        return [target for _, _, target in out]


def _with_heads(
    order: list[int],
    components: list[list[int]],
    children: list[list[int]],
    *,
    number: dict[int, int],
    entries: list[int],
) -> list[list[int]]:
    """Put each component's head first: its best entry, else the target of the first arc that reaches it."""
    heads: dict[int, int] = {}
    for entry in entries:
        heads.setdefault(number[entry], entry)
    for index in order:
        for target in children[index]:
            heads.setdefault(number[target], target)
    placed = []
    for index in order:
        component, head = components[index], heads[index]
        placed.append(
            [head, *(vertex for vertex in component if vertex != head)]
            if len(component) > 1
            else component
        )
    return placed


def _reverse_postorder(entries: list[int], children: list[list[int]]) -> list[int]:
    """Order a graph without cycles; of several children the last listed is visited first."""
    seen = [False] * len(children)
    postorder: list[int] = []
    for entry in reversed(entries):
        if seen[entry]:
            continue
        seen[entry] = True
        stack = [(entry, iter(reversed(children[entry])))]
        while stack:
            vertex, rest = stack[-1]
            child = next((c for c in rest if not seen[c]), None)
            if child is None:
                postorder.append(vertex)
                stack.pop()
            else:
                seen[child] = True
                stack.append((child, iter(reversed(children[child]))))
    postorder.reverse()
    return postorder


def strong_components(
    vertices: Iterable[int], arcs: dict[int, list[tuple[int, int]]]
) -> list[list[int]]:
    """Find the strongly connected components, sinks first (Tarjan 1972, without recursion). Linear time."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    components: list[list[int]] = []
    for root in vertices:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(arcs[root]))]
        while work:
            vertex, rest = work[-1]
            for target, _ in rest:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(arcs[target])))
                    break
                if target in on_stack:
                    low[vertex] = min(low[vertex], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[vertex])
                if low[vertex] == index[vertex]:
                    components.append(_pop_component(vertex, stack, on_stack))
    return components


def _pop_component(root: int, stack: list[int], on_stack: set[int]) -> list[int]:
    """Take a finished component off the stack."""
    component = []
    while True:
        vertex = stack.pop()
        on_stack.discard(vertex)
        component.append(vertex)
        if vertex == root:
            return component
