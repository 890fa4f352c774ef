"""How far equal ids mean equal things. Tools that number anew do so kind by kind, so each series of ids is judged by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from bpm2sop.model.sop import StepKey
from bpm2sop.trace.matching_spots import Spot, Spots

_NUMBERED = re.compile(r"(\D*)\d+")
_SURE = 3
"""Ids hold where so many of them keep their words for one that is found on something else."""
_SURE_OF_NUMBERS = 9
"""As above for ids that are a number behind a word: those are what is numbered anew."""


class Ids(NamedTuple):
    """The ids of both versions that are believed: `held` all, `proved` where many keep their words and none has others.

    What is proved and no number is sure.
    """

    held: frozenset[str]
    proved: frozenset[str]

    def sure(self, key: str) -> bool:
        """Tell whether an id is nothing that a tool has counted, and proved."""
        return key in self.proved and series_of(key) is None


class _Series(NamedTuple):
    """What speaks for and against the ids of one series."""

    own: Counter[str | None]
    other: Counter[str | None]

    def refuted(self, series: str | None) -> bool:
        """Tell whether too much speaks against a series."""
        least = _SURE if series is None else _SURE_OF_NUMBERS
        return self.own[series] < least * self.other[series]

    def prove(self, *, numbered: bool) -> bool:
        """Tell whether enough speaks for all numbered series, or for the ids that are none, and nothing against them."""
        names = {name for name in (*self.own, *self.other) if (name is not None) == numbered}
        least = _SURE_OF_NUMBERS if numbered else _SURE
        return sum(self.own[name] for name in names) >= least and not any(
            self.other[name] for name in names
        )

    def hold(self, series: str | None) -> bool:
        """Tell whether a series is believed; where other numbers are refuted only if enough speaks for it."""
        if self.refuted(series):
            return False
        anew = any(self.refuted(name) for name in self.other if name is not None)
        return not anew or self.own[series] >= _SURE


def series_of(key: str) -> str | None:
    """Give what stands before the number of an id that is a word and a number; None for any other id."""
    found = _NUMBERED.fullmatch(key)
    return found[1] if found else None


def believed(
    old: Spots, new: Spots, kinds_old: Mapping[str, str], kinds_new: Mapping[str, str]
) -> Ids:
    """Find the ids that mean the same in both versions: not those of series that names or kinds say to be numbered anew."""
    votes = _Series(Counter(), Counter())
    for own, kind in kinds_old.items():
        votes.other[series_of(own)] += kinds_new.get(own, kind) != kind
    for key, other in elsewhere(old, new):
        series = series_of(key if key in new else other)
        # A name under a new id that is no number may be a copy's, while its own step was renamed.
        votes.other[series] += series is not None or other in old
    for key in old.keys() & new.keys():
        same = old[key].sort == new[key].sort and not old[key].nameless
        votes.own[series_of(key)] += same
        votes.other[series_of(key)] += not compatible(old[key], new[key])
    both = kinds_old.keys() & kinds_new.keys() | old.keys() & new.keys()
    hold = {series: votes.hold(series) for series in map(series_of, both)}
    held = frozenset(key for key in both if hold[series_of(key)])
    proved = {numbered: votes.prove(numbered=numbered) for numbered in (True, False)}
    return Ids(held, frozenset(key for key in held if proved[series_of(key) is not None]))


def elsewhere(old: Spots, new: Spots) -> list[tuple[StepKey, StepKey]]:
    """List the steps whose words, which no other has, are under another id while one of the two ids is used again."""
    alone_old, alone_new = alone(old), alone(new)
    pairs = ((key, alone_new.get(sort, key)) for sort, key in alone_old.items())
    return [(key, other) for key, other in pairs if other != key and (key in new or other in old)]


def alone(spots: Spots) -> dict[tuple[str, str], StepKey]:
    """Index the steps whose words no other has."""
    count = Counter(spot.sort for spot in spots.values())
    return {s.sort: key for key, s in spots.items() if count[s.sort] == 1 and not s.nameless}


def compatible(old: Spot, new: Spot) -> bool:
    """Tell whether one may have become the other: a nameless event that waits for something else is another."""
    if old.nameless and new.nameless and old.family == "event":
        return old.name == new.name
    return old.family == new.family
