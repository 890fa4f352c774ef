"""Matching by neighbourhood: the same words between neighbours that are matched already, repeated to a fixed point."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from rapidfuzz.distance import DamerauLevenshtein

from bpm2sop.model.sop import StepKey
from bpm2sop.trace.matching_spots import NESTING, Spot, Spots, core_type
from bpm2sop.trace.matching_values import Pair, Reason

MOST = 64
"""A neighbour with more candidates than this tells nothing."""
_RENAMED = 0.8
_LETTERS = 4
_WORDS = 2
_SEVERAL = 2
_TRIES = 4
"""Rounds of guessing; after the last one that was refuted no guess stands."""


_COUNTING = re.compile(r"\d+|.|[ivx]+")
"""A number, a letter, a Roman number: what tells one from another of the same words."""

Add = Callable[[StepKey, StepKey, Reason, float | None], None]
"""Pairs two steps."""


class Neighbourhood:
    """Finds pairs next to pairs."""

    def __init__(
        self,
        old: Spots,
        new: Spots,
        pairs: Mapping[StepKey, Pair],
        add: Add,
    ) -> None:
        """Index the new version by what its steps touch."""
        self._old, self._new, self._pairs, self._add = old, new, pairs, add
        self._partner = {pair.old: pair.new for pair in pairs.values()}
        self._back = {new_: old_ for old_, new_ in self._partner.items()}
        self._touching = touching(new)
        every = [Counter(spot.sort for spot in spots.values()) for spots in (old, new)]
        self._several = {sort for count in every for sort in count if count[sort] > 1}
        self._bold = False
        self._guessed: set[StepKey] = set()
        self._refuted: set[StepKey] = set()
        self._left_old = Counter(old[key].sort for key in old if key not in self._partner)
        self._left_new = Counter(new[key].sort for key in new if key not in self._back)

    def run(self) -> None:
        """Pair what leaves one choice; then twins that would fit as well elsewhere, where all around them bears it out."""
        self._sweep()
        self._bold = True
        for _ in range(_TRIES):
            before = dict(self._partner)
            self._sweep()
            bad = {key for key in self._guessed if not self._borne_out(key)}
            if not bad:
                break
            self._back_to(before)
            self._refuted |= bad
        for key, other in self._partner.items():
            if key not in self._pairs:
                same = self._old[key].name == self._new[other].name
                self._add(key, other, Reason.NEIGHBOURS, None if same else _RENAMED)

    def _back_to(self, before: Mapping[StepKey, StepKey]) -> None:
        """Forget what followed from guesses."""
        for key in [key for key in self._partner if key not in before]:
            other = self._partner.pop(key)
            del self._back[other]
            self._left_old[self._old[key].sort] += 1
            self._left_new[self._new[other].sort] += 1
        self._guessed.clear()

    def _borne_out(self, key: StepKey) -> bool:
        """Tell whether all neighbours of a guessed pair came out the same."""
        return self._exact(self._old[key], self._new[self._partner[key]])

    def _sweep(self) -> None:
        """Pair until nothing more follows: what a pair touches is looked at next, and all once more at the end."""
        full = True
        look: list[StepKey] = list(self._old)
        while look:
            found = [key for key in look if key not in self._partner and self._settle(key)]
            if not found and full:
                break
            full = not found
            look = list(self._old) if full else self._around(found)

    def _around(self, found: Iterable[StepKey]) -> list[StepKey]:
        """List the unmatched steps that touch what has just been matched."""
        touched = (tie.other for key in found for tie in sorted(self._old[key].ties))
        known = (key for key in dict.fromkeys(touched) if key in self._old)
        return [key for key in known if key not in self._partner]

    def _settle(self, key: StepKey) -> bool:
        """Pair a step if its surroundings leave one choice."""
        other = self._same(key) or self._renamed(key)
        if other is None:
            return False
        self._partner[key], self._back[other] = other, key
        self._left_old[self._old[key].sort] -= 1
        self._left_new[self._new[other].sort] -= 1
        return True

    def _same(self, key: StepKey) -> StepKey | None:
        """Find the one unmatched step of the same words that agrees best."""
        spot = self._old[key]
        candidates = [c for c in self._candidates(spot) if self._new[c].sort == spot.sort]
        best = self._best(spot, candidates)
        if best is None:
            return None
        rivals = [r for r in self._rivals(self._new[best]) if self._old[r].sort == spot.sort]
        if self._best_rival(self._new[best], rivals) != key:
            return None
        if not self._holds(spot, self._new[best]):
            return None
        if self._may_be_another(key, best):
            if not self._bold or key in self._refuted:
                return None
            self._guessed.add(key)
        return best

    def _holds(self, spot: Spot, new: Spot) -> bool:
        """Tell whether two steps of one name lie at the same place, as far as must be known to tell them from others.

        The last two that are left may be of other type or actor between just the same neighbours, and of one kind between
        most of them.
        """
        left = self._left_old[spot.sort], self._left_new[spot.sort]
        exact, alike = self._exact(spot, new), _same_kind(spot, new)
        if left == (1, 1):
            shared = self._agreeing(spot, new)
            if exact or (
                alike and shared >= _SEVERAL and shared * 2 > max(len(spot.ties), len(new.ties))
            ):
                return True
        if spot.sort in self._several and not (alike and self._enough_alike(spot, new)):
            return False
        # Names of gateways and events are many: one of another type must lie at just the same place.
        retyped = spot.family != "activity" and core_type(spot.step) != core_type(new.step)
        even = left[0] == left[1]
        return self._consistent(spot, new) if even and not retyped else exact

    def _enough_alike(self, spot: Spot, new: Spot) -> bool:
        """Tell whether more neighbours are known to be the same than to be others; of an activity one is enough."""
        before, after = ([t for t in one.ties if t.how not in NESTING] for one in (spot, new))
        found = {(tie.how, self._partner.get(tie.other)) for tie in before}
        shared = sum((t.how, t.other) in found for t in after)
        gone = sum(t.other in self._partner for t in before) - shared
        return spot.family == "activity" or shared > gone or not gone

    def _may_be_another(self, key: StepKey, best: StepKey) -> bool:
        """Tell whether a twin of either would do as well, by what is known of its neighbours."""
        if self._exact(self._old[key], self._new[best]):
            return False
        sort = self._old[key].sort
        others = [c for c in self._left(self._new, self._back, sort) if c != best]
        rivals = [r for r in self._left(self._old, self._partner, sort) if r != key]
        return any(
            self._consistent(self._old[key], self._new[c])
            and self._unknown(self._new[c], self._back)
            for c in others
        ) or any(
            self._consistent(self._old[r], self._new[best])
            and self._unknown(self._old[r], self._partner)
            for r in rivals
        )

    def _unknown(self, spot: Spot, matched: Mapping[StepKey, StepKey]) -> bool:
        """Tell whether a neighbour of a step may yet speak for it."""
        return any(tie.other not in matched for tie in spot.ties)

    def _left(
        self, spots: Spots, matched: Mapping[StepKey, StepKey], sort: tuple[str, str]
    ) -> list[StepKey]:
        """List the unmatched steps of the same words."""
        return [key for key, spot in spots.items() if spot.sort == sort and key not in matched]

    def _renamed(self, key: StepKey) -> StepKey | None:
        """Find the one unmatched step of nearly the same words next to a partner of its neighbours.

        Nameless gateways must lie between exactly the same neighbours. Of twins nobody knows which was renamed, and while a
        step of just these words is left this is none that was.
        """
        spot = self._old[key]
        if not spot.nameless and (self._left_new[spot.sort] or self._left_old[spot.sort] > 1):
            return None
        found = [c for c in self._candidates(spot) if self._fits(spot, self._new[c])]
        if len(found) != 1 or (self._left_old[self._new[found[0]].sort] and not spot.nameless):
            return None
        other = self._new[found[0]]
        rivals = [r for r in self._rivals(other) if self._fits(self._old[r], other)]
        return found[0] if rivals == [key] else None

    def _fits(self, old: Spot, new: Spot) -> bool:
        """Tell whether two neighbours of a pair are surely one under other words."""
        if old.sort == new.sort or not near(old, new):
            return False
        return self._exact(old, new) or (old.actor == new.actor and not old.nameless)

    def _candidates(self, spot: Spot) -> list[StepKey]:
        """List the unmatched steps of the same family that touch a partner of its neighbours in the same way."""
        found: dict[StepKey, None] = {}
        for how, other in sorted(spot.ties):
            partner = self._partner.get(other)
            if partner is None:
                continue
            near_by = self._touching.get((how, partner, spot.family), ())
            if len(near_by) <= MOST:
                found.update(dict.fromkeys(c for c in near_by if c not in self._back))
        return list(found)

    def _rivals(self, spot: Spot) -> list[StepKey]:
        """List the unmatched old steps that may be this new one too."""
        found: dict[StepKey, None] = {}
        for how, other in sorted(spot.ties):
            partner = self._back.get(other)
            if partner is None:
                continue
            for tie in self._old[partner].ties:
                rival = self._old.get(tie.other)
                if rival is None or tie.other in self._partner:
                    continue
                if tie.how == MIRROR[how] and rival.family == spot.family:
                    found[tie.other] = None
        return list(found)

    def _agreeing(self, old: Spot, new: Spot) -> int:
        """Count the matched neighbours in common."""
        ties = {(how, self._partner.get(other)) for how, other in old.ties}
        return sum((tie.how, tie.other) in ties for tie in new.ties)

    def _best(self, spot: Spot, candidates: Iterable[StepKey]) -> StepKey | None:
        """Give the candidate that agrees most, if it alone does."""
        return _alone({c: self._agreeing(spot, self._new[c]) for c in candidates})

    def _best_rival(self, spot: Spot, rivals: Iterable[StepKey]) -> StepKey | None:
        """Give the old step that agrees most with a new one, if it alone does."""
        return _alone({r: self._agreeing(self._old[r], spot) for r in rivals})

    def _consistent(self, old: Spot, new: Spot) -> bool:
        """Tell whether no matched neighbours were exchanged: some may have come, or some gone, where steps were put between."""
        ties = {(how, self._partner[other]) for how, other in old.ties if other in self._partner}
        found = {(tie.how, tie.other) for tie in new.ties if tie.other in self._back}
        return ties <= found or found <= ties

    def _exact(self, old: Spot, new: Spot) -> bool:
        """Tell whether all neighbours are matched, and are the same."""
        ties = {(how, self._partner.get(other)) for how, other in old.ties}
        return bool(ties) and ties == set(new.ties)


def _same_kind(old: Spot, new: Spot) -> bool:
    """Tell whether two steps have one actor and are of one type: what else can tell twins apart."""
    return old.actor == new.actor and core_type(old.step) == core_type(new.step)


def _alone(scores: Mapping[StepKey, int]) -> StepKey | None:
    """Give the key with the highest score, unless two have it."""
    top = max(scores.values(), default=0)
    best = [key for key, score in scores.items() if score == top]
    return best[0] if top and len(best) == 1 else None


MIRROR = {
    **{f"{kind} out": f"{kind} in" for kind in ("flow", "exception", "message")},
    **{f"{kind} in": f"{kind} out" for kind in ("flow", "exception", "message")},
    "in": "holds",
    "holds": "in",
}
"""How the other end of a tie sees it."""


def touching(spots: Spots) -> dict[tuple[str, StepKey, str], list[StepKey]]:
    """Index steps by how and what they touch, and their family."""
    found: dict[tuple[str, StepKey, str], list[StepKey]] = defaultdict(list)
    for key, spot in spots.items():
        for tie in spot.ties:
            found[tie.how, tie.other, spot.family].append(key)
    return found


def near(old: Spot, new: Spot) -> bool:
    """Tell whether two names are surely one in other words: a word added or left out, a slip of the pen.

    Of nameless ones only gateways can change: what an event waits for is all that it says.
    """
    if old.nameless or new.nameless:
        return old.nameless and new.nameless and old.family == "gateway"
    one, other = old.name.split(), new.name.split()
    shorter, longer = sorted((set(one), set(other)), key=len)
    if shorter <= longer and len(shorter) >= _WORDS:
        return not any(_COUNTING.fullmatch(word) for word in longer - shorter)
    return len(one) == len(other) and all(map(_slip, one, other))


def by_word(left: Spots) -> dict[tuple[str, str], list[StepKey]]:
    """Index steps by family and each word of their names."""
    said: dict[tuple[str, str], list[StepKey]] = defaultdict(list)
    for key, spot in left.items():
        for word in () if spot.nameless else sorted(set(spot.name.split())):
            said[spot.family, word].append(key)
    return said


def worded(
    spot: Spot, left: Spots, said: Mapping[tuple[str, str], list[StepKey]]
) -> Iterator[StepKey]:
    """Iterate over the steps of nearly the same name; words that many names have lead to none."""
    for word in () if spot.nameless else sorted(set(spot.name.split())):
        holders = said.get((spot.family, word), ())
        if len(holders) <= MOST:
            yield from (other for other in holders if near(spot, left[other]))


def _slip(one: str, other: str) -> bool:
    """Tell whether two words differ by at most one slip in four letters; numbers never do."""
    if one == other:
        return True
    if one.isdecimal() or other.isdecimal():
        return False
    allowed = min(len(one), len(other)) // _LETTERS
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed
