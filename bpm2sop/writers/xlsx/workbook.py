"""The SOP in the form of SOP AP as an editable workbook: identity, flowchart with native shapes, evidence."""

from __future__ import annotations

from dataclasses import dataclass

from bpm2sop.layout import Connector, Document, PageStyle, Symbol, SymbolKind, lay_out
from bpm2sop.layout.style import FormLabels, labels_for
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.wording import Language, say
from bpm2sop.writers.tablerows import rows
from bpm2sop.writers.writer import Context
from bpm2sop.writers.xlsx.book import PAGE, Book, footer_of
from bpm2sop.writers.xlsx.drawing import Connectors, Names, drawing
from bpm2sop.writers.xlsx.flow_sheet import flow_sheets, paint_flow
from bpm2sop.writers.xlsx.hidden_sheet import paint_hidden
from bpm2sop.writers.xlsx.identity_sheet import paint_identity
from bpm2sop.writers.xlsx.packing import packed
from bpm2sop.writers.xlsx.tags import Exported
from bpm2sop.writers.xlsx.trace_sheet import paint_trace


@dataclass(frozen=True, slots=True, kw_only=True)
class XlsxOptions:
    """What a user may choose: how arrows are drawn, whether the evidence shows (and prints), a logo (PNG, JPEG)."""

    connectors: Connectors = Connectors.GLUED
    evidence: bool = True
    logo: bytes | None = None


_DEFAULT = XlsxOptions()


def write_xlsx(sop: Sop, context: Context) -> bytes:
    """Give the SOP as a workbook, laid out as the form asks."""
    return write_workbook(sop, lay_out(sop, context.style), context, style=context.style)


def write_workbook(
    sop: Sop,
    document: Document,
    context: Context,
    *,
    style: PageStyle | None = None,
    options: XlsxOptions = _DEFAULT,
) -> bytes:
    """Give an SOP that is laid out already as a workbook; `style` is what it was laid out with."""
    labels = (style and style.labels) or labels_for(sop.language)
    book, exported = Book(), Exported()
    book.describe(document)
    language = context.language
    if document.identity:
        name = say(language, "xlsx.sheet_identity")
        footer = _footer(sop, document, labels)
        sheet = book.sheet(name, document, footer=footer, first=1)
        paint_identity(book, sheet, document, exported, logo=options.logo)
    drawings = _flow(
        book, sop, document, language, labels=labels, exported=exported, how=options.connectors
    )
    name = say(language, "xlsx.sheet_trace")
    evidence = book.sheet(name, document, footer=footer_of(sop.title, PAGE), first=None)
    paint_trace(book, evidence, sop, language)
    if not options.evidence and (document.identity or drawings):
        evidence.hide()
    paint_hidden(book.file, sop, context, exported)
    return packed(book.bytes(), drawings)


def _flow(
    book: Book,
    sop: Sop,
    document: Document,
    language: Language,
    *,
    labels: FormLabels,
    exported: Exported,
    how: Connectors,
) -> dict[bytes, bytes]:
    """Write the flowchart sheets; give their drawings by the mark that stands in each one's place."""
    names, drawings = _names(sop, language), {}
    for number, flow in enumerate(flow_sheets(document), 1):
        name = say(language, "xlsx.sheet_procedure") + (f" {number}" if number > 1 else "")
        footer = _footer(sop, document, labels)
        sheet = book.sheet(name, document, footer=footer, first=flow.pages[0][0].number)
        paint_flow(book, sheet, flow, sop=sop, exported=exported)
        mark = f"bpm2sop-drawing-{number}-"
        sheet.insert_textbox(0, 0, mark)
        drawings[mark.encode()] = drawing(list(flow.pages), how, names)
    return drawings


def _footer(sop: Sop, document: Document, labels: FormLabels) -> str:
    pages = len(document.identity) + len(document.pages)
    return footer_of(sop.title, labels.page.format(page=PAGE, pages=pages))


def _names(sop: Sop, language: Language) -> Names:
    """Say what shapes are, for the list of shapes and for those who have them read out."""
    steps = {row.step.key: row.step for row in rows(sop.steps)}

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

    return Names(symbol, arrow)
