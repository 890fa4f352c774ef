"""Which steps of two versions of a map's SOPs are the same: by id, name, neighbourhood; else a question to a person.

A wrong pair moves a person's words to another step, so doubt is never settled silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from bpm2sop.model.sop import Sop, SopKey, StepKey
from bpm2sop.trace.matching_asking import questions
from bpm2sop.trace.matching_near import Neighbourhood, by_word, near, worded
from bpm2sop.trace.matching_spots import (
    NESTING,
    Spot,
    Spots,
    core_type,
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
_SURE = 3
"""Ids hold where so many of them keep their words for one that is found on something else."""
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
    work = _Work(spots_of(old), spots_of(new), given)
    kinds_old, kinds_new = kinds(old), kinds(new)
    trusted = ids_hold(work.old, work.new, kinds_old, kinds_new)
    if trusted:
        # Such a step is still there, or was there before, in another's row: it is no other step.
        work.known = frozenset({*(work.old.keys() & kinds_new), *(work.new.keys() & kinds_old)})
    work.run(trusted=trusted)
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
        given: Mapping[StepKey, StepKey | None],
    ) -> None:
        """Begin with the pairs that a person gave."""
        self.old, self.new = old, new
        self.place = {key: number for number, key in enumerate(old)}
        self.pairs: dict[StepKey, Pair] = {}
        self.taken: set[StepKey] = set()
        self.known: frozenset[StepKey] = frozenset()
        self.doubted: set[StepKey] = set()
        """The steps whose id is there still, on words and at a place that are not theirs."""
        self.only = only_ends(old), only_ends(new)
        self.said = by_word(old), by_word(new)
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

    def run(self, *, trusted: bool) -> None:
        """Apply the rules, the surest first; ids only where they are trusted."""
        if trusted:
            doubtful = _contradicted(self.old, self.new)
            self.known |= doubtful
            for key in self.old:
                if (
                    key in self.new
                    and key not in doubtful
                    and _compatible(self.old[key], self.new[key])
                ):
                    renamed = self.old[key].name != self.new[key].name
                    self.add(key, key, Reason.ID, _RENAMED if renamed else None)
        if not any(pair.reason is Reason.ID for pair in self.pairs.values()):
            self._identical()
        self._names()
        self._doubt()
        near_by = Neighbourhood(
            {key: spot for key, spot in self.old.items() if self._open(key, key in self.pairs)},
            {key: spot for key, spot in self.new.items() if self._open(key, key in self.taken)},
            self.pairs,
            self.add,
        )
        near_by.run()

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
        """Take back pairs that rest on one thing alone while everything else has changed."""
        partner = {pair.old: pair.new for pair in self.pairs.values()}
        for pair in list(self.pairs.values()):
            old, new = self.old[pair.old], self.new[pair.new]
            if pair.reason is Reason.ID and not (
                _like_named(old, new) or _same_place(old, new, partner)
            ):
                self.doubted.add(pair.old)
            elif pair.reason is not Reason.NAME or not (
                _strange(old, new, partner)
                or (self._rivalled(pair) and not _touch_the_same(old, new, partner))
            ):
                continue
            del self.pairs[pair.old]
            self.taken.discard(pair.new)

    def _rivalled(self, pair: Pair) -> bool:
        """Tell whether another step has nearly the name of either, and so may be the one that was renamed."""
        old, new = self.old[pair.old], self.new[pair.new]
        before = worded(new, self.old, self.said[0])
        after = worded(old, self.new, self.said[1])
        return any(self.old[key].name != new.name for key in before) or any(
            self.new[key].name != old.name for key in after
        )


def _compatible(old: Spot, new: Spot) -> bool:
    """Tell whether one may have become the other: a nameless event that waits for something else is another."""
    if old.nameless and new.nameless and old.family == "event":
        return old.name == new.name
    return old.family == new.family


def _like_named(old: Spot, new: Spot) -> bool:
    """Tell whether two names may be one in other words, or either is missing."""
    return old.nameless or new.nameless or old.name == new.name or near(old, new)


def _same_place(old: Spot, new: Spot, partner: Mapping[StepKey, StepKey]) -> bool:
    """Tell whether two steps have exactly the same neighbours, or both none, and one actor: by id, or name within its pool."""
    around = {(tie.how, partner.get(tie.other)) for tie in old.ties}
    same = old.actor[-1:] == new.actor[-1:] or old.step.actors[:1] == new.step.actors[:1]
    return same and around == set(new.ties)


def _strange(old: Spot, new: Spot, partner: Mapping[StepKey, StepKey]) -> bool:
    """Tell whether nothing around two steps is the same, though both have neighbours that are known.

    For an activity one neighbour or the actor is enough. Gateways and events of one name are many, and any may get a row of
    its own: they must lie in the same place, and at least half of their arrows with known ends come from, or go to, the same
    neighbours; where somebody else acts, or the type is another, more than half of all that one of them has.
    """
    if old.family == "activity" and old.actor == new.actor:
        return False
    known = set(partner.values())
    around = {(tie.how, partner[tie.other]) for tie in old.ties if tie.other in partner}
    others = {(tie.how, tie.other) for tie in new.ties if tie.other in known}
    if old.family == "activity":
        return _apart({other for _, other in around}, {other for _, other in others})
    if old.parent is None or old.parent in partner:
        home = partner.get(old.parent) if old.parent is not None else None
        if home != new.parent:
            return True
    before, after = ({tie for tie in ties if tie[0] not in NESTING} for ties in (around, others))
    arrows = [sum(tie.how not in NESTING for tie in spot.ties) for spot in (old, new)]
    shared = len(before & after)
    if old.actor != new.actor or core_type(old.step) != core_type(new.step):
        return shared * 2 <= min(arrows)
    if before and after:
        return shared * 2 < max(len(before), len(after))
    return bool(after) and len(after) == arrows[1]


def _touch_the_same(old: Spot, new: Spot, partner: Mapping[StepKey, StepKey]) -> bool:
    """Tell whether an arrow of two steps comes from, or goes to, the same neighbour; or neither has any."""
    before = {(tie.how, partner.get(tie.other)) for tie in old.ties if tie.how not in NESTING}
    after = {(tie.how, tie.other) for tie in new.ties if tie.how not in NESTING}
    return bool(before & after) or not (before or after)


def _apart(one: Collection[object], other: Collection[object]) -> bool:
    """Tell whether two collections, neither of them empty, share nothing."""
    return bool(one) and bool(other) and not set(one) & set(other)


def ids_hold(
    old: Spots, new: Spots, kinds_old: Mapping[str, str], kinds_new: Mapping[str, str]
) -> bool:
    """Tell whether equal ids mean equal things: not where names or kinds say that a tool has numbered anew."""
    alone_old, alone_new = _alone(old), _alone(new)
    against = sum(kinds_new.get(own, kind) != kind for own, kind in kinds_old.items())
    against += sum(alone_new.get(sort, key) != key for sort, key in alone_old.items())
    for_ids = 0
    for key, spot in old.items():
        other = new.get(key)
        if other is not None:
            for_ids += spot.sort == other.sort and not spot.nameless
            against += not _compatible(spot, other)
    return for_ids >= _SURE * against


def _contradicted(old: Spots, new: Spots) -> frozenset[StepKey]:
    """Name the steps whose id now stands for other words while their own, which no other has, are found under another id.

    The id says one thing and the name another: neither is believed.
    """
    alone_old, alone_new = _alone(old), _alone(new)
    found: set[StepKey] = set()
    for sort, key in alone_old.items():
        other = alone_new.get(sort, key)
        if other != key and key in new:
            found |= {key, other}
    return frozenset(found)


def _alone(spots: Spots) -> dict[tuple[str, str], StepKey]:
    """Index the steps whose words no other has."""
    count = Counter(spot.sort for spot in spots.values())
    return {s.sort: key for key, s in spots.items() if count[s.sort] == 1 and not s.nameless}


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
