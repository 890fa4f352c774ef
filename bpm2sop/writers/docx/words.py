"""Paragraphs as WordprocessingML. Text of a map is text only: escaped, and never a field or a link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from bpm2sop.layout import Align, Font
from bpm2sop.layout.measuring import clean, line_height

TWIPS = 15
"""Twips a unit."""
MISSING = "FFF6D6"
"""The ground behind what waits for words."""
_SIDES = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


class Look(NamedTuple):
    """How a paragraph looks. `before` is the free height above it, in units."""

    font: Font
    align: Align = Align.LEFT
    italic: bool = False
    before: int = 0
    height: int = 0
    """The distance between lines in units; 0 is the font's own, less is as high as what stands in the line."""
    shade: str = ""
    """Colour of the ground behind the line."""
    keep: bool = False
    """Whether the next line stands on the same page."""


@dataclass(slots=True)
class Marks:
    """The bookmarks of a document: each has a number of its own."""

    names: list[str] = field(default_factory=list)
    quiet: bool = False
    """Whether no bookmarks are made: in a book, which is not read back, their names would stand twice."""

    def mark(self, name: str) -> str:
        """Return a bookmark, to be put into a paragraph."""
        if self.quiet:
            return ""
        self.names.append(name)
        number = len(self.names)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def one_line(text: str) -> str:
    """Return a text as an attribute or a single run can hold it."""
    return " ".join(clean(text).split("\n"))


def attribute(text: str) -> str:
    """Return a text quoted as an attribute's value."""
    return quoteattr(one_line(text))


def run(text: str, look: Look, *, ground: str = "") -> str:
    """Return a run of plain text, on a ground of colour if one is named."""
    if not text:
        return ""
    return f'<w:r>{_face(look, ground)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def linked(runs: str, mark: str) -> str:
    """Return runs that lead to a bookmark of the document."""
    return f'<w:hyperlink w:anchor="{mark}">{runs}</w:hyperlink>'


def paragraph(text: str, look: Look, *, mark: str = "", runs: str = "") -> str:
    """Return one paragraph; `runs` is what stands in it instead of the text."""
    return f"<w:p>{_properties(look)}{mark}{runs or run(text, look)}</w:p>"


def tabbed(runs: str, look: Look, *, code: int, width: int) -> str:
    """Return a line of a list: behind `code` the words, and at the end of dots a number."""
    tabs = (
        f'<w:tabs><w:tab w:val="left" w:pos="{code * TWIPS}"/>'
        f'<w:tab w:val="right" w:leader="dot" w:pos="{width * TWIPS}"/></w:tabs>'
    )
    indent = f'<w:ind w:left="{code * TWIPS}" w:hanging="{code * TWIPS}"/>'
    return f"<w:p>{_properties(look, tabs, indent)}{runs}</w:p>"


def paragraphs(lines: Iterable[str], look: Look, *, mark: str = "") -> str:
    """Return a paragraph a line, at least one; free height and bookmark are the first one's."""
    return "".join(_lines(tuple(lines) or ("",), look, mark))


def _lines(lines: tuple[str, ...], look: Look, mark: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number:
            yield paragraph(line, look._replace(before=0))
        else:
            yield paragraph(line, look, mark=mark)


def _properties(look: Look, tabs: str = "", indent: str = "") -> str:
    height = (look.height or line_height(look.font)) * TWIPS
    before = f' w:before="{look.before * TWIPS}"' if look.before else ""
    high = f' w:line="{height}" w:lineRule="exact"' if height > 0 else ""
    side = "" if look.align is Align.LEFT else f'<w:jc w:val="{_SIDES[look.align]}"/>'
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/>' if look.shade else ""
    keep = "<w:keepNext/>" if look.keep else ""
    return (
        f"<w:pPr>{keep}{ground}{tabs}<w:spacing{before}{high}/>{indent}{side}{_face(look)}</w:pPr>"
    )


def _face(look: Look, ground: str = "") -> str:
    bold = "<w:b/><w:bCs/>" if look.font.bold else ""
    italic = "<w:i/><w:iCs/>" if look.italic else ""
    size = look.font.half_points
    behind = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    return f'<w:rPr>{bold}{italic}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{behind}</w:rPr>'
