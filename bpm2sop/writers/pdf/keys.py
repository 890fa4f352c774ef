"""What a printed SOP carries unseen: the keys of its rows and the hash of its source, as key words of the file."""

from __future__ import annotations

from typing import Final

from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Sop

_MOST: Final = 12_000
"""Characters of all key words: archive-grade PDF takes no string over 32,767 bytes, two a character."""
_LONGEST: Final = 1_000


def key_words(sop: Sop) -> list[str]:
    """Return `name=value` words; the rows' keys end where the file's limit is (the trace table names them all the same)."""
    source = sop.source
    head = [
        "bpm2sop/sop/1",
        f"key={sop.key}",
        f"file={source.file}",
        f"map={source.map}",
        f"sha256={source.sha256}",
    ]
    words = [word[:_LONGEST] for word in head]
    left = _MOST - sum(map(len, words))
    for row in rows(sop.steps):
        word = f"row:{row.step.no}={row.step.key}"
        left -= len(word) + 2
        if left < 0:
            break
        words.append(word)
    return words
