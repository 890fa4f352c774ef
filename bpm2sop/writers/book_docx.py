"""The book as a Word document: cover, contents and definitions, then the form of each SOP on its own paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from bpm2sop.layout import Align, Box, Document, Font, PageStyle, SymbolKind, lay_out
from bpm2sop.layout.measuring import line_height, wrap
from bpm2sop.layout.style import A4, labels_for
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say
from bpm2sop.writers.bookparts import SYMBOLS, TERMS, Cover, entry_of, facts_of, in_order
from bpm2sop.writers.docx.canvas import drawings_in, inline_symbol
from bpm2sop.writers.docx.document import footer_title, form_pages, frame_of, logo_parts
from bpm2sop.writers.docx.frame import Frame, Section, field, footer, joined, line, main_part
from bpm2sop.writers.docx.package import CORE, DOCUMENT, core, packed
from bpm2sop.writers.docx.sheets import Sheets
from bpm2sop.writers.docx.tables import Cell, Kind, table
from bpm2sop.writers.docx.tags import sop_tag
from bpm2sop.writers.docx.words import (
    TWIPS,
    Look,
    Marks,
    linked,
    one_line,
    paragraph,
    run,
    tabbed,
)
from bpm2sop.writers.under import under_of
from bpm2sop.writers.writer import Context

_FRAME: Final = Frame(A4, (50, 60, 48, 60), 24)
_WIDTH: Final = _FRAME.width // TWIPS
_HIGH: Final = A4.h - _FRAME.margins[0] - _FRAME.margins[2]
_AGENCY: Final = Look(Font(28), Align.CENTRE, before=10)
_KICKER: Final = Look(Font(26), Align.CENTRE, before=30)
_COVER_TITLE: Final = Look(Font(52, bold=True), Align.CENTRE, before=18)
_FACT: Final = Look(Font(22), Align.CENTRE, before=10)
_COVER_TOP: Final = 150
_TITLE: Final = Look(Font(32, bold=True))
_BELOW_TITLE: Final = 18
_ENTRY: Final = Look(Font(20), before=6)
_CODE, _NUMBER_ROOM = 100, 60
"""Widths of the code before a title in the contents, and of the page behind it."""
_SUBTITLE: Final = Look(Font(22, bold=True), before=14, keep=True)
_HEAD: Final = Look(Font(18, bold=True))
_TEXT: Final = Look(Font(18))
_AS_HIGH: Final = Look(Font(18), height=-1)
_HEAD_SHADE: Final = "E8EDF7"
_ROW: Final = 22
_SYMBOL: Final = (44, 26)
_OWN: Final = {"assumed": "docx.means_assumed", "none": "docx.means_none"}
"""What is told otherwise than in print: a Word document marks cells in its own way."""
_FRONT: Final = 2
"""Pages besides the contents before the first SOP: the cover and the definitions."""


def write_book(sops: Iterable[Sop], context: Context, cover: Cover | None = None) -> bytes:
    """Give all SOPs as one document, in the order of their codes; pages are numbered through."""
    ordered, cover = in_order(sops), cover or Cover()
    language = context.language
    documents = [lay_out(sop, context.style) for sop in ordered]
    front = _contents(ordered, documents, language) + _definitions(language)
    title = one_line(cover.titled(language)) or say(language, "book.title")
    words = (context.style and context.style.labels) or labels_for(language)
    sections = [
        Section(_cover(ordered, cover._replace(title=title), language), _FRAME),
        Section(front, _FRAME, footer(title, _FRAME, words.page)),
        *_chapters(ordered, documents, context),
    ]
    body, extras = joined(sections)
    logo = next((logo_parts(document) for document in documents), ())
    parts = {DOCUMENT: main_part(body), CORE: core(title, language.value)}
    return packed(parts, language=language.value, extras=(*extras, *logo))


def _chapters(
    sops: Sequence[Sop], documents: Sequence[Document], context: Context
) -> Iterator[Section]:
    """Give each SOP's form; where it begins has a bookmark, which the contents lead to."""
    marks, first = Marks(), 1 + len(SYMBOLS)
    for number, (sop, document) in enumerate(zip(sops, documents, strict=True), 1):
        sheets = Sheets(sop, marks=Marks(quiet=True))
        begins = marks.mark(sop_tag(number))
        content = form_pages(document, sheets, context, begins=begins, first=first)
        first += drawings_in(document)
        words = ((context.style or PageStyle()).labels or labels_for(sop.language)).page
        frame = frame_of(document)
        under = under_of(sop, context.language)
        below = footer(footer_title(document), frame, words, under=under)
        yield Section(content or line(begins), frame, below, under=True)


def _cover(sops: Sequence[Sop], cover: Cover, language: Language) -> str:
    lines = [paragraph(name, _AGENCY) for name in cover.agency]
    lines.append(paragraph(say(language, "book.kicker"), _KICKER))
    lines.append(
        paragraph(cover.title, _COVER_TITLE._replace(height=line_height(_COVER_TITLE.font)))
    )
    lines += [paragraph(fact, _FACT) for fact in facts_of(sops, language)]
    return paragraph("", _TEXT._replace(before=_COVER_TOP)) + "".join(lines)


def _contents(sops: Sequence[Sop], documents: Sequence[Document], language: Language) -> str:
    """Return the contents: code, title and page; the pages are what the model says until a program counts."""
    titles = [entry_of(sop) for sop in sops]
    begins = _begins(titles, documents)
    lines = [paragraph(say(language, "book.contents"), _TITLE)]
    for number, ((code, title), page) in enumerate(zip(titles, begins, strict=True), 1):
        reference = field(f"PAGEREF {sop_tag(number)}", str(page), _ENTRY)
        words = run(code, _ENTRY), run(title, _ENTRY), reference
        runs = linked("<w:r><w:tab/></w:r>".join(words), sop_tag(number))
        lines.append(tabbed(runs, _ENTRY, code=_CODE, width=_WIDTH))
    return "".join(lines)


def _begins(titles: Sequence[tuple[str, str]], documents: Sequence[Document]) -> list[int]:
    """Return the page on which each SOP begins."""
    pages, used = 1, line_height(_TITLE.font)
    for _, title in titles:
        lines = max(1, len(wrap(title, _ENTRY.font, _WIDTH - _CODE - _NUMBER_ROOM)))
        high = lines * line_height(_ENTRY.font) + _ENTRY.before
        pages, used = (pages, used + high) if used + high <= _HIGH else (pages + 1, high)
    sizes = [max(1, len(document.identity) + len(document.pages)) for document in documents]
    return list(accumulate(sizes, initial=_FRONT + pages + 1))[:-1]


def _definitions(language: Language) -> str:
    """Explain the symbols and the words of the form."""
    symbols = [
        (
            paragraph("", _AS_HIGH, runs=_symbol(name, number, language)),
            paragraph(say(language, f"book.{name}"), _TEXT),
        )
        for number, name in enumerate(SYMBOLS, 1)
    ]
    terms = [
        (
            paragraph(say(language, f"book.term_{name}"), _TEXT),
            paragraph(say(language, _OWN.get(name, f"book.means_{name}")), _TEXT),
        )
        for name in TERMS
    ]
    title = paragraph(say(language, "book.definitions"), _TITLE)
    gap = paragraph("", _TEXT)
    first = _table(("page.symbols", "book.meaning"), (1, 7), symbols, language)
    second = _table(("book.term", "book.meaning"), (1, 4), terms, language)
    return line(breaks=True) + title + gap + first + gap + second


def _symbol(name: str, number: int, language: Language) -> str:
    return inline_symbol(SymbolKind(name), _SYMBOL, number, say(language, f"book.shape_{name}"))


def _table(
    head: tuple[str, str],
    shares: tuple[int, int],
    rows: Sequence[tuple[str, str]],
    language: Language,
) -> str:
    left = _WIDTH * shares[0] // sum(shares)
    heads = tuple(paragraph(say(language, key), _HEAD) for key in head)
    cells = [
        Cell(Box(x, y * _ROW, w, _ROW), content, _HEAD_SHADE if y == 0 else "")
        for y, row in enumerate((heads, *rows))
        for x, w, content in zip((0, left), (left, _WIDTH - left), row, strict=True)
    ]
    return table(cells, Kind(heads=1, about=say(language, head[0]), rise=3, grows=True))
