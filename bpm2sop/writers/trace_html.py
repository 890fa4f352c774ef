"""Coverage and the traceability matrix as one page: no script, no other file."""

from bpm2sop.trace import Ratio, Trace
from bpm2sop.wording import Language, say
from bpm2sop.writers.figures import share_of
from bpm2sop.writers.markup import Html, el, join, lines
from bpm2sop.writers.trace_charts import charts
from bpm2sop.writers.trace_table import heads, titles_of, words_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = Html(
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem;color:#1b1f24;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9ced4;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}thead th{background:#e8eef4}"
    ".wide{overflow-x:auto}.wide table{font-size:.85rem;min-width:70rem}svg{max-width:100%;height:auto}"
    "td.number{text-align:right}@media print{body{margin:0}.wide table{font-size:.65rem;min-width:0}thead{display:table-header-group}}"
)


def write_trace_html(trace: Trace, language: Language) -> bytes:
    """Give coverage, its charts, the gaps and the matrix as a page."""
    title = say(language, "trace.title")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content="bpm2sop"),
        el("title", title),
        el("style", _STYLE),
    )
    body = el(
        "body",
        el(
            "main",
            lines(
                el("h1", title),
                el("h2", say(language, "trace.coverage")),
                _ratios(trace, language),
                el("figure", charts(trace, language)),
                _groups(trace, language),
                el("h2", say(language, "trace.gaps")),
                _gaps(trace, language),
                el("h2", title),
                el(
                    "div",
                    _matrix(trace, language),
                    class_="wide",
                    tabindex=0,
                    role="region",
                    aria_label=title,
                ),
            ),
        ),
    )
    return f"<!DOCTYPE html>\n{el('html', head, body, lang=language)}\n".encode()


def _table(head: list[str], rows: list[list[str]], caption: str | None = None) -> Html:
    """Make a table; cells after the first that are numbers stand right."""
    top = el("thead", el("tr", *(el("th", cell, scope="col") for cell in head)))
    made = (
        el(
            "tr",
            *(
                el("td", cell, class_="number" if cell.isdigit() and at else None)
                for at, cell in enumerate(row)
            ),
        )
        for row in rows
    )
    return el("table", el("caption", caption) if caption else None, top, el("tbody", lines(*made)))


def _ratios(trace: Trace, language: Language) -> Html:
    """Show the three ratios with their grades."""
    head = [
        say(language, f"trace.{name}") for name in ("coverage", "covered", "all", "share", "grade")
    ]
    named: tuple[tuple[str, Ratio], ...] = (
        ("maps", trace.maps),
        ("sops", trace.sops),
        ("nodes", trace.nodes),
    )
    rows = [
        [
            say(language, f"trace.{name}"),
            str(ratio.covered),
            str(ratio.all),
            share_of(ratio.share, language),
            trace.grade(ratio),
        ]
        for name, ratio in named
    ]
    return _table(head, rows)


def _groups(trace: Trace, language: Language) -> Html:
    """Show the groups of processes."""
    head = [say(language, f"trace.{name}") for name in ("group", "pages", "flowing", "with_sop")]
    rows = [
        [say(language, f"trace.group_{line.group or 'none'}"), *map(str, line[1:])]
        for line in trace.groups
    ]
    return _table(head, rows)


def _gaps(trace: Trace, language: Language) -> Html:
    """List what is not covered."""
    lists = (
        (
            "gap_maps",
            [f"{page.code or ''} {page.title} ({page.file})".strip() for page in trace.gaps.maps],
        ),
        ("gap_sops", list(trace.gaps.sops)),
        ("gap_nodes", [f"{row.name} ({row.file}, {row.element})" for row in trace.gaps.nodes]),
    )
    return join(
        *(
            join(
                el("h3", say(language, f"trace.{name}")),
                el("ul", *(el("li", item) for item in items or [say(language, "trace.none")])),
            )
            for name, items in lists
        )
    )


def _matrix(trace: Trace, language: Language) -> Html:
    """Show the matrix."""
    titles = titles_of(trace)
    return _table(heads(language), [words_of(row, titles, language) for row in trace.rows])
