"""Days as people give them and as the form shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import format_date, get_month_names

from bpm2sop.errors import Refused, Where
from bpm2sop.wording import Language

_SIGNS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2}) ([a-z]+)\.? ([0-9]{4})")


def read_day(text: str, place: str) -> date:
    """Read a day (2026-01-31).

    Raises:
        Refused: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("day-unreadable", Where(file=place), {"day": text[:40]}) from error


def day_in_words(day: date, language: str) -> str:
    """Write a day as the form has it: 31 Januari 2026."""
    return format_date(day, "d MMMM y", locale=language)


def day_of(words: str) -> date | None:
    """Give the day that words name: 5 Januari 2026, 05/01/2026, 2026-01-05; None where they name none.

    The day stands before the month, as it is written in Indonesia.
    """
    plain = " ".join(words.split()).lower()
    if found := _SIGNS.fullmatch(plain):
        return _day(found[4], int(found[3]), found[1])
    if found := _WORDS.fullmatch(plain):
        return _day(found[3], _months().get(found[2], 0), found[1])
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    """Give the months by their names, long and short, in all our languages."""
    return {
        name.lower().rstrip("."): number
        for language in Language
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language.value).items()
    }
