"""The order of rows: a weak topological order with a preference between branches.

Bourdoncle, "Efficient chaotic iteration strategies with widenings" (1993): every strongly connected component is a
contiguous bracket that begins with its head, brackets nest, and each backward arc leads to the head of a bracket that holds
its source. Between branches, the reverse postorder of a search that visits the least preferred child first puts the
preferred branch next and every join behind all its branches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

_T = TypeVar("_T")


class Order(NamedTuple):
    """Vertices in order, and each bracket (a loop) as first and last position. Outer brackets come before inner ones."""

    vertices: list[int]
    brackets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How children and entries compare; smaller is preferred.

    Children of one component compare by `before` of their arc, then by the longest remaining way (longer first), then by
    the `words` of their arc; entries by `entry`, then by the longest way. `last` tells any two vertices apart; it is asked
    only where the others leave a tie, for it costs time.
    """

    before: Callable[[int, int], tuple[int, ...]]
    words: Callable[[int, int], str]
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
    if len(entries) == 1:
        chain = _chain(successors, entries[0])
        if len(chain) == len(vertices) and set(chain).issuperset(vertices):
            return Order(chain, [])
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


def _chain(successors: Sequence[Sequence[int]], entry: int) -> list[int]:
    """Follow the arcs from an entry as far as there is one only: what is a chain needs no ordering. Empty where it ends in a ring."""
    chain, seen = [entry], {entry}
    while len(successors[chain[-1]]) == 1:
        onward = successors[chain[-1]][0]
        if onward in seen:
            return []
        chain.append(onward)
        seen.add(onward)
    return [] if successors[chain[-1]] else chain


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
        children = [self._children(component, head, number, longest) for component in components]
        ranking = self.ranking
        first = sorted_by(
            entries, lambda v: (ranking.entry(v), -longest[number[v]]), then=ranking.last
        )
        order = _reverse_postorder(
            [number[entry] for entry in first], [[number[t] for t in c] for c in children]
        )
        return _with_heads(order, components, children, number=number, entries=first)

    def _arcs(self, vertex: int, head: int | None) -> list[int]:
        """List the targets of a vertex's arcs within the level."""
        stamp, inside = self.stamp, self.inside
        return [
            target
            for target in self.successors[vertex]
            if inside[target] == stamp and target != head
        ]

    def _longest(
        self,
        components: list[list[int]],
        arcs: dict[int, list[int]],
        number: dict[int, int],
    ) -> list[int]:
        """Count the vertices on the longest way from each component to the end; components come sinks first."""
        longest: list[int] = []
        for index, component in enumerate(components):
            beyond = [number[target] for vertex in component for target in arcs[vertex]]
            longest.append(
                len(component)
                + max((longest[other] for other in beyond if other != index), default=0)
            )
        return longest

    def _children(
        self, component: list[int], head: int | None, number: dict[int, int], longest: list[int]
    ) -> list[int]:
        """List the targets of a component's arcs to other components of the level, most preferred first."""
        own = number[component[0]]
        ranking = self.ranking
        out = [
            (vertex, index, target)
            for vertex in component
            for index, target in enumerate(self.successors[vertex])
            if number.get(target, own) != own and target != head
        ]
        if len(out) <= 1:
            return [target for _, _, target in out]
        preferred = sorted_by(
            out,
            lambda arc: (
                ranking.before(arc[0], arc[1]),
                -longest[number[arc[2]]],
                ranking.words(arc[0], arc[1]),
            ),
            then=lambda arc: ranking.last(arc[2]),
        )
        return [target for _, _, target in preferred]


def sorted_by(
    items: Sequence[_T], key: Callable[[_T], Any], *, then: Callable[[_T], Any]
) -> list[_T]:
    """Sort by `key`; where that leaves a tie, and only there, by `then` as well."""
    if len(items) <= 1:
        return list(items)
    keyed = sorted(((key(item), item) for item in items), key=itemgetter(0))
    if any(one[0] == other[0] for one, other in pairwise(keyed)):
        keyed.sort(key=lambda pair: (pair[0], then(pair[1])))
    return [item for _, item in keyed]


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
    vertices: Iterable[int], arcs: Mapping[int, Sequence[int]]
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
            for target in rest:
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
