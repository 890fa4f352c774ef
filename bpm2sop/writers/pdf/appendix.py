"""The appendices of a printed SOP: the map with step numbers, the proof sheet, the trace table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bpm2sop.model.processmap import ProcessMap
from bpm2sop.wording import Language, say
from bpm2sop.writers.appendices import Entry, Part, Table, proof_part, trace_part
from bpm2sop.writers.pdf.sheets import Data, Sheets
from bpm2sop.writers.svg import draw_map
from bpm2sop.writers.svg.pictured import size_of

_PIECE: Final = 24
_LONGEST: Final = 2_000


def parts_of(sheets: Sheets, process_map: ProcessMap | None, *, level: int = 2) -> list[Data]:
    """Return the appendices of an SOP; `level` is that of their headings."""
    sop, language = sheets.sop, sheets.language
    parts = (
        proof_part(sop, sheets.document.findings, language),
        trace_part(sop, process_map, language),
    )
    made = [_part(one, sheets, level) for one in parts]
    if process_map is None:
        return made
    return [_map(sheets, process_map, level), *made]


def part(title: str, *tables: Data, words: Iterable[str] = (), level: int = 2) -> Data:
    """Return a headed part of an appendix, on a fresh page."""
    return {"title": title, "level": level, "words": list(words), "tables": tables, "fresh": True}


def table(language: Language, head: Iterable[str], widths: Iterable[int]) -> Data:
    """Return a table without rows."""
    heads = [say(language, key) for key in head]
    return {"head": heads, "widths": list(widths), "rows": []}


def breakable(name: str) -> str:
    """Return an id with places where it may break, and an end where it is beyond all reading."""
    if len(name) <= _PIECE:
        return name
    kept = name[:_LONGEST] + ("…" if len(name) > _LONGEST else "")
    return "\u200b".join(kept[at : at + _PIECE] for at in range(0, len(kept), _PIECE))


def _part(made: Part, sheets: Sheets, level: int) -> Data:
    shown = sheets.shown()
    tables = [_table(one, sheets, shown) for one in made.tables]
    return part(made.title, *tables, words=made.words, level=level)


def _table(made: Table, sheets: Sheets, shown: frozenset[str]) -> Data:
    rows = [[_entry(entry, sheets, shown) for entry in row] for row in made.rows]
    return {
        "head": list(made.head),
        "widths": list(made.widths),
        "rows": rows,
        "share": made.share,
    }


def _entry(entry: Entry, sheets: Sheets, shown: frozenset[str]) -> object:
    """Return a cell; the number of a step leads to its row."""
    text = ", ".join(map(breakable, entry.text.split(", "))) if entry.name else entry.text
    if entry.to is None:
        return text
    return {"text": text, "to": sheets.step_anchor(entry.to) if entry.to in shown else ""}


def _map(sheets: Sheets, process_map: ProcessMap, level: int) -> Data:
    language, paper, margins = sheets.language, sheets.document.paper, sheets.document.margins
    title = say(language, "pdf.map")
    room = paper.w - margins[1] - margins[3], paper.h - margins[0] - margins[2] - 40
    svg = draw_map(sheets.sop, process_map, language).decode()
    w, h = size_of(svg, room)
    alt = say(language, "pdf.map_alt", title=sheets.sop.title[:_LONGEST])
    return part(title, level=level) | {"svg": svg, "alt": alt, "w": w, "h": h}
