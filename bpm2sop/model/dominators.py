"""Dominators of a flow graph (Lengauer and Tarjan 1979, simple version), in O(E log V) and without recursion."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

UNREACHED = -1


class DominatorTree:
    """Answers which vertices lie on every way from the root to another. Vertices are numbered from 0."""

    def __init__(self, successors: Sequence[Sequence[int]], root: int) -> None:
        """Build the tree of what can be reached from the root."""
        self.parent = immediate_dominators(successors, root)
        children: list[list[int]] = [[] for _ in successors]
        for vertex, parent in enumerate(self.parent):
            if parent not in (UNREACHED, vertex):
                children[parent].append(vertex)
        self._first, self._last = _intervals(children, root)
        self._children = children
        for siblings in children:
            siblings.sort(key=self._first.__getitem__)

    def reached(self, vertex: int) -> bool:
        """Tell whether any way leads to a vertex."""
        return self.parent[vertex] != UNREACHED

    def dominates(self, above: int, below: int) -> bool:
        """Tell whether every way to `below` runs through `above`; a vertex dominates itself."""
        return self._first[above] <= self._first[below] <= self._last[above]

    def child_towards(self, above: int, below: int) -> int:
        """Give the child of `above` that dominates `below`; `above` must dominate it and not be it."""
        siblings = self._children[above]
        index = bisect_right(siblings, self._first[below], key=self._first.__getitem__)
        return siblings[index - 1]


def immediate_dominators(successors: Sequence[Sequence[int]], root: int) -> list[int]:
    """Give each vertex's immediate dominator: the root's is itself, what is not reached has UNREACHED."""
    order, parent = _depth_first(successors, root)
    number = {vertex: index for index, vertex in enumerate(order)}
    before: list[list[int]] = [[] for _ in order]
    for index, vertex in enumerate(order):
        for target in successors[vertex]:
            before[number[target]].append(index)
    found = [UNREACHED] * len(successors)
    for index, dominator in enumerate(_Forest(len(order)).dominators(before, parent)):
        found[order[index]] = order[dominator]
    return found


class _Forest:
    """The forest of the algorithm, on depth-first numbers: links with path compression."""

    def __init__(self, size: int) -> None:
        """Begin with single vertices."""
        self.semi = list(range(size))
        self.label = list(range(size))
        self.ancestor = [UNREACHED] * size

    def dominators(self, before: list[list[int]], parent: list[int]) -> list[int]:
        """Work out the immediate dominators, last vertex first."""
        dominator = [0] * len(before)
        waiting: list[list[int]] = [[] for _ in before]
        for vertex in range(len(before) - 1, 0, -1):
            for source in before[vertex]:
                self.semi[vertex] = min(self.semi[vertex], self.semi[self.lowest(source)])
            waiting[self.semi[vertex]].append(vertex)
            above = self.ancestor[vertex] = parent[vertex]
            for other in waiting[above]:
                low = self.lowest(other)
                dominator[other] = low if self.semi[low] < self.semi[other] else above
            waiting[above].clear()
        for vertex in range(1, len(before)):
            if dominator[vertex] != self.semi[vertex]:
                dominator[vertex] = dominator[dominator[vertex]]
        return dominator

    def lowest(self, vertex: int) -> int:
        """Give the vertex of least semidominator on the linked way above a vertex."""
        if self.ancestor[vertex] == UNREACHED:
            return vertex
        path, at = [], vertex
        while self.ancestor[self.ancestor[at]] != UNREACHED:
            path.append(at)
            at = self.ancestor[at]
        for at in reversed(path):
            above = self.ancestor[at]
            if self.semi[self.label[above]] < self.semi[self.label[at]]:
                self.label[at] = self.label[above]
            self.ancestor[at] = self.ancestor[above]
        return self.label[vertex]


def _depth_first(successors: Sequence[Sequence[int]], root: int) -> tuple[list[int], list[int]]:
    """List the vertices as a depth-first search meets them, and the number of each one's parent."""
    order, parent = [root], [0]
    number = {root: 0}
    work = [(0, iter(successors[root]))]
    while work:
        index, rest = work[-1]
        for target in rest:
            if target not in number:
                number[target] = len(order)
                order.append(target)
                parent.append(index)
                work.append((number[target], iter(successors[target])))
                break
        else:
            work.pop()
    return order, parent


def _intervals(children: list[list[int]], root: int) -> tuple[list[int], list[int]]:
    """Number a tree in preorder: each vertex's own number, and the last one below it."""
    first, last = [UNREACHED] * len(children), [UNREACHED - 1] * len(children)
    order: list[int] = []
    work = [root]
    while work:
        vertex = work.pop()
        first[vertex] = len(order)
        order.append(vertex)
        work.extend(children[vertex])
    for vertex in reversed(order):
        last[vertex] = max((last[child] for child in children[vertex]), default=first[vertex])
    return first, last
