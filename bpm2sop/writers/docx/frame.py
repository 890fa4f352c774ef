"""What stands around the text: paper and edges, the footer, and the lines that pages begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bpm2sop.layout import Font, Paper
from bpm2sop.writers.docx.package import HEAD, Extra, footer_part
from bpm2sop.writers.docx.words import MISSING, TWIPS, Look, one_line, run
from bpm2sop.writers.under import Under

_POINT = 20
"""Twips of the line that each page's drawing hangs on."""
_SLACK = 80
"""Twips that the text may run into the lower margin, so that the last line of all needs no page of its own."""
_MAIN = "http://schemas.openxmlformats.org"
_WORD = "http://schemas.microsoft.com/office/word/2010"
SPACES = (
    f'xmlns:w="{_MAIN}/wordprocessingml/2006/main" xmlns:r="{_MAIN}/officeDocument/2006/relationships" '
    f'xmlns:a="{_MAIN}/drawingml/2006/main" xmlns:wp="{_MAIN}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:mc="{_MAIN}/markup-compatibility/2006" xmlns:wpc="{_WORD}/wordprocessingCanvas" '
    f'xmlns:wpg="{_WORD}/wordprocessingGroup" xmlns:wps="{_WORD}/wordprocessingShape"'
)
_FOOTER_LINE = 14
_UNDER_LINE = 12
"""Height of the line below that: what the marks of cells mean, and the source."""
_UNDER = Look(Font(12))
_EDGE = 4
"""What stays free between that line and the edge of the paper."""


class Frame(NamedTuple):
    """Paper; free edges at the top, right, bottom and left; what is free below the footer. All in units."""

    paper: Paper
    margins: tuple[int, int, int, int]
    gap: int

    @property
    def below(self) -> bool:
        """Whether there is room for another line below the footer's."""
        return self.gap >= _UNDER_LINE + _EDGE

    @property
    def width(self) -> int:
        """The width of the text in twips."""
        return (self.paper.w - self.margins[1] - self.margins[3]) * TWIPS


def line(runs: str = "", *, breaks: bool = False, section: str = "") -> str:
    """Return a line of one point, at the top of a new page if it breaks; one that ends a section says which."""
    new = "<w:pageBreakBefore/>" if breaks else ""
    return (
        f'<w:p><w:pPr>{new}<w:spacing w:line="{_POINT}" w:lineRule="exact"/>'
        f'<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>{section}</w:pPr>{runs}</w:p>'
    )


class Section(NamedTuple):
    """Pages on one paper with one footer; without a footer none is printed, not even the last section's."""

    content: str
    frame: Frame
    footer: str = ""
    end: str = ""
    """A bookmark for its last line."""
    under: bool = False
    """Whether a line stands below the footer's."""


def joined(sections: Sequence[Section]) -> tuple[str, tuple[Extra, ...]]:
    """Return the body of a document of these sections, and their footers. A line of one point ends each."""
    body, footers = [], []
    for number, section in enumerate(sections, 1):
        extra = footer_part(number, section.footer or _no_footer())
        footers.append(extra)
        lower = _UNDER_LINE if section.under and section.frame.below else 0
        about = _about(section.frame, extra.id, lower)
        last = number == len(sections)
        body.append(
            section.content
            + (line(section.end) + about if last else line(section.end, section=about))
        )
    return "".join(body), tuple(footers)


def main_part(body: str) -> str:
    """Return the main part with this body."""
    return f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def _about(frame: Frame, footer_id: str, lower: int) -> str:
    """Return what ends a section: paper, edges and footer. The first line lies above the upper edge.

    The footer begins `lower` units nearer to the edge of the paper, where it has another line.
    """
    top, right, bottom, left = (margin * TWIPS for margin in frame.margins)
    paper = frame.paper
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{footer_id}"/>'
        f'<w:pgSz w:w="{paper.w * TWIPS}" w:h="{paper.h * TWIPS}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{top - _POINT}" w:right="{right}" w:bottom="{bottom - _SLACK}" w:left="{left}" '
        f'w:header="0" w:footer="{(frame.gap - lower) * TWIPS}" w:gutter="0"/></w:sectPr>'
    )


def _no_footer() -> str:
    return f"{HEAD}<w:ftr {SPACES}><w:p/></w:ftr>"


def footer(
    title: str, frame: Frame, words: str, *, pages: str = "NUMPAGES", under: Under | None = None
) -> str:
    """Return the footer: the title at the left; page and pages, which the program counts, at the right.

    `pages` is the field that counts the pages. `under` stands below, on a page of the form.
    """
    look = Look(Font(14))
    lines = _spread(run(title, look), _numbers(words, look, pages), frame.width, _FOOTER_LINE)
    if under is not None and frame.below:
        means = run(under.assumed, _UNDER._replace(italic=True)) + run("   ", _UNDER)
        means += run(under.none, _UNDER, ground=MISSING)
        lines += _spread(means, run(one_line(under.source), _UNDER), frame.width, _UNDER_LINE)
    return f"{HEAD}<w:ftr {SPACES}>{lines}</w:ftr>"


def _spread(left: str, right: str, width: int, height: int) -> str:
    """Return a line of the footer with runs at both ends."""
    return (
        f'<w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
        f'<w:spacing w:line="{height * TWIPS}" w:lineRule="exact"/></w:pPr>{left}<w:r><w:tab/></w:r>{right}</w:p>'
    )


def _numbers(words: str, look: Look, count: str) -> str:
    """Return "Halaman x dari y" with the numbers as fields."""
    before, _, rest = words.partition("{page}")
    between, _, after = rest.partition("{pages}")
    page = field("PAGE", "1", look)
    pages = field(count, "1", look) if "{pages}" in words else ""
    return f"{run(before, look)}{page}{run(between, look)}{pages}{run(after, look)}"


def field(instruction: str, shown: str, look: Look) -> str:
    """Return a field: what the program shows until it counts anew."""
    return f'<w:fldSimple w:instr=" {instruction} ">{run(shown, look)}</w:fldSimple>'
