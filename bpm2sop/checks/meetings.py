"""Where branches of one split meet again, found with dominators; no state space is searched.

A split belongs to a join if it is the join's immediate dominator and two of the join's ways in can each be reached
through one branch of the split only. Then what the split starts can be compared with what the join waits for.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bpm2sop.model.dominators import DominatorTree
from bpm2sop.model.processmap import ElementId

_SEVERAL = 2


class Join(NamedTuple):
    """A split, and the node at which two of its branches meet."""

    split: ElementId
    join: ElementId


class Return(NamedTuple):
    """A node that leads back to one that every way to it has already passed."""

    source: ElementId
    target: ElementId


class Escape(NamedTuple):
    """A choice on the way to a join, and the join that its other ways out may miss."""

    choice: ElementId
    join: ElementId


class Meetings:
    """The joins and returns of a graph."""

    def __init__(
        self, successors: Mapping[ElementId, Sequence[ElementId]], entries: Sequence[ElementId]
    ) -> None:
        """Number the nodes and add a root that leads to every entry."""
        self._nodes = tuple(successors)
        self._root = len(self._nodes)
        number = {node: index for index, node in enumerate(self._nodes)}
        leads = [[number[target] for target in targets] for targets in successors.values()]
        leads.append([number[entry] for entry in entries])
        self._number = number
        self._tree = DominatorTree(leads, self._root)
        # Several flows from one source count each.
        self._sources: list[list[int]] = [[] for _ in self._nodes]
        for source, targets in enumerate(leads[:-1]):
            if self._tree.reached(source):
                for target in targets:
                    self._sources[target].append(source)

    def joins(self) -> Iterator[Join]:
        """Find where branches of one split meet."""
        for join, node in enumerate(self._nodes):
            if len(self._sources[join]) < _SEVERAL:
                continue
            split = self._tree.parent[join]
            if split != self._root and self._meets(join, split):
                yield Join(self._nodes[split], node)

    def returns(self) -> Iterator[Return]:
        """Find what leads back."""
        for target, node in enumerate(self._nodes):
            for source in self._sources[target]:
                if self._tree.dominates(target, source):
                    yield Return(self._nodes[source], node)

    def escapes(
        self,
        joins: Iterable[ElementId],
        *,
        choices: Container[ElementId],
        halts: Container[ElementId],
    ) -> Iterator[Escape]:
        """Find choices on one branch to a join from which an end can be reached past the join.

        An end among `halts` stops everything, so whoever reaches it leaves no join waiting.
        """
        after = self._ends_tree(halts)
        for node in joins:
            join = self._number[node]
            if not (self._tree.reached(join) and after.reached(join)):
                continue
            for choice in self._between(join):
                chooses = self._nodes[choice] in choices and after.reached(choice)
                if chooses and not after.dominates(join, choice):
                    yield Escape(self._nodes[choice], node)

    def _ends_tree(self, halts: Container[ElementId]) -> DominatorTree:
        """Build the tree of what every way to an end runs through."""
        leads: list[list[int]] = [*self._sources, []]
        inner = {source for sources in self._sources for source in sources}
        leads[self._root] = [
            index
            for index, node in enumerate(self._nodes)
            if index not in inner and node not in halts and self._tree.reached(index)
        ]
        return DominatorTree(leads, self._root)

    def _between(self, join: int) -> dict[int, None]:
        """List what must be passed on single branches from a join's dominator to the join."""
        found: dict[int, None] = {}
        split = self._tree.parent[join]
        for source in self._sources[join]:
            at = source if not self._tree.dominates(join, source) else split
            while at != split and at not in found:
                found[at] = None
                at = self._tree.parent[at]
        return found

    def _meets(self, join: int, split: int) -> bool:
        """Tell whether two ways into a join come from different branches of a split."""
        branches = set()
        for way, source in enumerate(self._sources[join]):
            if self._tree.dominates(join, source):
                continue
            if source == split:
                branches.add((split, way))
                continue
            head = self._tree.child_towards(split, source)
            if self._is_branch(head):
                branches.add((head, 0))
        return len(branches) >= _SEVERAL

    def _is_branch(self, head: int) -> bool:
        """Tell whether a node is entered by one way only, ways back to it aside."""
        sources = self._sources[head]
        return sum(not self._tree.dominates(head, source) for source in sources) == 1
