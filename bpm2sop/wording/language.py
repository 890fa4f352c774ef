"""Which language a label is in, by word lists and the shape of its words."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from bpm2sop.wording.tables import data_text, english_verbs, indonesian_verbs

_WORD = re.compile(r"[^\W\d_]+")
# Prefixed Indonesian verbs and nouns; English words of the same shape stand in the English list.
_SHAPED = re.compile(
    r"(?:me(?:m[bpf]|n[cdjstyg]|l|r|w|y)\w{3,}|di\w{3,}(?:kan|i)|[pk]e\w{3,}an|ber\w{4,}|ter\w{4,}|\w{4,}nya)\Z"
)
_ENGLISH_SHAPED = re.compile(r"\w{3,}(?:ing|tion|ment|ness|ity|ed|ly|ance|ence|ies)\Z")
_MOST_WORDS = 200
_NEUTRAL = frozenset(
    {"link", "meeting", "online", "file", "form", "portal", "server", "backup", "program", "bank"}
)


class Language(StrEnum):
    """A language that labels are written in and messages are said in."""

    ID = "id"
    EN = "en"


@cache
def words_of(language: Language) -> frozenset[str]:
    """Return the words that mark a label as being in the language."""
    lines = data_text(f"words_{language.value}.txt").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _leaning() -> dict[str, int]:
    """Map each listed word to +1 (Indonesian), -1 (English) or 0 (written alike in both)."""
    indonesian = words_of(Language.ID) | {
        word for verb in indonesian_verbs() for word in (verb.verb, verb.imperative, *verb.nouns)
    }
    english = words_of(Language.EN) | {
        word
        for verb in english_verbs()
        for word in (verb.base, verb.third, verb.gerund, *verb.nouns)
    }
    borrowed = (indonesian & english) | {
        word for verb in indonesian_verbs() for form in verb.bare for word in form.split()
    }
    borrowed |= _NEUTRAL
    return dict.fromkeys(english, -1) | dict.fromkeys(indonesian, 1) | dict.fromkeys(borrowed, 0)


@lru_cache(maxsize=8192)
def _shape(word: str) -> int:
    """Guess the language of an unlisted word from its affixes."""
    if _SHAPED.match(word):
        return 1
    return -1 if _ENGLISH_SHAPED.match(word) else 0


@lru_cache(maxsize=8192)
def language_of(label: str) -> Language | None:
    """Return the language that most words of a label speak for, or None when they do not tell."""
    lean = _leaning()
    votes = 0
    for word in _WORD.findall(label.lower())[:_MOST_WORDS]:
        vote = lean.get(word)
        votes += _shape(word) if vote is None else vote
    if votes == 0:
        return None
    return Language.ID if votes > 0 else Language.EN


def language_of_labels(labels: Iterable[str]) -> Language | None:
    """Return the language of most labels of a map, or None when none of them tells."""
    counts = Counter(filter(None, map(language_of, labels)))
    if not counts:
        return None
    return Language.ID if counts[Language.ID] >= counts[Language.EN] else Language.EN
