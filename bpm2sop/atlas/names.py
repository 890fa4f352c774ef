"""Names compared: the same but for writing, or so near that a slip of the pen explains the difference."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bpm2sop.atlas.codes import split_name
from bpm2sop.atlas.nouns import NOUNS

_WORD = re.compile(r"[^\W_]+")
_SMALL: Final = frozenset(
    (
        "dan",
        "di",
        "ke",
        "dari",
        "untuk",
        "atas",
        "and",
        "of",
        "the",
        "for",
        "in",
        "to",
        "a",
        "an",
        "sop",
        "peta",
        "proses",
    )
)
_LARGEST_BLOCK: Final = 48
_LETTERS_A_SLIP: Final = 4
"""A word may have one wrong letter for so many letters."""
_JOINED_SLIPS: Final = 2
_STEM: Final = 5
_ROMAN: Final = frozenset("ivx")


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Give the words of a name without code, case, diacritics and punctuation."""
    plain = unicodedata.normalize("NFKD", split_name(name).name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORD.findall(plain))


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """Give a name as it is compared: its words in order, joined by spaces."""
    return " ".join(words(name))


def telling(name: str) -> tuple[str, ...]:
    """Give the words that tell a name from others; all of them where nothing else is left."""
    return tuple(word for word in words(name) if word not in _SMALL) or words(name)


class NearNames:
    """Finds, among many titles, the one that a name is a misspelling of.

    Titles stand in small blocks by signature: all words but one, the beginnings of all words, the ends, the whole
    with a letter left out. A name is compared with the titles that share a block, so the work grows with the number
    of names, not of pairs; blocks too large to tell anything are passed over.
    """

    def __init__(self, titles: Mapping[str, str], others: Iterable[str], threshold: float) -> None:
        """Index titles by their key; `others` are the names besides that show which words are in use."""
        self._titles = titles
        self._threshold = threshold * 100
        self._blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for key, title in titles.items():
            for signature in set(_signatures(telling(title))):
                self._blocks[signature].append(key)
        every = {normal(name) for name in (*titles.values(), *others)}
        self._known = {word for title in titles.values() for word in words(title)}
        self._use = Counter(word for name in every for word in set(name.split()))

    def best(self, name: str, allowed: frozenset[str] | None = None) -> tuple[str, float] | None:
        """Give the key of the only best title and its likeness from 0 to 1, or None where none or several qualify."""
        mine = telling(name)
        scores: dict[str, float] = {}
        for key in self._candidates(mine):
            if allowed is None or key in allowed:
                score = self._score(mine, telling(self._titles[key]))
                if score >= self._threshold:
                    scores[key] = score
        if not scores:
            return None
        top = max(scores.values())
        best = [key for key, score in scores.items() if score == top]
        return (best[0], round(top / 100, 2)) if len(best) == 1 else None

    def _candidates(self, mine: tuple[str, ...]) -> set[str]:
        """Collect the titles that share a block of bearable size."""
        found: set[str] = set()
        for signature in set(_signatures(mine)):
            block = self._blocks.get(signature, ())
            if len(block) <= _LARGEST_BLOCK:
                found.update(block)
        return found

    def _score(self, mine: tuple[str, ...], other: tuple[str, ...]) -> float:
        """Give the likeness in per cent, 0 where the difference is more than slips of the pen."""
        if _numbers(mine) != _numbers(other):
            return 0.0
        a, b = "".join(mine), "".join(other)
        pairs = [pair for pair in zip(mine, other, strict=False) if pair[0] != pair[1]]
        if len(mine) == len(other):
            slips = all(self._slip(x, y) for x, y in pairs)
        else:
            slips = OSA.distance(a, b) <= min(_JOINED_SLIPS, len(a) // _LETTERS_A_SLIP)
        return float(fuzz.ratio(a, b)) if slips else 0.0

    def _slip(self, one: str, other: str) -> bool:
        """Tell whether two words are one, written wrongly in one place: words in use are never slips of each other."""
        in_use = self._known >= {one, other} and min(self._use[one], self._use[other]) > 1
        if in_use or {one, other} <= NOUNS:
            return False
        return bool(OSA.distance(one, other) <= max(len(one), len(other)) // _LETTERS_A_SLIP)


def _numbers(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Give the numbers and single letters among words: what differs in them is never a slip."""
    return tuple(filter(_is_number, tokens))


@lru_cache(maxsize=100_000)
def _is_number(word: str) -> bool:
    """Tell a number, Arabic or Roman, or a single letter."""
    return len(word) == 1 or any(map(str.isdigit, word)) or set(word) <= _ROMAN


def _signatures(tokens: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    """List the blocks of a name."""
    numbers = set(_numbers(tokens))
    for at, word in enumerate(tokens):
        if len(tokens) > 1 and word not in numbers:
            yield ("but", at, *tokens[:at], *tokens[at + 1 :])
    for word in tokens:
        if len(word) >= _STEM:
            yield ("begins", word[:_STEM], len(tokens))
            yield ("ends", word[-_STEM:], len(tokens))
    yield ("front", *(word if word in numbers else word[:3] for word in tokens))
    yield ("back", *(word if word in numbers else word[-3:] for word in tokens))
    whole = "".join(tokens)
    yield ("whole", whole)
    for at in range(len(whole)):
        if not whole[at].isdigit():
            yield ("whole", whole[:at] + whole[at + 1 :])
