"""What follows the form in a document, format by format alike: the proof sheet and the trace table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from bpm2sop.drafting.totals import time_totals_words
from bpm2sop.layout.flowwords import FlowWords
from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import ElementId, ProcessMap
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.kinds import kind_words
from bpm2sop.writers.reasons import reason_of
from bpm2sop.writers.traced import traced

_COUNTS: Final = ("nodes", "in_steps", "folded", "explained", "flows")
_LONGEST: Final = 2_000
_SHARE_OF_COUNTS: Final = 40


class Entry(NamedTuple):
    """A cell: its words, whether they are a name of the map's, and the step that they lead to, if any."""

    text: str
    name: bool = False
    to: StepKey | None = None


class Table(NamedTuple):
    """Heads, widths as shares of each other, rows; `share` is how much of the page's width it takes, in per cent."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Entry, ...], ...]
    share: int = 100


class Part(NamedTuple):
    """A headed part of an appendix."""

    title: str
    words: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


def proof_part(sop: Sop, pages: tuple[Finding, ...], language: Language) -> Part:
    """Return verdict and counts, every explained element, the findings (also on the pages), totals of time, and the kind of SOP."""
    verdict = "rebuilds" if sop.proof.rebuilds else "rebuilds_not"
    words = [say(language, f"page.{key}") for key in (verdict, "proof_words")]
    tables = [_counts(sop, language)]
    if sop.explained:
        tables.append(_explained(sop, language))
    else:
        words.append(say(language, "pdf.explained_none"))
    if findings := (*sop.findings, *pages):
        tables.append(_findings(findings, language))
    if totals := time_totals_words(sop, language):
        words += (f"{say(language, 'totals.heading')}:", *totals)
    words += (f"{say(language, 'pdf.kinds')}:", *kind_words(sop, language))
    return Part(say(language, "page.proof"), tuple(words), tuple(tables))


def trace_part(sop: Sop, process_map: ProcessMap | None, language: Language) -> Part:
    """Return the table from each step to its elements."""
    head = ("page.in_step", "page.element", "page.type", "page.role")
    rows = tuple(_traced(sop, process_map, language))
    return Part(say(language, "page.trace"), tables=(_table(language, head, (2, 6, 4, 4), rows),))


def _table(
    language: Language,
    head: tuple[str, ...],
    widths: tuple[int, ...],
    rows: tuple[tuple[Entry, ...], ...],
) -> Table:
    return Table(tuple(say(language, key) for key in head), widths, rows)


def _counts(sop: Sop, language: Language) -> Table:
    rows = tuple(
        (Entry(say(language, f"page.count_{name}")), Entry(str(getattr(sop.proof, name))))
        for name in _COUNTS
    )
    made = _table(language, ("pdf.counted", "pdf.count"), (4, 1), rows)
    return made._replace(share=_SHARE_OF_COUNTS)


def _explained(sop: Sop, language: Language) -> Table:
    rows = tuple(
        (Entry(item.element, name=True), Entry(reason_of(item.why, language)))
        for item in sop.explained
    )
    return _table(language, ("page.element", "page.reason"), (2, 3), rows)


def _findings(findings: tuple[Finding, ...], language: Language) -> Table:
    rows = []
    for finding in findings:
        told = " ".join(filter(None, finding_words(finding, language)))
        weight = say(language, f"page.severity_{finding.severity}")
        where = Entry(", ".join(finding.elements), name=True)
        rows.append((Entry(weight), Entry(told[:_LONGEST]), where))
    head = ("pdf.weight", "page.findings", "page.element")
    return _table(language, head, (2, 10, 4), tuple(rows))


def _traced(
    sop: Sop, process_map: ProcessMap | None, language: Language
) -> Iterator[tuple[Entry, ...]]:
    words = FlowWords.of(sop, language)
    for item in traced(sop):
        no = item.step.no
        text = no if item.to is None else f"{no} → {words.number(item.to)}"
        kind = item.type or _type_of(item.element, process_map)
        yield (
            Entry(text, name=True, to=item.step.key),
            Entry(item.element, name=True),
            Entry(kind, name=True),
            Entry(say(language, f"page.role_{item.role}")),
        )


def _type_of(element: str, process_map: ProcessMap | None) -> str:
    """Return the BPMN type of an element on an arrow, which the SOP itself does not tell."""
    if process_map is None:
        return ""
    own = ElementId(element)
    if own in process_map.nodes:
        return process_map.nodes[own].type.value
    return "sequenceFlow" if own in process_map.flows else "messageFlow"
