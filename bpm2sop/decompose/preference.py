"""Which branch comes first: normal before exception, good end before bad, yes before no, long before short."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bpm2sop.decompose.canonical import ranks
from bpm2sop.decompose.folds import Chain
from bpm2sop.decompose.graph import Arc
from bpm2sop.decompose.order import Ranking
from bpm2sop.decompose.signature import Meaning
from bpm2sop.model.processmap import EventKind, NodeType, ProcessMap

Polarity = Callable[[str], int]
"""Tells whether a branch label means yes (1), no (-1) or neither (0)."""

_BAD_ENDS = frozenset({EventKind.ERROR, EventKind.CANCEL, EventKind.COMPENSATE})
_STARTS = (None, EventKind.MESSAGE, EventKind.TIMER, EventKind.CONDITIONAL, EventKind.SIGNAL)


class Preference:
    """Compares the branches of one scope. Ranks that cost time are worked out when a tie first asks for them."""

    def __init__(
        self,
        chains: Sequence[Chain],
        arcs: Sequence[Sequence[tuple[Arc, int]]],
        process_map: ProcessMap,
        *,
        polarity: Polarity,
        meaning: Callable[[], Meaning],
    ) -> None:
        """Keep the blocks' chains and, for each, its arcs with the block they lead to."""
        self._chains = chains
        self._arcs = arcs
        self.process_map = process_map
        self._polarity = polarity
        self._meaning = meaning
        self._bad: set[int] | None = None
        self._ranks: list[int] | None = None

    def ranking(self) -> Ranking:
        """Give the comparison as the order wants it."""
        return Ranking(before=self.before, words=self.words, entry=self.entry, last=self.last)

    def before(self, vertex: int, index: int) -> tuple[int, ...]:
        """Rank an arc by what it says: normal, to a good end, yes."""
        arc, target = self._arcs[vertex][index]
        return (
            arc.boundary is not None,
            target in self._bad_vertices(),
            -self._polarity(arc.label),
        )

    def words(self, vertex: int, index: int) -> str:
        """Rank an arc by its words."""
        return self._arcs[vertex][index][0].label

    def entry(self, vertex: int) -> int:
        """Rank a beginning: blank start, then message, timer, condition, signal, others; then what merely has no way in."""
        front = self._chains[vertex].front
        if front.type is not NodeType.START_EVENT:
            return len(_STARTS) + 1
        kind = front.events[0].kind if front.events else None
        return _STARTS.index(kind) if kind in _STARTS else len(_STARTS)

    def last(self, vertex: int) -> int:
        """Rank a block by its meaning and surroundings; no two are equal."""
        if self._ranks is None:
            self._ranks = self._ranked()
        return self._ranks[vertex]

    def _ranked(self) -> list[int]:
        """Rank all blocks of the scope."""
        meaning = self._meaning()
        shapes = self.process_map.drawing.shapes
        places = []
        for chain in self._chains:
            shape = shapes.get(chain.front.id)
            places.append(((shape.y, shape.x) if shape else (0.0, 0.0), chain.front.id))
        labelled = [
            (
                vertex,
                target,
                f"{arc.label}\x1f{arc.boundary.name if arc.boundary else ''}\x1f{arc.boundary is None}",
            )
            for vertex, arcs in enumerate(self._arcs)
            for arc, target in arcs
        ]
        return ranks([meaning.of_chain(chain) for chain in self._chains], labelled, places)

    def _bad_vertices(self) -> set[int]:
        """Find the blocks from which only an error, a cancellation or a compensation ends the process."""
        if self._bad is None:
            ends = {
                v: is_bad_end(chain) for v, chain in enumerate(self._chains) if not self._arcs[v]
            }
            bad = [v for v, is_bad in ends.items() if is_bad]
            good = [v for v, is_bad in ends.items() if not is_bad]
            self._bad = self._reaching(bad) - self._reaching(good) if bad else set()
        return self._bad

    def _reaching(self, ends: list[int]) -> set[int]:
        """Find the blocks from which one of `ends` can be reached."""
        inward: dict[int, list[int]] = {}
        for vertex, arcs in enumerate(self._arcs):
            for _, target in arcs:
                inward.setdefault(target, []).append(vertex)
        seen, work = set(ends), list(ends)
        while work:
            for source in inward.get(work.pop(), ()):
                if source not in seen:
                    seen.add(source)
                    work.append(source)
        return seen


def is_bad_end(chain: Chain) -> bool:
    """Tell whether a block ends in an error, a cancellation or a compensation."""
    return any(event.kind in _BAD_ENDS for event in chain.back.events)
