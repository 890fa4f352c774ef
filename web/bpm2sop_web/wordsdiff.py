"""Two texts side by side: what words were taken out, what words were put in."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 4_000
"""Characters beyond which texts are shown whole: comparing takes time by the square."""

_ALIKE = 0.5
"""Share of words in common below which two texts are shown one after the other."""


class Piece(NamedTuple):
    """A stretch of text; `kind` is same, old or new."""

    kind: str
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """Tell how one text became another."""
    if not old or not new or len(old) + len(new) > _LONGEST:
        return [Piece(kind, text) for kind, text in (("old", old), ("new", new)) if text]
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [Piece("old", old), Piece("same", " "), Piece("new", new)]
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[a:b])))
            continue
        parts = (("old", "".join(before[a:b])), ("new", "".join(after[c:d])))
        found += [Piece(kind, text) for kind, text in parts if text]
    return found
