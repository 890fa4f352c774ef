"""What stands under the pages of the form in every printed format: what the marks of cells mean, and the source."""

from __future__ import annotations

from typing import Final, NamedTuple

from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say

_NAME: Final = 80


class Under(NamedTuple):
    """The words for what is assumed and for what is not in the map, and where the SOP is from."""

    assumed: str
    none: str
    source: str


def under_of(sop: Sop, language: Language) -> Under:
    """Return what stands under an SOP's pages."""
    return Under(
        say(language, "pdf.assumed"), say(language, "pdf.none"), source_line(sop, language)
    )


def source_line(sop: Sop, language: Language) -> str:
    """Say which map the SOP is from, with the beginning of its file's hash."""
    source = sop.source
    return say(
        language,
        "pdf.source",
        file=short(source.file),
        map=short(source.map),
        digest=source.sha256[:16],
    )


def short(text: str) -> str:
    """Return a name on one line, its end cut where it is beyond all reading."""
    text = " ".join(text.split())
    return text if len(text) <= _NAME else text[: _NAME - 1] + "…"
