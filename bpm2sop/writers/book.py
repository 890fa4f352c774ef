"""The book: cover, contents, definitions and all SOPs of a set in one PDF, with page numbers and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bpm2sop.layout import lay_out
from bpm2sop.layout.style import A4
from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import Sop, SopKey
from bpm2sop.wording import Language, say
from bpm2sop.writers.bookparts import SYMBOLS, TERMS, Cover, entry_of, facts_of, in_order
from bpm2sop.writers.pdf.appendix import part, parts_of, table
from bpm2sop.writers.pdf.document import own_words, sop_data, sop_language
from bpm2sop.writers.pdf.glyphs import visible
from bpm2sop.writers.pdf.sheets import Data, Sheets
from bpm2sop.writers.pdf.typesetting import typeset
from bpm2sop.writers.svg.pictured import logo_svg
from bpm2sop.writers.writer import Context

_KEYWORDS_MOST: Final = 12_000


def write_book(
    sops: Iterable[Sop],
    context: Context,
    cover: Cover | None = None,
    *,
    maps: Mapping[SopKey, ProcessMap] | None = None,
    appendices: bool = False,
) -> bytes:
    """Give all SOPs as one PDF, in the order of their codes.

    Args:
        sops: The SOPs; none at all gives a book of cover, contents and definitions.
        context: The language of our own words, and how pages look.
        cover: What stands on the cover.
        maps: The maps of the SOPs, for the appendices.
        appendices: Whether each SOP is followed by its map, proof sheet and trace table.
    """
    ordered, cover = in_order(sops), cover or Cover()
    language = context.language
    logo = None if context.style is None else context.style.logo
    places = {sop.key: f"sop-{place}" for place, sop in enumerate(ordered)}
    title = cover.titled(language)
    if not visible(title):
        title = Cover().titled(language)
    return typeset(
        {
            "title": title,
            "language": sop_language(ordered[0]) if ordered else language.value,
            "description": facts_of(ordered, language)[0],
            "keywords": _key_words(ordered),
            "words": own_words(language),
            "logo": "" if logo is None else logo_svg(logo),
            "front": _front(ordered, places, language, cover._replace(title=title)),
            "sops": [
                _chapter(sop, places, context, (maps or {}).get(sop.key), appendices=appendices)
                for sop in ordered
            ],
        }
    )


def _chapter(
    sop: Sop,
    places: Mapping[SopKey, str],
    context: Context,
    process_map: ProcessMap | None,
    *,
    appendices: bool,
) -> Data:
    document = lay_out(sop, context.style)
    sheets = Sheets(sop, document, context, places[sop.key], dict(places))
    return sop_data(sheets, parts_of(sheets, process_map) if appendices else [])


def _front(
    sops: Sequence[Sop], places: Mapping[SopKey, str], language: Language, cover: Cover
) -> Data:
    """Return cover, contents and definitions."""
    return {
        "w": A4.w,
        "h": A4.h,
        "title": cover.title,
        "agency": cover.agency,
        "kicker": say(language, "book.kicker"),
        "facts": facts_of(sops, language),
        "contents": say(language, "book.contents"),
        "entries": {places[sop.key]: entry_of(sop) for sop in sops},
        "parts": [_definitions(language)],
    }


def _definitions(language: Language) -> Data:
    """Explain the symbols and the words of the form."""
    symbols = table(language, ("page.symbols", "book.meaning"), (1, 7))
    symbols["rows"] = [[_shape(name, language), say(language, f"book.{name}")] for name in SYMBOLS]
    terms = table(language, ("book.term", "book.meaning"), (1, 4))
    terms["rows"] = [
        [say(language, f"book.term_{name}"), say(language, f"book.means_{name}")] for name in TERMS
    ]
    title = say(language, "book.definitions")
    return part(title, symbols, terms, level=1)


def _shape(name: str, language: Language) -> Data:
    return {"shape": name, "alt": say(language, f"book.shape_{name}")}


def _key_words(sops: Iterable[Sop]) -> list[str]:
    """Return the SOPs' keys with their sources' hashes, as many as the file takes."""
    words, left = ["bpm2sop/book/1"], _KEYWORDS_MOST
    for sop in sops:
        word = f"key={sop.key} sha256={sop.source.sha256}"
        left -= len(word) + 2
        if left < 0:
            break
        words.append(word)
    return words
