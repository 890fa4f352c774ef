"""The SOP in the form of SOP AP as an editable workbook: identity, flowchart with native shapes, evidence."""

from __future__ import annotations

from bpm2sop.layout import Document, PageStyle, lay_out
from bpm2sop.layout.style import FormLabels, labels_for
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say
from bpm2sop.writers.office.exported import Exported
from bpm2sop.writers.office.names import shape_names
from bpm2sop.writers.writer import Context
from bpm2sop.writers.xlsx.book import PAGE, Book, footer_of
from bpm2sop.writers.xlsx.drawing import drawing
from bpm2sop.writers.xlsx.flow_sheet import flow_sheets, paint_flow
from bpm2sop.writers.xlsx.hidden_sheet import paint_hidden
from bpm2sop.writers.xlsx.identity_sheet import paint_identity
from bpm2sop.writers.xlsx.packing import packed
from bpm2sop.writers.xlsx.trace_sheet import paint_trace


def write_xlsx(sop: Sop, context: Context) -> bytes:
    """Give the SOP as a workbook, laid out as the form asks."""
    return write_workbook(sop, lay_out(sop, context.style), context)


def write_workbook(sop: Sop, document: Document, context: Context) -> bytes:
    """Give an SOP that is laid out already, in the context's style, as a workbook."""
    style, language = context.style or PageStyle(), context.language
    labels = style.labels or labels_for(sop.language)
    book, exported = Book(), Exported()
    book.describe(document)
    if document.identity:
        name = say(language, "xlsx.sheet_identity")
        footer = _footer(sop, document, labels, language)
        sheet = book.sheet(name, document, footer=footer, first=1)
        paint_identity(book, sheet, document, exported)
    drawings = _flow(book, sop, document, context, labels=labels, exported=exported)
    name = say(language, "xlsx.sheet_trace")
    evidence = book.sheet(name, document, footer=footer_of(sop.title, PAGE), first=None)
    paint_trace(book, evidence, sop, document.findings, language=language)
    if not style.appendices and (document.identity or drawings):
        evidence.hide()
    exported.others = sorted(book.said)
    paint_hidden(book.file, sop, context, exported)
    return packed(book.bytes(), drawings)


def _flow(
    book: Book,
    sop: Sop,
    document: Document,
    context: Context,
    *,
    labels: FormLabels,
    exported: Exported,
) -> dict[bytes, bytes]:
    """Write the flowchart sheets; give their drawings by the mark that stands in each one's place."""
    names, drawings = shape_names(sop, context), {}
    arrows = (context.style or PageStyle()).arrows
    for number, flow in enumerate(flow_sheets(document), 1):
        name = say(context.language, "xlsx.sheet_procedure") + (f" {number}" if number > 1 else "")
        footer = _footer(sop, document, labels, context.language)
        sheet = book.sheet(name, document, footer=footer, first=flow.pages[0][0].number)
        paint_flow(book, sheet, flow, sop=sop, exported=exported)
        mark = f"bpm2sop-drawing-{number}-"
        sheet.insert_textbox(0, 0, mark)
        drawings[mark.encode()] = drawing(list(flow.pages), arrows, names)
    return drawings


def _footer(sop: Sop, document: Document, labels: FormLabels, language: Language) -> str:
    pages = len(document.identity) + len(document.pages)
    means = say(language, "pdf.assumed"), say(language, "xlsx.coloured")
    return footer_of(sop.title, labels.page.format(page=PAGE, pages=pages), means)
