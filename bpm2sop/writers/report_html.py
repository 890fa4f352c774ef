"""The coverage report as one self-contained page: charts, letters, tables; no script, no other file; prints as pages."""

from __future__ import annotations

import base64
import hashlib

from bpm2sop.trace.report import Report
from bpm2sop.wording import Language, say
from bpm2sop.writers.figures import share_of
from bpm2sop.writers.markup import Html, el, lines
from bpm2sop.writers.report_tables import Table, Value, facts_of, tables_of, title_of
from bpm2sop.writers.trace_charts import charts

_STYLE = Html("""
:root { color-scheme: light dark; --paper: #fffefb; --ink: #22262b; --soft: #5b626b; --rule: #d9d5cc; --accent: #0d5c63;
  --head: #eef3f4; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #1d2024; --ink: #e6e4df; --soft: #a9aeb5; --rule: #3b4047;
  --accent: #7fcdd0; --head: #262b30; } .chart { background: #fffefb; border-radius: .4rem; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 "Segoe UI", "Noto Sans", Roboto, Arimo, Arial, sans-serif; }
header, main { max-width: 76rem; margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem); }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; }
nav ul { columns: 16rem; padding-left: 1.1rem; margin: 1rem 0 0; } nav a { color: var(--accent); }
:focus-visible { outline: .16rem solid var(--accent); outline-offset: .14rem; }
.note { color: var(--soft); margin: .2rem 0 .6rem; }
.wide { overflow-x: auto; } .wide table { font-size: .8rem; min-width: 82rem; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
th, td { border: 1px solid var(--rule); padding: .3rem .55rem; text-align: left; vertical-align: top; }
thead th { background: var(--head); overflow-wrap: normal; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.letter { text-align: center; font-weight: 700; }
.chart { margin: 1rem 0; padding: .5rem; } .chart svg { max-width: 100%; height: auto; }
@media print { @page { size: A4 landscape; margin: 12mm; } header, main { max-width: none; padding: 0; } nav { display: none; }
  body { font-size: 9pt; } .wide { overflow: visible; } .wide table { min-width: 0; font-size: 6.5pt; }
  thead { display: table-header-group; } tr, .chart { break-inside: avoid; } h2 { break-after: avoid; } }
""")
_LETTERS = frozenset("ABCDE")


def write_report_html(report: Report, language: Language) -> bytes:
    """Give the report as a page."""
    title, chart = title_of(report, language), charts(report.trace, language)
    tables = tables_of(report, language)
    head = el(
        "head",
        lines(
            el("meta", charset="utf-8"),
            el("meta", http_equiv="Content-Security-Policy", content=_policy(chart)),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="color-scheme", content="light dark"),
            el("meta", name="generator", content="bpm2sop"),
            el("title", title),
            el("style", _STYLE),
        ),
    )
    facts = [
        part
        for name, value in facts_of(report, language)
        for part in (el("dt", name), el("dd", value))
    ]
    ways = el(
        "ul",
        *(
            el("li", el("a", table.title, href=f"#t{at}"))
            for at, table in enumerate(tables, start=1)
        ),
    )
    top = el("header", lines(el("h1", title), el("dl", *facts), el("nav", ways, aria_label=title)))
    figure = el("figure", chart, class_="chart")
    sections = (_section(at, table, language) for at, table in enumerate(tables, start=1))
    body = el("body", lines(top, el("main", lines(figure, *sections))))
    return f"<!DOCTYPE html>\n{el('html', head, body, lang=language)}\n".encode()


def _policy(chart: Html) -> str:
    """Allow our own style and those that the chart carries, and nothing else."""
    held = chart.split('<style type="text/css">')[1:]
    styles = [_STYLE, *(style.partition("</style>")[0] for style in held)]
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in styles
    )
    return (
        f"default-src 'none'; style-src {hashes}; style-src-attr 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _section(at: int, table: Table, language: Language) -> Html:
    """Show one table under its heading."""
    heading = el("h2", table.title, id=f"t{at}")
    note = el("p", table.note, class_="note") if table.note else None
    if not table.rows:
        return lines(heading, note, el("p", say(language, "coverage.nothing")))
    top = el("thead", el("tr", *(el("th", column.head, scope="col") for column in table.columns)))
    rows = lines(*(el("tr", *(_cell(value, language) for value in row)) for row in table.rows))
    made = el("table", top, el("tbody", rows))
    if table.wide:
        made = el("div", made, class_="wide", tabindex=0, role="region", aria_label=table.title)
    return lines(heading, note, made)


def _cell(value: Value, language: Language) -> Html:
    """Show one cell: figures stand right, letters in the middle."""
    if isinstance(value, float):
        return el("td", share_of(value, language), class_="number")
    if isinstance(value, int):
        return el("td", str(value), class_="number")
    return el("td", value, class_="letter" if value in _LETTERS else None)
