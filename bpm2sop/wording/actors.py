"""Is the name in a label the actor of its lane?"""

import csv
from functools import cache, lru_cache

from rapidfuzz import fuzz

from bpm2sop.wording.line import Line
from bpm2sop.wording.tables import data_text

_ALIKE = 90
_SMALL = frozenset({"dan", "di", "dari", "the", "of", "and", "a", "an"})
_SHORTEST_ACRONYM = 2


@cache
def _abbreviations() -> dict[str, str]:
    rows = csv.DictReader(data_text("abbreviations_id.csv").splitlines())
    return {row["short"]: row["long"] for row in rows}


@lru_cache(maxsize=4096)
def _spelled_out(name: str) -> tuple[str, ...]:
    """Return the words of a name with its abbreviations written out."""
    short = _abbreviations()
    return tuple(part for word in Line.of(name).words for part in short.get(word, word).split())


@lru_cache(maxsize=8192)
def same_actor(name: str, actor: str) -> bool:
    """Tell whether a name in a label means the actor of the lane.

    The whole name, its acronym, its abbreviation, its first words ("Petugas" for
    "Petugas Loket") and small misspellings count.
    """
    said, lane = _spelled_out(name), _spelled_out(actor)
    if not said or not lane:
        return False
    if said == lane or said == lane[: len(said)]:
        return True
    if _is_acronym(said, lane) or _is_acronym(lane, said):
        return True
    return len(said) == len(lane) and fuzz.ratio(" ".join(said), " ".join(lane)) >= _ALIKE


def _is_acronym(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(short) != 1 or len(short[0]) < _SHORTEST_ACRONYM:
        return False
    initials = "".join(word[0] for word in full)
    big = "".join(word[0] for word in full if word not in _SMALL)
    return short[0] in (initials, big)
