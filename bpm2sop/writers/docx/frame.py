"""What stands around the text: paper and edges, the footer, and the lines that pages begin with."""

from __future__ import annotations

from typing import NamedTuple

from bpm2sop.layout import Font, Paper
from bpm2sop.writers.docx.package import FOOTER_ID, HEAD
from bpm2sop.writers.docx.words import TWIPS, Look, run

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


class Frame(NamedTuple):
    """Paper; free edges at the top, right, bottom and left; what is free below the footer. All in units."""

    paper: Paper
    margins: tuple[int, int, int, int]
    gap: int

    @property
    def width(self) -> int:
        """The width of the text in twips."""
        return (self.paper.w - self.margins[1] - self.margins[3]) * TWIPS


def line(runs: str = "", *, breaks: bool = False) -> str:
    """Return a line of one point, at the top of a new page if it breaks."""
    new = "<w:pageBreakBefore/>" if breaks else ""
    return (
        f'<w:p><w:pPr>{new}<w:spacing w:line="{_POINT}" w:lineRule="exact"/>'
        f'<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr>{runs}</w:p>'
    )


def section_of(frame: Frame) -> str:
    """Return the last element of the text: paper, edges and footer. The first line lies above the upper edge."""
    top, right, bottom, left = (margin * TWIPS for margin in frame.margins)
    paper = frame.paper
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER_ID}"/>'
        f'<w:pgSz w:w="{paper.w * TWIPS}" w:h="{paper.h * TWIPS}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{top - _POINT}" w:right="{right}" w:bottom="{bottom - _SLACK}" w:left="{left}" '
        f'w:header="0" w:footer="{frame.gap * TWIPS}" w:gutter="0"/></w:sectPr>'
    )


def footer(title: str, frame: Frame, words: str) -> str:
    """Return the footer: the title at the left; page and pages, which the program counts, at the right."""
    look = Look(Font(14))
    return (
        f'{HEAD}<w:ftr {SPACES}><w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="{frame.width}"/></w:tabs>'
        f'<w:spacing w:line="{_FOOTER_LINE * TWIPS}" w:lineRule="exact"/></w:pPr>{run(title, look)}<w:r><w:tab/></w:r>'
        f"{_numbers(words, look)}</w:p></w:ftr>"
    )


def _numbers(words: str, look: Look) -> str:
    """Return "Halaman x dari y" with the numbers as fields."""
    before, _, rest = words.partition("{page}")
    between, _, after = rest.partition("{pages}")
    size = f'<w:rPr><w:sz w:val="{look.font.half_points}"/></w:rPr>'
    page, pages = (
        f'<w:fldSimple w:instr=" {name} "><w:r>{size}<w:t>1</w:t></w:r></w:fldSimple>'
        for name in ("PAGE", "NUMPAGES")
    )
    return f"{run(before, look)}{page}{run(between, look)}{pages}{run(after, look)}"
