"""Times that say their unit themselves, in a form that every reader of times knows.

A number without a unit is no time here, and zero is none: tools write it for every task.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_NUMBER: Final = r"\d{1,6}(?:[.,]\d{1,4})?"
_UNITS: Final = (
    "detik|menit|jam|hari kerja|hari kalender|hari|minggu|bulan|tahun|seconds?|secs?|minutes?|"
    "mins?|hours?|hrs|h|working days?|business days?|calendar days?|days?|weeks?|months?|years?"
)
_PART: Final = rf"{_NUMBER}(?: ?(?:-|–|s\.?d\.?|sampai|to) ?{_NUMBER})? ?(?:{_UNITS})"
_WORDS: Final = re.compile(
    rf"{_PART}(?: {_PART}){{0,2}}(?: ?(?:/|per) ?[^\W\d_]{{1,20}})?\Z", re.IGNORECASE
)
_ISO: Final = re.compile(
    rf"P(?=[\dT])(?:\d{{1,6}}Y)?(?:\d{{1,6}}M)?(?:\d{{1,6}}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?\Z",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)(?:\.0{1,7})?\Z")
_SPAN: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2}):(\d{1,2}):(\d{1,2})\Z")
_PLAIN: Final = re.compile(r"\d{1,9}(?:\.\d{1,12})?\Z")
_LONGEST: Final = 60
_LETTERS: Final = {
    "s": "PT{}S",
    "sec": "PT{}S",
    "second": "PT{}S",
    "seconds": "PT{}S",
    "min": "PT{}M",
    "minute": "PT{}M",
    "minutes": "PT{}M",
    "hour": "PT{}H",
    "hours": "PT{}H",
    "day": "P{}D",
    "days": "P{}D",
    "week": "P{}W",
    "weeks": "P{}W",
    "year": "P{}Y",
    "years": "P{}Y",
}
_SPELLED: Final = {
    "PT{}S": "seconds",
    "PT{}M": "minutes",
    "PT{}H": "hours",
    "P{}D": "days",
    "P{}W": "weeks",
    "P{}Y": "years",
}
_WHOLE: Final = frozenset({"week", "weeks", "year", "years"})
"""Units that ISO 8601, as read here, counts in whole numbers."""


def clear(text: str) -> str:
    """Give a time as written if it says its unit and is not zero, else nothing."""
    short = " ".join(text.split())
    if len(short) > _LONGEST or not any(digit in short for digit in "123456789"):
        return ""
    if _WORDS.match(short) or _ISO.match(short):
        return short
    clock = _CLOCK.match(short)
    return _joined((0, 0, *map(int, clock.groups()))) if clock else ""


def of_unit(number: str, unit: str) -> str:
    """Write a number of units as a time; nothing where either is unknown or the number is zero."""
    form, amount = _LETTERS.get(unit.strip().lower()), number_of(number)
    if form is None or not amount or (unit.strip().lower() in _WHOLE and "." in amount):
        return ""
    return form.format(amount)


def between(low: str, high: str, unit: str) -> str:
    """Write a range of units as a time."""
    known, low, high = _LETTERS.get(unit.strip().lower()), number_of(low), number_of(high)
    if known is None or not high:
        return ""
    if not low or low == high:
        return of_unit(high, unit)
    return f"{low}-{high} {_SPELLED[known]}"


def of_span(text: str) -> str:
    """Read `[years:]days:hours:minutes:seconds`, as some tools store a time."""
    span = _SPAN.match(text.strip())
    if span is None:
        return ""
    return _joined(tuple(int(part or 0) for part in span.groups()))


def number_of(text: str) -> str:
    """Write a positive number without needless zeros; nothing for any other."""
    plain = text.strip()
    if not _PLAIN.match(plain):
        return ""
    number = round(Decimal(plain), 4)
    return f"{number.normalize():f}" if number else ""


def _joined(parts: tuple[int, ...]) -> str:
    """Write years, days, hours, minutes and seconds as one time; nothing where all are zero."""
    written = [
        f"{part}{letter}" if part else "" for part, letter in zip(parts, "YDHMS", strict=True)
    ]
    date, time = "".join(written[:2]), "".join(written[2:])
    if not date and not time:
        return ""
    return f"P{date}T{time}" if time else f"P{date}"
