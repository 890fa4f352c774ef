"""The coverage report as an archive-grade, accessible PDF, set by the template of the SOPs' book."""

from __future__ import annotations

import re

from bpm2sop.layout.style import A4
from bpm2sop.trace.report import Report
from bpm2sop.wording import Language, say
from bpm2sop.writers.figures import share_of
from bpm2sop.writers.pdf.appendix import breakable, part
from bpm2sop.writers.pdf.document import own_words
from bpm2sop.writers.pdf.typesetting import typeset
from bpm2sop.writers.report_tables import Table, Value, facts_of, tables_of, title_of
from bpm2sop.writers.trace_charts import charts

_ROOM = 900
"""Width of the chart in units of the page model (0.75 pt)."""
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_LONGEST = 2_000


def write_report_pdf(report: Report, language: Language) -> bytes:
    """Give the report as a PDF: cover, contents, chart, tables."""
    title = title_of(report, language)
    facts = [f"{name}: {value}" for name, value in facts_of(report, language)]
    parts = [
        _chart(report, language),
        *(_part(one, language) for one in tables_of(report, language)),
    ]
    return typeset(
        {
            "title": title,
            "language": language.value,
            "description": title,
            "keywords": ["bpm2sop/report/1"],
            "words": own_words(language),
            "front": {
                "w": A4.w,
                "h": A4.h,
                "title": title,
                "agency": [],
                "kicker": "bpm2sop",
                "facts": facts,
                "contents": say(language, "book.contents"),
                "entries": {},
                "parts": parts,
            },
            "sops": [],
        }
    )


def _chart(report: Report, language: Language) -> dict[str, object]:
    """Give the chart as a part of its own."""
    svg = charts(report.trace, language)
    found = _BOX.search(svg)
    w, h = (float(found[1]), float(found[2])) if found else (3.0, 1.0)
    title = say(language, "trace.coverage")
    drawn = {"svg": svg, "alt": title, "w": _ROOM, "h": _ROOM * h / w}
    return {**part(title, level=1), **drawn}


def _part(table: Table, language: Language) -> dict[str, object]:
    """Give a table under its heading."""
    words = [table.note] if table.note else []
    if not table.rows:
        words.append(say(language, "coverage.nothing"))
        return dict(part(table.title, words=words, level=1))
    made = {
        "head": [column.head for column in table.columns],
        "widths": [column.width for column in table.columns],
        "rows": [[_said(value, language) for value in row] for row in table.rows],
    }
    return dict(part(table.title, made, words=words, level=1))


def _said(value: Value, language: Language) -> str:
    """Write a cell; what has no spaces may break."""
    if isinstance(value, float):
        return share_of(value, language)
    if isinstance(value, int):
        return str(value)
    text = value[:_LONGEST]
    return " ".join(breakable(word) for word in text.split(" "))
