"""Figures as people write them: 66,7% in Indonesian, 66.7% in English."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent

from bpm2sop.wording import Language


def share_of(value: float, language: Language) -> str:
    """Write a share from 0 to 1 as per cent with one digit behind the comma."""
    return str(format_percent(value, "0.0%", locale=language.value))


def per_cent(value: float, language: Language) -> str:
    """Write a number of per cent with no more digits than it has."""
    return f"{format_decimal(value, '0.###', locale=language.value)}%"
