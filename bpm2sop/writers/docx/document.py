"""The SOP in the form of SOP AP as a document: identity sheets, then the flowchart sheets, all native and editable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

from bpm2sop.layout import (
    Connector,
    Document,
    Font,
    Page,
    PageStyle,
    Symbol,
    SymbolKind,
    TextBox,
    lay_out,
)
from bpm2sop.layout.style import FormLabels, labels_for
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.wording import Language, say
from bpm2sop.writers.docx.canvas import Names, Shapes, board, drawn
from bpm2sop.writers.docx.package import (
    CORE,
    DOCUMENT,
    FOOTER,
    FOOTER_ID,
    HEAD,
    HIDDEN,
    core,
    packed,
)
from bpm2sop.writers.docx.sheets import Sheets
from bpm2sop.writers.docx.tags import SCHEMA, SPACE
from bpm2sop.writers.docx.words import TWIPS, Look, one_line, run
from bpm2sop.writers.flowwords import FlowWords, text_of
from bpm2sop.writers.tablerows import rows
from bpm2sop.writers.writer import Context
from bpm2sop.writers.xlsx.hidden_sheet import payload
from bpm2sop.writers.xlsx.tags import Exported

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxOptions:
    """What a user may choose: how the flow is drawn."""

    shapes: Shapes = Shapes.CANVAS


_DEFAULT = DocxOptions()


def write_docx(sop: Sop, context: Context) -> bytes:
    """Give the SOP as a document, laid out as the form asks."""
    return write_document(sop, lay_out(sop), context)


def write_document(
    sop: Sop,
    document: Document,
    context: Context,
    *,
    style: PageStyle | None = None,
    options: DocxOptions = _DEFAULT,
) -> bytes:
    """Give an SOP that is laid out already as a document; `style` is what it was laid out with."""
    labels = (style and style.labels) or labels_for(sop.language)
    sheets = Sheets(sop)
    parts = {
        DOCUMENT: _body(document, sheets, context.language, how=options.shapes),
        FOOTER: _footer(document, labels),
        CORE: core(one_line(sop.title), sop.language),
        HIDDEN: _hidden(sop, context, sheets.exported),
    }
    return packed(parts, language=sop.language, space=SPACE)


def _body(document: Document, sheets: Sheets, language: Language, *, how: Shapes) -> str:
    """Return the main part: a page is a line of one point, which the drawing hangs on, and a table."""
    about = one_line(sheets.sop.title)
    shared = board(document, _names(sheets.sop, language))
    pages = [("", sheets.identity(page, about)) for page in document.identity]
    pages += [(drawn(page, shared, how), sheets.flow(page, about)) for page in document.pages]
    content = "".join(
        line(drawing, breaks=number > 0) + table for number, (drawing, table) in enumerate(pages)
    )
    section = _section(document)
    return f"{HEAD}<w:document {SPACES}><w:body>{content}{line()}{section}</w:body></w:document>"


def line(runs: str = "", *, breaks: bool = False) -> str:
    """Return a line of one point, at the top of a new page if it breaks."""
    new = "<w:pageBreakBefore/>" if breaks else ""
    return (
        f'<w:p><w:pPr>{new}<w:spacing w:line="{_POINT}" w:lineRule="exact"/>'
        f'<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr>{runs}</w:p>'
    )


def _section(document: Document) -> str:
    top, right, bottom, left = (margin * TWIPS for margin in document.margins)
    paper = document.paper
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER_ID}"/>'
        f'<w:pgSz w:w="{paper.w * TWIPS}" w:h="{paper.h * TWIPS}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{top - _POINT}" w:right="{right}" w:bottom="{bottom - _SLACK}" w:left="{left}" '
        f'w:header="0" w:footer="{_footer_gap(document)}" w:gutter="0"/></w:sectPr>'
    )


def _footer_gap(document: Document) -> int:
    """Return the twips from the footer's lower edge to the paper's."""
    edge = max((box.box.bottom for box in _footer_boxes(document)), default=document.paper.h)
    return (document.paper.h - edge) * TWIPS


def _footer_boxes(document: Document) -> tuple[TextBox, ...]:
    """Return the first page's footer; the others are like it."""
    for identity in document.identity:
        return identity.footer
    return document.pages[0].footer if document.pages else ()


def _footer(document: Document, labels: FormLabels) -> str:
    """Return the footer: the title at the left; page and pages, which the program counts, at the right."""
    title = next((box for box in _footer_boxes(document) if box.name == "title"), None)
    look = Look(Font(14))
    words = title.text.lines[0] if title is not None and title.text.lines else ""
    _, right, _, left = document.margins
    width = (document.paper.w - left - right) * TWIPS
    numbers = _numbers(labels.page, look)
    return (
        f'{HEAD}<w:ftr {SPACES}><w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
        f'<w:spacing w:line="{14 * TWIPS}" w:lineRule="exact"/></w:pPr>{run(words, look)}<w:r><w:tab/></w:r>{numbers}'
        "</w:p></w:ftr>"
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


def _hidden(sop: Sop, context: Context, exported: Exported) -> str:
    """Return the part that no program shows: the SOP, and the words that stand in the document."""
    data = payload(sop, context, exported)
    digest = hashlib.sha256(data.encode("ascii")).hexdigest()
    return f'{HEAD}<sop xmlns="{SPACE}" schema="{SCHEMA}" sha256="{digest}">{escape(data)}</sop>\n'


def _names(sop: Sop, language: Language) -> Names:
    """Say what shapes are, for the list of shapes and for those who have them read out."""
    steps = {row.step.key: row.step for row in rows(sop.steps)}
    flow = FlowWords.of(sop, language)

    def number(key: StepKey | None) -> str:
        return steps[key].no if key in steps else "-"

    def symbol(shape: Symbol) -> tuple[str, str]:
        no = number(shape.step)
        if shape.kind is SymbolKind.OFFPAGE:
            name = say(language, "xlsx.shape_link", letter=shape.letter)
            return name, say(language, "xlsx.shape_link_of", letter=shape.letter, no=no)
        words = steps[shape.step].text if shape.step in steps else ""
        return say(language, "xlsx.shape_step", no=no), words

    def arrow(shape: Connector) -> tuple[str, str]:
        name = say(language, "xlsx.shape_arrow", number=shape.id)
        label = f" ({shape.label.full})" if shape.label is not None else ""
        return name, f"{number(shape.origin)} → {number(shape.target)}{label}"

    def page(sheet: Page) -> tuple[str, str]:
        shown = [steps[row.step] for row in sheet.rows if row.step in steps]
        told = (f"{step.no}: {text_of(flow.after(step))}" for step in shown)
        return say(language, "docx.flow", page=sheet.number), "; ".join(told)

    return Names(symbol, arrow, page)
