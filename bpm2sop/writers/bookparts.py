"""What a book of SOPs is made of, whatever it is written as: its order, cover, contents and definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say

SYMBOLS: Final = ("terminator", "process", "decision", "offpage")
TERMS: Final = (
    "sop", "actor", "quality", "inputs", "time", "output", "remarks", "macro", "handler", "assumed", "none", "trace",
)  # fmt: skip
_CODE_LONGEST: Final = 20
_TITLE_LONGEST: Final = 160
_NATURAL: Final = re.compile(r"(\d+)")


class Cover(NamedTuple):
    """What stands on the cover: the title (ours if empty), and the agency, one a line."""

    title: str = ""
    agency: tuple[str, ...] = ()

    def titled(self, language: Language) -> str:
        """Return the title, ours where none is given."""
        return self.title[:_TITLE_LONGEST] or say(language, "book.title")


def in_order(sops: Iterable[Sop]) -> tuple[Sop, ...]:
    """Return the SOPs by code, number by number; those without one come last, as they were."""
    return tuple(sorted(sops, key=lambda sop: (sop.code is None, _natural(sop.code or ""))))


def _natural(code: str) -> list[tuple[int, str]]:
    pieces = _NATURAL.split(code)
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces if piece]


def entry_of(sop: Sop) -> tuple[str, str]:
    """Return code and title as the contents list them."""
    code, title = (" ".join(text.split()) for text in (sop.code or "", sop.title))
    return code[:_CODE_LONGEST], title[:_TITLE_LONGEST]


def facts_of(sops: Sequence[Sop], language: Language) -> list[str]:
    """Say how much is in the book, and from how many maps."""
    steps = sum(1 for sop in sops for _ in rows(sop.steps))
    sources = len({sop.source.sha256 for sop in sops})
    size = say(language, "book.size", sops=len(sops), steps=steps)
    return [size, say(language, "book.sources", files=sources)]
