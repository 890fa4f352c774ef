"""What people type, made fit to be kept: no control characters, no half characters, no more than a cell can hold."""

from __future__ import annotations

import unicodedata

from bpm2sop.errors import Refused, Where
from bpm2sop.trace.overlay import KINDS, Field

LONGEST = 10_000
"""Characters of one cell or remark."""
NAME = 500
"""Characters of the name of a file."""
_LINES = frozenset(
    {
        Field.INPUTS,
        Field.OUTPUTS,
        Field.REMARKS,
        Field.ACTORS,
        Field.ACTOR_ORDER,
        Field.ACTOR_NAMES,
        Field.APPROVED_BY,
        Field.LEGAL_BASIS,
        Field.QUALIFICATIONS,
        Field.EQUIPMENT,
        Field.WARNING,
        Field.RECORDS,
    }
)
"""Cells that may have several lines."""
_NEEDED = frozenset({Field.TITLE, Field.TEXT, Field.ACTORS})


def cleaned_cell(field: Field, words: str, place: str) -> str:
    """Clean what was typed into a cell.

    Raises:
        Refused: it is too long, or empty where something has to stand.
    """
    lines = [" ".join(line.split()) for line in cleaned(words, place).split("\n")]
    value = ("\n" if field in _LINES else " ").join(line for line in lines if line)
    if not value and field in _NEEDED:
        raise Refused("cell-empty", Where(file=place), {"field": field.value})
    if value not in KINDS.get(field, (value,)):
        raise Refused("kind-unknown", Where(file=place), {"known": ", ".join(KINDS[field])})
    return value


def cleaned_line(words: str, place: str, *, limit: int = LONGEST) -> str:
    """Clean what stands on one line."""
    return " ".join(cleaned(words, place, limit=limit).split())


def cleaned(words: str, place: str, *, limit: int = LONGEST) -> str:
    """Take control characters, and halves of characters, out of a text; lines stay.

    Raises:
        Refused: it is too long.
    """
    if len(words) > limit:
        raise Refused(
            "text-too-long", Where(file=place), {"limit": str(limit), "found": str(len(words))}
        )
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    kept = (one for one in plain if one in "\n\t" or unicodedata.category(one) not in _UNFIT)
    return "".join(kept).strip()


_UNFIT = frozenset({"Cc", "Cs", "Cn"})
