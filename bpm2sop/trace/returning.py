"""Steps that were gone and are there again: under their id, as exactly what they were, by their name, or as a person says.

What is sure returns silently; what may be is asked about. Nothing is told by its place: that is another step's by now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from msgspec.structs import replace

from bpm2sop.model.sop import Sop, SopKey, Step, StepKey
from bpm2sop.trace.fingerprints import Back, is_nameless, lost
from bpm2sop.trace.matching_near import near
from bpm2sop.trace.matching_spots import Spot, family_of, plain_name, steps_of
from bpm2sop.trace.matching_values import Candidate, Matching, Pair, Question, Reason
from bpm2sop.trace.overlay import Field, Orphan, actor_names, step_cells

_LIKELY, _MAYBE = 0.85, 0.7
"""Confidence in a step of the same name, by the same actor and by another."""
_SHOWN = 3

Sort = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Returning:
    """Which orphans of an earlier version find a step of the new one. `given` is what a person said."""

    old: Mapping[StepKey, Step]
    new: Sequence[Sop]
    orphans: Sequence[Orphan]
    matching: Matching
    given: Mapping[StepKey, StepKey | None]
    taken: dict[StepKey, Orphan] = field(default_factory=dict)

    @cached_property
    def found(self) -> Mapping[StepKey, Orphan]:
        """The orphans that are back, by the step that each is now: what a person said first, then the surest."""
        for rule in (self._told, self._same, self._under_its_id, self._by_name):
            for orphan in self._waiting():
                target = rule(orphan)
                if target in self._homes and target not in self.taken:
                    self.taken[StepKey(target)] = orphan
        return self.taken

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Questions about those that still wait, by the orphans' own keys."""
        found = self.found
        asked = []
        for orphan in self._waiting():
            if orphan.has_words and not self._is_told(orphan):
                likely = [one for one in self._likely(orphan) if one.new not in found]
                likely.sort(key=lambda one: -one.confidence)
                if likely:
                    asked.append(Question(StepKey(orphan.key), tuple(likely[:_SHOWN])))
        return tuple(asked)

    def back(self) -> Iterator[tuple[str, Back]]:
        """Iterate over what is there again, also where nobody wrote on it, by the names under which others speak of it."""
        for target, orphan in self.found.items():
            if orphan.step is not None:
                yield lost(orphan.step.key), Back(_words(orphan.step), target)
        if not (self._hold or any(map(self._same, self.orphans))):
            return
        for key, (_, step) in self._homes.items():
            if not self._was_there(key):
                yield lost(key), Back(_words(step), key)
        for actor in (actor for sop in self.new for actor in sop.actors):
            if is_nameless(actor):
                yield lost(actor.id), Back(" / ".join(actor.path), actor.id)

    @cached_property
    def _homes(self) -> dict[str, tuple[Sop, Step]]:
        return {step.key: (sop, step) for sop in self.new for step, _ in steps_of(sop.steps)}

    @cached_property
    def _pairs(self) -> dict[str, Pair]:
        return {pair.new: pair for pair in self.matching.pairs}

    def _was_there(self, key: str) -> bool:
        """Tell whether a step was there before under its id and name, or as a person says."""
        pair = self._pairs.get(key)
        if pair is None or pair.reason not in (Reason.ID, Reason.GIVEN):
            return False
        return sort_of(self.old[pair.old]) == sort_of(self._homes[key][1])

    @cached_property
    def _hold(self) -> bool:
        """Whether ids mean what they meant."""
        return any(pair.reason is Reason.ID for pair in self.matching.pairs)

    @cached_property
    def _named(self) -> Mapping[Sort, list[StepKey]]:
        """The new version's steps by family and name."""
        found: dict[Sort, list[StepKey]] = defaultdict(list)
        for _, step in self._homes.values():
            if step.label:
                found[sort_of(step)].append(step.key)
        return found

    @cached_property
    def _sorts(self) -> Counter[Sort]:
        return Counter(sort_of(one.step) for one in self.orphans if one.step is not None)

    def _waiting(self) -> Iterator[Orphan]:
        """Iterate over the orphans of steps that have none yet."""
        done = {id(orphan) for orphan in self.taken.values()}
        yield from (one for one in self.orphans if one.step is not None and id(one) not in done)

    def _is_told(self, orphan: Orphan) -> bool:
        return any(name in self.given for name in self._names(orphan))

    def _names(self, orphan: Orphan) -> Iterator[StepKey]:
        """Iterate over what a person may call an orphan; where the key is another step's by now, an answer is about that."""
        own = {orphan.key, orphan.step.key if orphan.step is not None else orphan.key}
        yield from (StepKey(name) for name in sorted(own) if name not in self.old)

    def _told(self, orphan: Orphan) -> str | None:
        """Give the step that a person named."""
        return next((self.given[one] for one in self._names(orphan) if one in self.given), None)

    def _same(self, orphan: Orphan) -> str | None:
        """Give the step that is in all that the map says of it what the orphan was, ids and neighbours too."""
        if orphan.step is None or self._is_told(orphan):
            return None
        own = orphan.step.key
        if own not in self._homes:
            return None
        sop, step = self._homes[own]
        same = _bare(step) == _bare(orphan.step) and performers(sop, step) == orphan.actors
        pair = self._pairs.get(own)
        there = pair is not None and _bare(self.old[pair.old]) == _bare(step)
        return own if same and not there else None

    def _under_its_id(self, orphan: Orphan) -> str | None:
        """Give the step of its id, where ids hold and its name is the same; nearly, where it was no other step before."""
        if orphan.step is None or self._is_told(orphan) or not self._hold:
            return None
        own = orphan.step.key
        if own not in self._homes or self._was_there(own):
            return None
        step = self._homes[own][1]
        same = bool(step.label) and sort_of(orphan.step) == sort_of(step)
        return own if same or (own not in self._pairs and _is_like(orphan.step, step)) else None

    def _by_name(self, orphan: Orphan) -> str | None:
        """Give the step of its name: where no other had or has that name, in the same SOP, with the same actor."""
        if orphan.step is None or self._is_told(orphan) or not orphan.alone:
            return None
        sort = sort_of(orphan.step)
        holders = self._named.get(sort, [])
        if len(holders) != 1 or self._sorts[sort] != 1 or holders[0] in self._pairs:
            return None
        sop, step = self._homes[holders[0]]
        same = orphan.actors == performers(sop, step) and self._heir(orphan.sop) == sop.key
        return step.key if same else None

    def _heir(self, sop: SopKey | None) -> SopKey | None:
        return None if sop is None else self.matching.sops.get(sop, sop)

    def _likely(self, orphan: Orphan) -> Iterator[Candidate]:
        """Iterate over the steps of its name that were not there before."""
        if orphan.step is None or not orphan.step.label:
            return
        for key in self._named.get(sort_of(orphan.step), ()):
            if key not in self._pairs:
                alike = performers(*self._homes[key]) == orphan.actors
                yield Candidate(key, _LIKELY if alike else _MAYBE)


def performers(sop: Sop, step: Step) -> tuple[str, ...]:
    """Name who performs a step."""
    return tuple(step_cells(step, actor_names(sop))[Field.ACTORS].splitlines())


def sort_of(step: Step) -> Sort:
    """Say what a step is: the family of its node, and its name in plain words."""
    return family_of(step.core_type), plain_name(step.label)


def _words(step: Step) -> str:
    """Give the words by which others speak of a step."""
    return step.label or step.text


def _bare(step: Step) -> Step:
    """Give a step without the numbers of its row and those below it."""
    return replace(step, no="", steps=tuple(map(_bare, step.steps)))


def _is_like(old: Step, new: Step) -> bool:
    """Tell whether a returned id stands for what it stood for, by nearly the same name."""
    one, other = (
        Spot(step, SopKey(""), None, *sort_of(step), (), frozenset()) for step in (old, new)
    )
    return bool(old.label and new.label) and one.family == other.family and near(one, other)
