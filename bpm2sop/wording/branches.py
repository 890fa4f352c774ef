"""Labels of branches: do they say yes or no, and in which words are they shown?"""

import re
from functools import cache, lru_cache

from bpm2sop.wording.language import Language
from bpm2sop.wording.line import capitalised, tidy
from bpm2sop.wording.tables import word_list, word_set

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NEGATIONS = word_set(
    "tidak tdk tak bukan belum blm tanpa kurang not no non isn't doesn't don't cannot can't without never "
    "neither nor tidaklah gak nggak"
)
# Words that say yes only where nothing stronger stands beside them ("ada", but "ada revisi").
_WEAK = word_set(
    "ada perlu dapat bisa sudah telah terima lanjut jadi required needed exists found present"
)
_DOUBTS = frozenset({"atau", "or", "apakah", "dan/atau"})
_PLAIN_YES = word_set("ya y yes yep yeah oke ok okay iya yup true")
_PLAIN_NO = word_set("tidak tdk t no n nope false tak gak nggak")
_ANSWERS = {Language.ID: ("Ya", "Tidak"), Language.EN: ("Yes", "No")}
_EDGES = " .,;:!?\"'()[]{}<>*_-–—"
_MOST_WORDS = 40


@cache
def _positive() -> frozenset[str]:
    return word_list("polarity_yes.txt")


@cache
def _negative() -> frozenset[str]:
    return word_list("polarity_no.txt")


@lru_cache(maxsize=2048)
def polarity(label: str) -> int:
    """Return +1 where a branch label says yes, -1 where it says no, 0 where it says neither or both."""
    words = _WORD.findall(label.lower().replace("’", "'"))[:_MOST_WORDS]
    if len(words) == 1 and words[0] in _PLAIN_NO:
        return -1
    if not _DOUBTS.isdisjoint(words) or "/" in label:
        return 0
    signs = set(_signs(words))
    return signs.pop() if len(signs) == 1 else 0


def _signs(words: list[str]) -> list[int]:
    """Return the sign of each telling word, turned by a negation in front of it."""
    signs: list[int] = []
    turned = False
    for word in words:
        if word in _NEGATIONS:
            # A negation of something that tells nothing is a no ("belum bayar", "tidak hadir").
            if not turned:
                signs.append(-1)
            turned = True
        elif sign := _sign(word):
            if turned:
                signs[-1], turned = -sign, False
            else:
                signs.append(sign)
    if not signs and not _WEAK.isdisjoint(words):
        return [1]
    return signs


def _sign(word: str) -> int:
    if word in _WEAK:
        return 0
    if word in _negative():
        return -1
    return 1 if word in _positive() or word in _PLAIN_YES else 0


def plain_answer(label: str, language: Language, words: tuple[str, str] = ("", "")) -> str | None:
    """Return "Ya" or "Tidak" (Yes or No, or the agency's `words`) for a plain synonym, None for more than that."""
    core = tidy(label).strip(_EDGES).lower()
    yes, no = _ANSWERS[language]
    if core in _PLAIN_YES:
        return words[0] or yes
    return words[1] or no if core in _PLAIN_NO else None


def answer(label: str, language: Language) -> str:
    """Return "Ya" or "Tidak" (Yes or No) for a plain synonym, else the label's own words, tidy."""
    plain = tidy(label)
    core = plain.strip(_EDGES)
    return plain_answer(plain, language) or capitalised(plain.rstrip(" .:;,") if core else plain)
