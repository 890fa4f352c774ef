"""The evidence in the workbook: source, proof, and where each element of the map is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from bpm2sop.drafting.totals import time_totals_words
from bpm2sop.layout import Align, Font
from bpm2sop.layout.flowwords import FlowWords
from bpm2sop.layout.measuring import clean, line_height, wrap
from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import Sop
from bpm2sop.trace.fingerprints import fingerprints
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.kinds import kind_words
from bpm2sop.writers.reasons import reason_of
from bpm2sop.writers.traced import Traced, traced
from bpm2sop.writers.xlsx.book import Book, Look
from bpm2sop.writers.xlsx.lattice import Cells

_WIDTHS = (64, 300, 150, 190, 130, 110, 110)
_FINGERPRINT = len(_WIDTHS) - 1
_HEADS = ("xlsx.step", "xlsx.activity", "page.key", "page.element", "page.type", "page.role")
_PAD = 8
_HIGHEST = 540
_COUNTS = ("nodes", "in_steps", "folded", "explained", "flows")
_TEXT = Look(Font(16), top=True)
_PLAIN = Look(Font(16), top=True, sides="")
_TITLE = Look(Font(22, bold=True), sides="")
_SUBTITLE = Look(Font(18, bold=True), sides="")
_HEAD = Look(Font(16, bold=True), Align.CENTRE, shaded=True)


class _Line(NamedTuple):
    """A row: its texts, their look, and whether the last goes on to the right."""

    texts: tuple[str, ...]
    look: Look
    wide: bool = False


def paint_trace(
    book: Book,
    sheet: Any,  # noqa: ANN401
    sop: Sop,
    pages: tuple[Finding, ...],
    *,
    language: Language,
) -> None:
    """Write the sheet; `pages` are the findings on the pages."""
    for index, width in enumerate(_WIDTHS):
        hidden = {"hidden": True} if index == _FINGERPRINT else {}
        sheet.set_column_pixels(index, index, width, None, hidden)
    row = -1
    for row, line in enumerate(_above(sop, pages, language)):
        _write(book, sheet, row, line)
    row += 1
    heads = (*(say(language, key) for key in _HEADS), say(language, "xlsx.fingerprint"))
    _write(book, sheet, row, _Line(heads, _HEAD))
    sheet.repeat_rows(row)
    words, marks = FlowWords.of(sop, language), fingerprints([sop])
    for item in traced(sop):
        row += 1
        mark = "-".join(part.digest for part in marks[item.step.key])
        _write(book, sheet, row, _Line((*_texts(item, words, language), mark), _TEXT))
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:G{row + 1}"})


def _write(book: Book, sheet: Any, row: int, line: _Line) -> None:  # noqa: ANN401
    font, lines = line.look.font, 1
    for column, text in enumerate(line.texts):
        last = line.wide and column == len(line.texts) - 1
        right = _FINGERPRINT - 1 if last else column
        book.write(sheet, Cells(row, column, row, right), clean(text), line.look)
        lines = max(lines, len(wrap(text, font, sum(_WIDTHS[column : right + 1]) - _PAD)))
    # Programs do not make a row higher for cells made one.
    if line.wide and lines > 1:
        sheet.set_row_pixels(row, min(_HIGHEST, lines * line_height(font) + _PAD))


def _above(sop: Sop, pages: tuple[Finding, ...], language: Language) -> Iterator[_Line]:
    """Give what stands above the table: title, source, proof, findings, totals of time, the kind of SOP."""
    source = say(language, "page.source_map", file=sop.source.file, map=sop.source.map)
    verdict = "rebuilds" if sop.proof.rebuilds else "rebuilds_not"
    counts = (f"{getattr(sop.proof, n)} {say(language, f'page.count_{n}')}" for n in _COUNTS)
    yield _Line((say(language, "page.title", title=sop.title),), _TITLE, wide=True)
    yield _Line((f"{say(language, 'page.source')}: {source}",), _PLAIN, wide=True)
    yield _Line((f"SHA-256: {sop.source.sha256}",), _PLAIN, wide=True)
    yield _Line((say(language, f"page.{verdict}"),), _PLAIN, wide=True)
    yield _Line(("; ".join(counts),), _PLAIN, wide=True)
    yield from _explained(sop, language)
    yield from _found((*sop.findings, *pages), language)
    yield from _told("totals.heading", time_totals_words(sop, language), language)
    yield from _told("pdf.kinds", kind_words(sop, language), language)
    yield _Line(("",), _PLAIN, wide=True)
    yield _Line((say(language, "page.trace"),), _SUBTITLE, wide=True)


def _texts(item: Traced, words: FlowWords, language: Language) -> tuple[str, ...]:
    to = f" → {words.number(item.to)}" if item.to is not None else ""
    role = say(language, f"page.role_{item.role}")
    step = item.step
    return (f"{step.no}{to}", step.text, step.key, item.element, item.type, role)


def _explained(sop: Sop, language: Language) -> Iterator[_Line]:
    """Give the elements that no step holds, with the reason of each."""
    yield _Line(("",), _PLAIN, wide=True)
    yield _Line((say(language, "page.explained"),), _SUBTITLE, wide=True)
    if not sop.explained:
        yield _Line((say(language, "page.explained_none"),), _PLAIN, wide=True)
    for element, why in sop.explained:
        yield _Line(("", element, reason_of(why, language)), _TEXT, wide=True)


def _found(findings: tuple[Finding, ...], language: Language) -> Iterator[_Line]:
    """Give the findings: how much each weighs, the elements that it is about, what is told."""
    if not findings:
        return
    yield _Line(("",), _PLAIN, wide=True)
    yield _Line((say(language, "page.findings"),), _SUBTITLE, wide=True)
    for finding in findings:
        told = " ".join(filter(None, finding_words(finding, language)))
        weight = say(language, f"page.severity_{finding.severity}")
        yield _Line((weight, ", ".join(finding.elements), told), _TEXT, wide=True)


def _told(heading: str, sentences: list[str], language: Language) -> Iterator[_Line]:
    """Give sentences under a heading, where there are any."""
    if sentences:
        yield _Line(("",), _PLAIN, wide=True)
        yield _Line((say(language, heading),), _SUBTITLE, wide=True)
    for sentence in sentences:
        yield _Line((sentence,), _PLAIN, wide=True)
