"""What a writer is, and what it is told beside the SOP."""

from collections.abc import Callable
from dataclasses import dataclass

from bpm2sop.layout import PageStyle
from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a writer is told beside the SOP: the language of our own words; where they are known, its map and how pages look."""

    language: Language
    process_map: ProcessMap | None = None
    style: PageStyle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One format: its name, the end of its files' names, and the function that makes their bytes."""

    format: str
    suffix: str
    write: Callable[[Sop, Context], bytes]
    paged: bool = False
    """Whether the form's pages are in it, so that what the layout finds concerns it."""
