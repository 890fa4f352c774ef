"""Doubts about pairs: an id that a tool may have given to something else, a name that others have too, a place that fits another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from bpm2sop.model.sop import StepKey
from bpm2sop.trace.matching_ids import Ids, series_of
from bpm2sop.trace.matching_near import MIRROR, by_word, near, worded
from bpm2sop.trace.matching_spots import NESTING, Spot, Spots, Tie, core_type, only_ends
from bpm2sop.trace.matching_values import Pair, Reason

_Ties = frozenset[tuple[str, StepKey]]


class Doubts:
    """What speaks against each of the pairs found by id or name, all of them looked at together."""

    def __init__(self, old: Spots, new: Spots, ids: Ids, pairs: Mapping[StepKey, Pair]) -> None:
        """Index what the pairs are judged by."""
        self._old, self._new, self._ids = old, new, ids
        self._partner = {pair.old: pair.new for pair in pairs.values()}
        self._back = {pair.new: pair.old for pair in pairs.values()}
        self._said = by_word(old), by_word(new)
        self._only = only_ends(old), only_ends(new)
        self._sorts = _by_sort(old), _by_sort(new)
        self._at: dict[_Ties, list[StepKey]] = defaultdict(list)
        for key, spot in new.items():
            if key not in self._back and spot.ties:
                self._at[spot.ties].append(key)

    def has(self, pair: Pair) -> bool:
        """Tell whether a pair rests on too little."""
        if pair.reason is Reason.ID:
            return self._id_is_weak(pair.old)
        return pair.reason is Reason.NAME and self._name_is_weak(pair)

    def _id_is_weak(self, key: StepKey) -> bool:
        """Tell whether an id may have been given to something else: numbers are, where neither words nor place bear them out."""
        old, new = self._old[key], self._new[key]
        numbered = series_of(key) is not None
        if old.nameless and new.nameless:
            apart = self._apart if key in self._ids.proved else self._displaced
            return numbered and apart(old, new)
        if old.name == new.name:
            return numbered and self._fits_another(key)
        if near(old, new) or (not numbered and (old.nameless or new.nameless)):
            return False
        if self._ids.sure(key):
            return not (_same_actor(old, new) and self._touch(old, new))
        if numbered and key not in self._ids.proved:
            return True
        return not self._same_place(old, new) or self._claimed(old, new)

    def _claimed(self, old: Spot, new: Spot) -> bool:
        """Tell whether a step of the words of either may be it: one that is paired with none of the same words."""
        return any(
            not self._keeps_words(self._old[key], self._partner.get(key))
            for key in self._sorts[0][new.sort]
        ) or any(
            (back := self._back.get(key)) is None or not self._keeps_words(self._old[back], key)
            for key in self._sorts[1][old.sort]
        )

    def _keeps_words(self, old: Spot, partner: StepKey | None) -> bool:
        """Tell whether a step has a partner of the same words."""
        return partner is not None and self._new[partner].sort == old.sort

    def _fits_another(self, key: StepKey) -> bool:
        """Tell whether a step of the same words lies nearer to where one of two steps is.

        As near is enough where ids are not proved, or where there are more or fewer of these words than before.
        """
        old, new = self._old[key], self._new[key]
        shared = self._shared(old, new)
        if shared == max(len(old.ties), len(new.ties)):
            return False
        as_many = len(self._sorts[0][old.sort]) == len(self._sorts[1][old.sort])
        least = shared + (as_many and key in self._ids.proved)
        if not least:
            home = self._at_home(key)
            return any(adrift[old.sort] > (not home) for adrift in self._adrift)
        rivals = {r for r in self._near_new(new) if self._old[r].sort == old.sort} - {key}
        others = {c for c in self._near_old(old) if self._new[c].sort == new.sort} - {key}
        return any(
            self._shared(self._old[r], new) >= least for r in rivals if not self._at_home(r)
        ) or any(
            self._shared(old, self._new[c]) >= least
            for c in others
            if not self._at_home(self._back.get(c))
        )

    @cached_property
    def _adrift(self) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
        """Count the old and the new steps of each sort that have not all neighbours in common with a partner."""
        before = (spot.sort for key, spot in self._old.items() if not self._at_home(key))
        after = (s.sort for key, s in self._new.items() if not self._at_home(self._back.get(key)))
        return Counter(before), Counter(after)

    def _near_new(self, new: Spot) -> Iterator[StepKey]:
        """Iterate over the old steps that touch, in the same way, what a new one touches."""
        for how, other in new.ties:
            if (back := self._back.get(other)) is not None:
                yield from (t.other for t in self._old[back].ties if t.how == MIRROR[how])

    def _near_old(self, old: Spot) -> Iterator[StepKey]:
        """Iterate over the new steps that touch, in the same way, what an old one touches."""
        for how, other in self._around(old):
            yield from (t.other for t in self._new[other].ties if t.how == MIRROR[how])

    def _at_home(self, key: StepKey | None) -> bool:
        """Tell whether a step and its partner have all neighbours in common."""
        other = self._partner.get(key) if key is not None else None
        return (
            key is not None
            and other is not None
            and self._around(self._old[key]) == self._new[other].ties
        )

    def _name_is_weak(self, pair: Pair) -> bool:
        """Tell whether the step of a name may be another: all around is different, or others have a claim to name or place."""
        old, new = self._old[pair.old], self._new[pair.new]
        only = pair.old in self._only[0] and pair.new in self._only[1]
        if not only and self._strange(old, new):
            return True
        touch = self._touch(old, new)
        if not touch and (self._rivalled(pair) or self._at.get(self._around(old))):
            return True
        return pair.old != pair.new and (
            self._still_there(pair.old) or self._was_there_before(pair.new)
        )

    def _still_there(self, key: StepKey) -> bool:
        """Tell whether the id of a step is at its place still, on a step that is nothing else."""
        new = self._new.get(key)
        return (
            new is not None
            and key not in self._back
            and bool(new.ties)
            and self._same_place(self._old[key], new)
        )

    def _was_there_before(self, key: StepKey) -> bool:
        """Tell whether the id of a new step was at its place before, on a step that has become nothing else."""
        old = self._old.get(key)
        return (
            old is not None
            and key not in self._partner
            and bool(old.ties)
            and self._same_place(old, self._new[key])
        )

    def _rivalled(self, pair: Pair) -> bool:
        """Tell whether another step has nearly the name of either, or just it, and so may be the one."""
        old, new = self._old[pair.old], self._new[pair.new]
        if len(self._sorts[0][old.sort]) != len(self._sorts[1][old.sort]):
            return True
        before = worded(new, self._old, self._said[0])
        after = worded(old, self._new, self._said[1])
        return any(self._old[key].name != new.name for key in before) or any(
            self._new[key].name != old.name for key in after
        )

    def _strange(self, old: Spot, new: Spot) -> bool:
        """Tell whether nothing around two steps is the same, though both have neighbours that are known.

        For an activity one neighbour or the actor is enough. Gateways and events of one name are many, and any may get a row
        of its own: they must lie in the same place, and not be displaced; where somebody else acts, or the type is another,
        more than half of all arrows that one of them has must be the same.
        """
        if old.family == "activity":
            return old.actor != new.actor and self._apart(old, new)
        if old.parent is None or old.parent in self._partner:
            home = self._partner.get(old.parent) if old.parent is not None else None
            if home != new.parent:
                return True
        if old.actor != new.actor or core_type(old.step) != core_type(new.step):
            least = min(len(_arrows(old.ties)), len(_arrows(new.ties)))
            return len(_arrows(self._around(old)) & _arrows(new.ties)) * 2 <= least
        return self._displaced(old, new)

    def _displaced(self, old: Spot, new: Spot) -> bool:
        """Tell whether less than half of the arrows with known ends are the same."""
        before = _arrows(self._around(old))
        after = frozenset(tie for tie in _arrows(new.ties) if tie[1] in self._back)
        if before and after:
            return len(before & after) * 2 < max(len(before), len(after))
        return bool(after) and len(after) == len(_arrows(new.ties))

    def _apart(self, old: Spot, new: Spot) -> bool:
        """Tell whether two steps have known neighbours, and none in common."""
        before = {other for _, other in self._around(old)}
        after = {tie.other for tie in new.ties if tie.other in self._back}
        return bool(before) and bool(after) and not before & after

    def _touch(self, old: Spot, new: Spot) -> bool:
        """Tell whether an arrow of two steps comes from, or goes to, the same neighbour; or neither has any."""
        before, after = _arrows(old.ties), _arrows(new.ties)
        return bool(_arrows(self._around(old)) & after) or not (before or after)

    def _same_place(self, old: Spot, new: Spot) -> bool:
        """Tell whether two steps have exactly the same neighbours, or both none, and one actor: by id, or name in its pool."""
        return (
            _same_actor(old, new)
            and len(self._around(old)) == len(old.ties)
            and self._around(old) == new.ties
        )

    def _shared(self, old: Spot, new: Spot) -> int:
        """Count the neighbours in common."""
        return len(self._around(old) & new.ties)

    def _around(self, spot: Spot) -> _Ties:
        """Give what an old step touches, where that has a partner, as the new version names it."""
        known = (tie for tie in spot.ties if tie.other in self._partner)
        return frozenset(Tie(tie.how, self._partner[tie.other]) for tie in known)


def _same_actor(old: Spot, new: Spot) -> bool:
    """Tell whether one acts in both: the same id, or name in its pool."""
    return old.actor[-1:] == new.actor[-1:] or old.step.actors[:1] == new.step.actors[:1]


def _by_sort(spots: Spots) -> Mapping[tuple[str, str], list[StepKey]]:
    """Index steps by family and name."""
    found: dict[tuple[str, str], list[StepKey]] = defaultdict(list)
    for key, spot in spots.items():
        found[spot.sort].append(key)
    return found


def _arrows(ties: Collection[tuple[str, StepKey]]) -> _Ties:
    """Leave out nesting."""
    return frozenset(tie for tie in ties if tie[0] not in NESTING)
