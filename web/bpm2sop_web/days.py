"""Days as people write them: 5 Januari 2026, 05/01/2026, 2026-01-05."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import get_month_names

from bpm2sop.wording import Language

_SIGNS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2}) ([a-z]+)\.? ([0-9]{4})")


def day_of(words: str) -> str:
    """Give the day that words name as a form's field wants it (2026-01-05); nothing where they name none.

    The day stands before the month, as it is written in Indonesia.
    """
    plain = " ".join(words.split()).lower()
    if found := _SIGNS.fullmatch(plain):
        return _day(found[4], int(found[3]), found[1])
    if found := _WORDS.fullmatch(plain):
        return _day(found[3], _months().get(found[2], 0), found[1])
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        return ""


def _day(year: str, month: int, day: str) -> str:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


@cache
def _months() -> Mapping[str, int]:
    """Give the months by their names, long and short, in all our languages."""
    return {
        name.lower().rstrip("."): number
        for language in Language
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language.value).items()
    }
