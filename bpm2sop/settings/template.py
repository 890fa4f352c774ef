"""Templates of SOP numbers: `SOP-{seq:03}/{unit}/{year}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

COUNTED = frozenset({"seq", "n"})
OF_THE_MAP = frozenset({"map_code", "kode_peta"})
OF_THE_UNIT = {
    "unit": "code",
    "klas": "classification",
    "year": "year",
    "tahun": "year",
    "bulan_romawi": "month",
    "month_roman": "month",
}
"""Placeholders by the key of `[unit]` that fills them."""
PLACEHOLDERS = COUNTED | OF_THE_MAP | OF_THE_UNIT.keys()
_WIDTH = re.compile(r"0?\d?\Z")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class TemplateError(ValueError):
    """A template that cannot be read; its text is the part that is wrong."""


def placeholders(template: str) -> tuple[str, ...]:
    """List the placeholders of a template.

    Raises:
        TemplateError: A brace is left open, or a placeholder or its width is not known.
    """
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise TemplateError(template) from error
    names = []
    for _, name, width, conversion in parts:
        if name is None:
            continue
        counted = name in COUNTED and _WIDTH.match(width or "")
        if name not in PLACEHOLDERS or conversion or (width and not counted):
            raise TemplateError(f"{{{name}}}" if not width else f"{{{name}:{width}}}")
        names.append(name)
    return tuple(names)


def roman(month: int) -> str:
    """Write a month as letters' numbers have it; nothing where there is none."""
    return _ROMAN[month] if 0 < month < len(_ROMAN) else ""


def fill(template: str, values: Mapping[str, str | int]) -> str | None:
    """Fill a template; None where a value that it needs is missing or empty."""
    if any(values.get(name, "") == "" for name in placeholders(template)):
        return None
    return template.format_map(dict(values))
