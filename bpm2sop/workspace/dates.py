"""Days as people give them and as the form shows them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from bpm2sop.errors import Refused, Where


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
