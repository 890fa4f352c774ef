"""What one picture needs to know while it is painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bpm2sop.model.processmap import DataItem, ElementId, ProcessMap
from bpm2sop.picture.board import Board
from bpm2sop.picture.geometry import Box, Point
from bpm2sop.picture.planes import Content
from bpm2sop.picture.text import escaped, width_of
from bpm2sop.picture.words import word
from bpm2sop.wording import Language

LINE: Final = "#33475b"
SYNTHETIC: Final = "~"
"""Lines that we drew and that are no element of the map have ids that begin so."""
HIGHLIGHTS: Final[Mapping[str, str]] = {
    "added": ' stroke="#1b7a3d" stroke-width="3"',
    "changed": ' stroke="#a15c00" stroke-width="3" stroke-dasharray="7 3"',
    "removed": ' stroke="#b3261e" stroke-width="3" stroke-dasharray="2 3"',
    "selected": ' stroke="#0b57d0" stroke-width="3.5"',
}
"""Classes that the picture itself shows, by line and not by colour alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One plane of a map, and how it is to be shown."""

    map: ProcessMap
    content: Content
    edges: Mapping[ElementId, tuple[Point, ...]]
    """All lines to draw, also those that the drawing lacks; each with two points at least."""
    board: Board
    numbers: Mapping[ElementId, str]
    classes: Mapping[ElementId, str]
    language: Language
    hosts: frozenset[ElementId]
    """Activities with events on their border."""
    upright: frozenset[ElementId]
    """Pools and lanes that stand upright, their title above."""

    def opening(self, own: ElementId, kind: str, name: str) -> str:
        """Return the start of an element's group: class, id, title."""
        number = self.numbers.get(own)
        shown = name or kind
        title = f"{word(self.language, 'step', number=number)}: {shown}" if number else shown
        classes = f"b2s-{kind}"
        if own in self.classes:
            classes += "".join(f" b2s-{safe_class(each)}" for each in self.classes[own].split())
        said = "" if own.startswith(SYNTHETIC) else f' data-element="{escaped(own)}"'
        return f'<g class="{classes}"{said}><title>{escaped(title)}</title>'

    def emphasis(self, own: ElementId) -> str:
        """Return the attributes of a highlighted outline."""
        held = self.classes.get(own)
        if not held:
            return ""
        return next((HIGHLIGHTS[each] for each in held.split() if each in HIGHLIGHTS), "")

    def badge(self, own: ElementId, box: Box) -> str:
        """Return the step number on the upper left corner of an element."""
        number = self.numbers.get(own)
        if not number:
            return ""
        at = badge_box(number, box)
        x, y = at.middle
        return (
            f'<rect x="{at.x:g}" y="{at.y:g}" width="{at.width:g}" height="{at.height:g}" rx="8" '
            f'fill="#1b2a36" stroke="#fff" stroke-width="1.2"/><text x="{x:g}" y="{y + 4:g}" font-size="11" '
            f'font-weight="700" text-anchor="middle" fill="#fff" stroke="none">{escaped(number)}</text>'
        )


def badge_box(number: str, box: Box) -> Box:
    """Return where a step number goes."""
    width = max(16.0, width_of(number, 12) + 8)
    return Box(box.x - 8, box.y - 11, width, 16)


def safe_class(text: str) -> str:
    """Return a class name of letters, digits and hyphens."""
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in text)[:40]


def data_text(item: DataItem) -> str:
    """Return a data element's label, with its state in brackets as the notation has it."""
    return f"{item.name} [{item.state}]".strip() if item.state else item.name
