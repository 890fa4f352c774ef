"""The SOP in the form of SOP AP as a document: identity sheets, then the flowchart sheets, all native and editable."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, unescape

from bpm2sop.layout import Document, PageStyle, Part, TextBox, lay_out
from bpm2sop.layout.style import labels_for
from bpm2sop.model.sop import Sop
from bpm2sop.wording import say
from bpm2sop.writers.docx.appendix import appended
from bpm2sop.writers.docx.canvas import board, drawn, pictured
from bpm2sop.writers.docx.frame import Frame, Section, footer, joined, line, main_part
from bpm2sop.writers.docx.package import (
    CORE,
    DOCUMENT,
    HEAD,
    HIDDEN,
    Extra,
    core,
    packed,
    picture_part,
)
from bpm2sop.writers.docx.sheets import Sheets
from bpm2sop.writers.docx.tags import LAST, SCHEMA, SPACE
from bpm2sop.writers.docx.words import one_line
from bpm2sop.writers.office.exported import Exported, digest_of, payload
from bpm2sop.writers.office.names import shape_names
from bpm2sop.writers.under import under_of
from bpm2sop.writers.writer import Context

LOGO = "logo"
"""Name of the logo's picture."""
_LINE = re.compile(r"<w:(?:p|br)[ />]")
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def write_docx(sop: Sop, context: Context) -> bytes:
    """Give the SOP as a document, laid out as the form asks."""
    return write_document(sop, lay_out(sop, context.style), context)


def write_document(sop: Sop, document: Document, context: Context) -> bytes:
    """Give an SOP that is laid out already, in the context's style, as a document."""
    style = context.style or PageStyle()
    labels = style.labels or labels_for(sop.language)
    sheets, frame, title = Sheets(sop), frame_of(document), footer_title(document)
    content = form_pages(document, sheets, context)
    added = appended(document, sheets, context) if style.appendices else None
    under = under_of(sop, context.language)
    first = footer(title, frame, labels.page, under=under)
    sections = [Section(content, frame, first, under=True)]
    if added is not None:
        # The form's pages are counted for themselves: up to its last line.
        last = footer(title, frame, labels.page, pages=f"PAGEREF {LAST}", under=under)
        sections = [Section(content, frame, last, sheets.marks.mark(LAST), under=True)]
        words = say(context.language, "docx.appendix_page", page="{page}")
        sections.append(Section(added.content, frame, footer(title, frame, words)))
    body, extras = joined(sections)
    sheets.exported.others = sorted(set(_said(body)))
    parts = {
        DOCUMENT: main_part(body),
        CORE: core(one_line(sop.title), sop.language),
        HIDDEN: _hidden(sop, context, sheets.exported),
    }
    pictures = (*logo_parts(document), *(() if added is None else added.pictures))
    return packed(parts, language=sop.language, extras=(*extras, *pictures), space=SPACE)


def form_pages(
    document: Document, sheets: Sheets, context: Context, *, begins: str = "", first: int = 1
) -> str:
    """Return the form's pages: each is a line of one point, which the drawing hangs on, and a table.

    `begins` stands in the first line; drawings are numbered from `first`, which is the logo's.
    """
    about = one_line(sheets.sop.title)
    shared = board(document, shape_names(sheets.sop, context), first=first + 1)
    how = (context.style or PageStyle()).shapes
    pages = [
        (_logo(document, page.boxes, first), sheets.identity(page, about))
        for page in document.identity
    ]
    pages += [(drawn(page, shared, how), sheets.flow(page, about)) for page in document.pages]
    return "".join(
        line(drawing + begins * (number == 0), breaks=number > 0) + table
        for number, (drawing, table) in enumerate(pages)
    )


def logo_parts(document: Document) -> tuple[Extra, ...]:
    """Return the part that holds the logo's picture, where there is one."""
    logo = document.logo
    return () if logo is None else (picture_part(LOGO, logo.kind, logo.data),)


def _logo(document: Document, boxes: tuple[TextBox, ...], number: int) -> str:
    """Return the logo of an identity page, where it has the place."""
    place = next((box.box for box in boxes if box.part is Part.LOGO), None)
    if place is None or document.logo is None:
        return ""
    part = picture_part(LOGO, document.logo.kind, b"").id
    return pictured(document.logo, place, part, number)


def frame_of(document: Document) -> Frame:
    """Return the paper and its edges."""
    edge = max((box.box.bottom for box in _footer_boxes(document)), default=document.paper.h)
    return Frame(document.paper, document.margins, document.paper.h - edge)


def footer_title(document: Document) -> str:
    """Return the title as the footer has room for it."""
    title = next((box for box in _footer_boxes(document) if box.name == "title"), None)
    return title.text.lines[0] if title is not None and title.text.lines else ""


def _footer_boxes(document: Document) -> tuple[TextBox, ...]:
    """Return the first page's footer; the others are like it."""
    for identity in document.identity:
        return identity.footer
    return document.pages[0].footer if document.pages else ()


def _said(body: str) -> Iterator[str]:
    """Give digests of the lines of the text."""
    for piece in _LINE.split(body):
        words = unescape("".join(_WORDS.findall(piece.partition("</w:p>")[0])))
        if words.strip():
            yield digest_of(words)


def _hidden(sop: Sop, context: Context, exported: Exported) -> str:
    """Return the part that no program shows: the SOP, and the words that stand in the document."""
    data = payload(sop, context, exported)
    digest = hashlib.sha256(data.encode("ascii")).hexdigest()
    return f'{HEAD}<sop xmlns="{SPACE}" schema="{SCHEMA}" sha256="{digest}">{escape(data)}</sop>\n'
