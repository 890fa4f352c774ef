"""Questions: steps without a partner that have likely ones. A person answers; nothing is paired silently."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rapidfuzz import fuzz

from bpm2sop.model.sop import StepKey
from bpm2sop.trace.matching_near import MOST, by_word, near, touching, worded
from bpm2sop.trace.matching_spots import Spot, Spots
from bpm2sop.trace.matching_values import Candidate, Question

LEAST = 0.6
"""Names less alike than this are a question only where no known neighbour was lost."""
_SHOWN = 3
_CEILING = 0.85


def questions(
    old: Spots,
    new: Spots,
    partner: Mapping[StepKey, StepKey],
    *,
    gone: Collection[StepKey],
    doubted: Collection[StepKey],
) -> tuple[Question, ...]:
    """Ask for each unmatched old step that has candidates: a like name and an agreeing neighbour, or nearly the same name.

    What has its id, where that was doubted, is one whatever its name.
    """
    taken = frozenset(partner.values())
    left = {key: spot for key, spot in new.items() if key not in taken}
    near_by, said = touching(left), by_word(left)
    asked = []
    for key, spot in old.items():
        if key in partner or key in gone:
            continue
        wanted = dict.fromkeys((*_touching(spot, partner, near_by), *worded(spot, left, said)))
        scored = [Candidate(c, _score(spot, left[c], partner)) for c in wanted]
        if key in doubted and key in left:
            scored = [*(c for c in scored if c.new != key), Candidate(key, _CEILING)]
        likely = sorted((c for c in scored if c.confidence), key=lambda c: -c.confidence)
        if likely:
            asked.append(Question(key, tuple(likely[:_SHOWN])))
    return tuple(asked)


def _touching(
    spot: Spot,
    partner: Mapping[StepKey, StepKey],
    near_by: Mapping[tuple[str, StepKey, str], list[StepKey]],
) -> Iterator[StepKey]:
    """Iterate over the steps that touch a partner of a step's neighbours."""
    for how, other in sorted(spot.ties):
        if other in partner:
            yield from near_by.get((how, partner[other], spot.family), ())[:MOST]


def _score(old: Spot, new: Spot, partner: Mapping[StepKey, StepKey]) -> float:
    """Say how likely two unmatched steps are one; 0 is not worth asking."""
    before = {(tie.how, partner[tie.other]) for tie in old.ties if tie.other in partner}
    agreeing = len(before & set(new.ties))
    between = bool(before) and agreeing == len(before)
    nameless = old.nameless and new.nameless
    close = near(old, new) and (agreeing or not nameless)
    alike = 1.0 if nameless else fuzz.token_sort_ratio(old.name, new.name) / 100
    share = agreeing / max(len(old.ties), len(new.ties), 1)
    if not (between or close or (alike >= LEAST and agreeing)):
        return 0.0
    return round(min(_CEILING, 0.5 * alike + 0.35 * share + 0.1 * (old.actor == new.actor)), 2)
