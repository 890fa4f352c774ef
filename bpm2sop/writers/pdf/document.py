"""A printed SOP: its pages as the model has them, then its appendices, as PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

from bpm2sop.layout import Document, PageStyle, lay_out
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say
from bpm2sop.writers.pdf.appendix import parts_of
from bpm2sop.writers.pdf.keys import key_words
from bpm2sop.writers.pdf.sheets import Data, Sheets, shows_title
from bpm2sop.writers.pdf.typesetting import typeset
from bpm2sop.writers.svg.pictured import logo_svg
from bpm2sop.writers.under import short, source_line
from bpm2sop.writers.writer import Context

_LONGEST = 1_000


def write_pdf(sop: Sop, context: Context) -> bytes:
    """Give the SOP as a PDF of the form, with its appendices if the style wants them."""
    return pdf_of(sop, lay_out(sop, context.style), context)


def pdf_of(sop: Sop, document: Document, context: Context) -> bytes:
    """Give an SOP that is laid out already, in the context's style, as a PDF."""
    language = context.language
    sheets = Sheets(sop, document, context, "sop-0")
    wanted = (context.style or PageStyle()).appendices
    parts = parts_of(sheets, context.process_map) if wanted else []
    return typeset(
        {
            "title": titled(sop, language),
            "language": sop_language(sop),
            "description": source_line(sop, language),
            "keywords": key_words(sop),
            "words": own_words(language),
            "front": None,
            "logo": "" if document.logo is None else logo_svg(document.logo),
            "sops": [sop_data(sheets, parts)],
        }
    )


def titled(sop: Sop, language: Language) -> str:
    """Return the document's title; a PDF must have one."""
    return say(language, "page.title", title=sop.title[:_LONGEST])


def sop_language(sop: Sop) -> str:
    """Return the language that the text is in, as PDF names it."""
    return "en" if sop.language == "en" else "id"


def sop_data(sheets: Sheets, parts: list[Data]) -> Data:
    """Return all that the template needs of one SOP."""
    document = sheets.document
    return {
        "anchor": sheets.anchor,
        "w": document.paper.w,
        "h": document.paper.h,
        "margins": document.margins,
        "source": source_line(sheets.sop, sheets.language),
        "running": short(sheets.sop.title),
        "ghost": "" if _shows_title(document) else sheets.sop.key,
        "pages": sheets.pages(),
        "parts": parts,
    }


def _shows_title(document: Document) -> bool:
    """Tell whether the form itself shows the title, which is then the heading."""
    boxes = (box for page in document.identity for box in page.boxes)
    return any(map(shows_title, boxes))


def own_words(language: Language) -> dict[str, str]:
    """Return the words that the template itself sets."""
    plain = {name: say(language, f"pdf.{name}") for name in ("assumed", "none")}
    return plain | {"appendix": say(language, "pdf.appendix", page="{page}", pages="{pages}")}
