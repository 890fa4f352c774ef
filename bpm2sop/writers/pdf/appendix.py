"""The appendices of a printed SOP: the map with step numbers, the proof sheet, the trace table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from bpm2sop.model.processmap import ElementId, ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.flowwords import FlowWords
from bpm2sop.writers.pdf.sheets import Data, Sheets
from bpm2sop.writers.reasons import reason_of
from bpm2sop.writers.svg import draw_map
from bpm2sop.writers.traced import Traced, traced

_COUNTS: Final = ("nodes", "in_steps", "folded", "explained", "flows")
_PIECE: Final = 24
_LONGEST: Final = 2_000
_SIZE: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def parts_of(sheets: Sheets, process_map: ProcessMap | None, *, level: int = 2) -> list[Data]:
    """Return the appendices of an SOP; `level` is that of their headings."""
    sop, language = sheets.sop, sheets.language
    made = [_proof(sop, language, level), _trace(sheets, process_map, level)]
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


def _map(sheets: Sheets, process_map: ProcessMap, level: int) -> Data:
    language, paper, margins = sheets.language, sheets.document.paper, sheets.document.margins
    title = say(language, "pdf.map")
    room = paper.w - margins[1] - margins[3], paper.h - margins[0] - margins[2] - 40
    svg = draw_map(sheets.sop, process_map, language).decode()
    w, h = _fitted(svg, room)
    alt = say(language, "pdf.map_alt", title=sheets.sop.title[:_LONGEST])
    return part(title, level=level) | {"svg": svg, "alt": alt, "w": w, "h": h}


def _fitted(svg: str, room: tuple[int, int]) -> tuple[float, float]:
    """Return the size of a picture that fits into a room, as large as it can be but never blown up."""
    found = _SIZE.search(svg)
    w, h = (float(found[1]), float(found[2])) if found else room
    scale = min(1.0, room[0] / w, room[1] / h)
    return w * scale, h * scale


def _proof(sop: Sop, language: Language, level: int) -> Data:
    """Return the verdict, the counts, every explained element and the findings."""
    verdict = "rebuilds" if sop.proof.rebuilds else "rebuilds_not"
    words = [say(language, f"page.{key}") for key in (verdict, "proof_words")]
    tables = [_counts(sop, language)]
    if sop.explained:
        tables.append(_explained(sop, language))
    else:
        words.append(say(language, "pdf.explained_none"))
    if sop.findings:
        tables.append(_findings(sop, language))
    return part(say(language, "page.proof"), *tables, words=words, level=level)


def _counts(sop: Sop, language: Language) -> Data:
    made = table(language, ("pdf.counted", "pdf.count"), (4, 1))
    rows = [
        [say(language, f"page.count_{name}"), str(getattr(sop.proof, name))] for name in _COUNTS
    ]
    return made | {"rows": rows, "share": 40}


def _explained(sop: Sop, language: Language) -> Data:
    made = table(language, ("page.element", "page.reason"), (2, 3))
    rows = [[breakable(item.element), reason_of(item.why, language)] for item in sop.explained]
    return made | {"rows": rows}


def _findings(sop: Sop, language: Language) -> Data:
    head = ("pdf.weight", "page.findings", "page.element")
    made = table(language, head, (2, 10, 4))
    rows = []
    for finding in sop.findings:
        told = " ".join(filter(None, finding_words(finding, language)))
        where = ", ".join(breakable(element) for element in finding.elements)
        rows.append([say(language, f"page.severity_{finding.severity}"), told[:_LONGEST], where])
    return made | {"rows": rows}


def _trace(sheets: Sheets, process_map: ProcessMap | None, level: int) -> Data:
    """Return the table from each step to its elements; numbers lead to the rows."""
    language = sheets.language
    head = ("page.in_step", "page.element", "page.type", "page.role")
    made = table(language, head, (2, 6, 4, 4))
    words, shown = FlowWords.of(sheets.sop, language), sheets.shown()
    number = _numbering(sheets, words, shown)
    rows = [
        [
            number(item),
            breakable(item.element),
            breakable(item.type or _type_of(item.element, process_map)),
            say(language, f"page.role_{item.role}"),
        ]
        for item in traced(sheets.sop)
    ]
    return part(say(language, "page.trace"), made | {"rows": rows}, level=level)


def _type_of(element: str, process_map: ProcessMap | None) -> str:
    """Return the BPMN type of an element on an arrow, which the SOP itself does not tell."""
    if process_map is None:
        return ""
    own = ElementId(element)
    if own in process_map.nodes:
        return process_map.nodes[own].type.value
    return "sequenceFlow" if own in process_map.flows else "messageFlow"


def _numbering(
    sheets: Sheets, words: FlowWords, shown: frozenset[str]
) -> Callable[[Traced], object]:
    def number(item: Traced) -> object:
        no = item.step.no
        text = no if item.to is None else f"{no} → {breakable(words.number(item.to))}"
        to = sheets.step_anchor(item.step.key) if item.step.key in shown else ""
        return {"text": text, "to": to}

    return number
