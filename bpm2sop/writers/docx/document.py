"""The SOP in the form of SOP AP as a document: identity sheets, then the flowchart sheets, all native and editable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

from bpm2sop.layout import (
    Connector,
    Document,
    Page,
    PageStyle,
    Symbol,
    SymbolKind,
    TextBox,
    lay_out,
)
from bpm2sop.layout.style import labels_for
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.wording import Language, say
from bpm2sop.writers.docx.canvas import Names, Shapes, board, drawn
from bpm2sop.writers.docx.frame import SPACES, Frame, footer, line, section_of
from bpm2sop.writers.docx.package import (
    CORE,
    DOCUMENT,
    FOOTER,
    HEAD,
    HIDDEN,
    core,
    packed,
)
from bpm2sop.writers.docx.sheets import Sheets
from bpm2sop.writers.docx.tags import SCHEMA, SPACE
from bpm2sop.writers.docx.words import one_line
from bpm2sop.writers.flowwords import FlowWords, text_of
from bpm2sop.writers.tablerows import rows
from bpm2sop.writers.writer import Context
from bpm2sop.writers.xlsx.hidden_sheet import payload
from bpm2sop.writers.xlsx.tags import Exported


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxOptions:
    """What a user may choose: how the flow is drawn."""

    shapes: Shapes = Shapes.CANVAS


_DEFAULT = DocxOptions()


def write_docx(sop: Sop, context: Context) -> bytes:
    """Give the SOP as a document, laid out as the form asks."""
    return write_document(sop, lay_out(sop, context.style), context, style=context.style)


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
        FOOTER: footer(_footer_title(document), frame_of(document), labels.page),
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
    section = section_of(frame_of(document))
    return f"{HEAD}<w:document {SPACES}><w:body>{content}{line()}{section}</w:body></w:document>"


def frame_of(document: Document) -> Frame:
    """Return the paper and its edges."""
    edge = max((box.box.bottom for box in _footer_boxes(document)), default=document.paper.h)
    return Frame(document.paper, document.margins, document.paper.h - edge)


def _footer_title(document: Document) -> str:
    """Return the title as the footer has room for it."""
    title = next((box for box in _footer_boxes(document) if box.name == "title"), None)
    return title.text.lines[0] if title is not None and title.text.lines else ""


def _footer_boxes(document: Document) -> tuple[TextBox, ...]:
    """Return the first page's footer; the others are like it."""
    for identity in document.identity:
        return identity.footer
    return document.pages[0].footer if document.pages else ()


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
