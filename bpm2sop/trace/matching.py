"""Which steps of two versions of a map's SOPs are the same: by id, name, neighbourhood; else a question to a person.

A wrong pair moves a person's words to another step, so doubt is never settled silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bpm2sop.model.sop import Sop, SopKey, StepKey
from bpm2sop.trace.matching_asking import questions
from bpm2sop.trace.matching_doubts import Doubts
from bpm2sop.trace.matching_ids import Ids, alone, believed, compatible, elsewhere
from bpm2sop.trace.matching_near import Neighbourhood, near
from bpm2sop.trace.matching_spots import (
    Spot,
    Spots,
    kinds,
    only_ends,
    rows,
    spots_of,
    twins,
)
from bpm2sop.trace.matching_values import Matching, Pair, Reason

CONFIDENCE = {
    Reason.GIVEN: 1.0,
    Reason.ID: 1.0,
    Reason.IDENTICAL: 1.0,
    Reason.NAME: 0.95,
    Reason.NEIGHBOURS: 0.9,
    Reason.TWIN: 0.5,
}
_RENAMED = 0.9
"""Confidence in an id that is kept while the words are not."""
_NOTHING: Mapping[StepKey, StepKey | None] = {}


def match(
    old: Sequence[Sop],
    new: Sequence[Sop],
    *,
    given: Mapping[StepKey, StepKey | None] = _NOTHING,
) -> Matching:
    """Match the steps of the SOPs of one map with those of a later version of it.

    Args:
        old: all SOPs of the map as it was.
        new: all SOPs of the map as it is.
        given: pairs that a person gave; None says that the step is gone. They win. Keys that neither version has are
            passed over.
    """
    before, after = spots_of(old), spots_of(new)
    heirs = renamed_actors(before, after)
    before = {k: s._replace(actor=heirs.get(s.actor, s.actor)) for k, s in before.items()}
    kinds_old, kinds_new = kinds(old), kinds(new)
    work = _Work(before, after, believed(before, after, kinds_old, kinds_new), given)
    # Such a step is still there, or was there before, in another's row: it is no other step.
    elsewhere_too = {*(before.keys() & kinds_new), *(after.keys() & kinds_old)}
    work.known = frozenset(elsewhere_too & work.ids.held)
    work.run()
    pairs = tuple(sorted(work.pairs.values(), key=lambda pair: work.place[pair.old]))
    paired = {pair.new for pair in pairs}
    return Matching(
        pairs=pairs,
        questions=questions(
            work.old,
            work.new,
            {p.old: p.new for p in pairs},
            gone=work.gone,
            doubted=work.doubted,
        ),
        removed=tuple(key for key in work.old if key not in work.pairs),
        added=tuple(key for key in work.new if key not in paired),
        sops=_sops(old, new, work),
    )


class _Work:
    """The two versions, and the pairs found so far."""

    def __init__(
        self,
        old: dict[StepKey, Spot],
        new: dict[StepKey, Spot],
        ids: Ids,
        given: Mapping[StepKey, StepKey | None],
    ) -> None:
        """Begin with the pairs that a person gave."""
        self.old, self.new, self.ids = old, new, ids
        self.place = {key: number for number, key in enumerate(old)}
        self.pairs: dict[StepKey, Pair] = {}
        self.taken: set[StepKey] = set()
        self.known: frozenset[StepKey] = frozenset()
        self.doubted: set[StepKey] = set()
        """The steps whose id is there still, on words and at a place that are not theirs."""
        self.contradicted: set[StepKey] = set()
        self.only = only_ends(old), only_ends(new)
        self.gone = frozenset(key for key, other in given.items() if other is None)
        for key, other in given.items():
            if key in old and other is not None and other in new:
                self.add(key, other, Reason.GIVEN)

    def add(
        self, old: StepKey, new: StepKey, reason: Reason, confidence: float | None = None
    ) -> None:
        """Pair two steps, unless one of them has a partner or is said to be gone."""
        if old in self.pairs or new in self.taken or old in self.gone:
            return
        sure = CONFIDENCE[reason] if confidence is None else confidence
        self.pairs[old] = Pair(old, new, reason, sure)
        self.taken.add(new)

    def run(self) -> None:
        """Apply the rules, the surest first."""
        places = zip(self.old, self.new, strict=False)
        if sum(one == other for one, other in places) * 2 < len(self.old):
            self._identical()
        self._by_id()
        self._names()
        self._doubt()
        near_by = Neighbourhood(
            {key: spot for key, spot in self.old.items() if self._open(key, key in self.pairs)},
            {key: spot for key, spot in self.new.items() if self._open(key, key in self.taken)},
            self.pairs,
            self.add,
        )
        near_by.run()

    def _by_id(self) -> None:
        """Pair what has its id still, where that is believed; where id and name say different things, neither is."""
        for key, other in elsewhere(self.old, self.new):
            if (key if key in self.new else other) in self.ids.held:
                self.known |= {key, other}
                self.contradicted |= {key, other}
        for key in self.old:
            if key not in self.new or key not in self.ids.held or key in self.contradicted:
                continue
            if compatible(self.old[key], self.new[key]):
                renamed = self.old[key].name != self.new[key].name
                self.add(key, key, Reason.ID, _RENAMED if renamed else None)

    def _open(self, key: StepKey, paired: bool) -> bool:  # noqa: FBT001  (a fact, not a choice)
        """Tell whether a step may take part in matching by neighbours."""
        return paired or key not in self.gone | self.known

    def _identical(self) -> None:
        """Pair row by row where the tables differ in ids alone."""
        if len(self.old) != len(self.new) or rows(self.old) != rows(self.new):
            return
        same = twins(self.old)
        for old, new in zip(self.old, self.new, strict=True):
            self.add(old, new, Reason.TWIN if old in same else Reason.IDENTICAL)

    def _names(self) -> None:
        """Pair what alone has its family and name within its scope, outer scopes first, then within the whole map."""
        before = -1
        while before != len(self.pairs):
            before = len(self.pairs)
            home = {pair.old: pair.new for pair in self.pairs.values()}
            self._unique(
                {
                    key: (*spot.sort, home.get(spot.parent) if spot.parent else "")
                    for key, spot in self.old.items()
                },
                {key: (*spot.sort, spot.parent or "") for key, spot in self.new.items()},
            )
        self._unique(
            {key: spot.sort for key, spot in self.old.items()},
            {key: spot.sort for key, spot in self.new.items()},
        )

    def _unique(
        self, old: Mapping[StepKey, tuple[object, ...]], new: Mapping[StepKey, tuple[object, ...]]
    ) -> None:
        """Pair the steps that alone have their words in both versions, matched ones counted too.

        Without words of its own only a start or an end is told by being the only one at its place.
        """
        count_old, count_new = Counter(old.values()), Counter(new.values())
        where = {words: key for key, words in new.items()}
        for key, words in old.items():
            if count_old[words] != 1 or count_new[words] != 1:
                continue
            other = where[words]
            if self.old[key].nameless and not (key in self.only[0] and other in self.only[1]):
                continue
            if self._else_by_id(key, other):
                self.known |= {key, other}
            if not self.known & {key, other}:
                self.add(key, other, Reason.NAME)

    def _else_by_id(self, old: StepKey, new: StepKey) -> bool:
        """Tell whether one of two steps has its id still, on nearly its own words: then those are rivals."""
        both = [key for key in (old, new) if key in self.old and key in self.new]
        return old != new and any(
            self.old[key].sort != self.new[key].sort and near(self.old[key], self.new[key])
            for key in both
        )

    def _doubt(self) -> None:
        """Take back pairs that rest on too little."""
        doubts = Doubts(self.old, self.new, self.ids, self.pairs)
        for pair in [pair for pair in self.pairs.values() if doubts.has(pair)]:
            if self.old[pair.old].sort == self.new[pair.new].sort:
                # Its twins are asked about, or found, together with it.
                self.known -= {pair.old}
            elif pair.reason is Reason.ID:
                self.doubted.add(pair.old)
            del self.pairs[pair.old]
            self.taken.discard(pair.new)


def renamed_actors(old: Spots, new: Spots) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Find the actors that go by another name: gone, and most of what they alone did is done by one who was not there."""
    done: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
    alone_new = alone(new)
    for sort, key in alone(old).items():
        if sort in alone_new:
            done.setdefault(old[key].actor, Counter())[new[alone_new[sort]].actor] += 1
    were, are = ({spot.actor for spot in spots.values()} for spots in (old, new))
    heirs = {actor: count.most_common(1)[0] for actor, count in done.items() if actor not in are}
    return {
        actor: heir
        for actor, (heir, times) in heirs.items()
        if heir not in were and times * 2 > done[actor].total()
    }


def _sops(old: Sequence[Sop], new: Sequence[Sop], work: _Work) -> dict[SopKey, SopKey]:
    """Pair the SOPs: by most steps in common, then by key, scope and title, then what is left over alone."""
    votes: Counter[tuple[SopKey, SopKey]] = Counter(
        (work.old[pair.old].sop, work.new[pair.new].sop) for pair in work.pairs.values()
    )
    found: dict[SopKey, SopKey] = {}
    rest: list[SopKey] = [sop.key for sop in new]

    def take(pairs: Iterable[tuple[SopKey, SopKey]]) -> None:
        for one, other in pairs:
            if one not in found and other in rest:
                found[one] = other
                rest.remove(other)

    order = {sop.key: number for number, sop in enumerate((*old, *new))}
    take(sorted(votes, key=lambda pair: (-votes[pair], order[pair[0]], order[pair[1]])))
    take((sop.key, sop.key) for sop in old)
    take((a.key, b.key) for a in old for b in new if a.source.scopes == b.source.scopes)
    take((a.key, b.key) for a in old for b in new if a.title == b.title)
    left = [sop.key for sop in old if sop.key not in found]
    if len(left) == len(rest) == 1:
        take([(left[0], rest[0])])
    return found
