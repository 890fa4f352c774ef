"""The traceability matrix as a workbook: the matrix, then coverage. Every text is a text, whatever it begins with."""

import datetime as dt
import io
from typing import Any

import xlsxwriter

from bpm2sop.trace import Ratio, Trace
from bpm2sop.wording import Language, say
from bpm2sop.writers.trace_table import heads, titles_of, words_of

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (the file format knows no zones; no clock, so that bytes stay)
_WIDTHS = (13, 34, 34, 22, 34, 18, 24, 28, 14, 34, 8, 16, 30, 12)
_LONGEST = 32_000
_RATIOS = ("maps", "sops", "nodes")


def write_trace_xlsx(trace: Trace, language: Language) -> bytes:
    """Give matrix and coverage as a workbook."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties(
        {"title": say(language, "trace.title"), "created": _CREATED, "comments": "bpm2sop"}
    )
    formats = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#DDE6EE", "text_wrap": True, "valign": "top", "border": 1}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
    }
    _matrix(book, trace, language, formats)
    _coverage(book, trace, language, formats)
    book.close()
    return stream.getvalue()


def _matrix(book: Any, trace: Trace, language: Language, formats: dict[str, Any]) -> None:  # noqa: ANN401  (no types)
    """Write the matrix sheet."""
    sheet = book.add_worksheet(say(language, "trace.title")[:31])
    titles = titles_of(trace)
    for column, (head, width) in enumerate(zip(heads(language), _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, formats["head"])
    for at, row in enumerate(trace.rows, 1):
        for column, cell in enumerate(words_of(row, titles, language)):
            sheet.write_string(at, column, cell[:_LONGEST], formats["text"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(trace.rows), 1), len(_WIDTHS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _coverage(book: Any, trace: Trace, language: Language, formats: dict[str, Any]) -> None:  # noqa: ANN401  (no types)
    """Write the coverage sheet."""
    sheet = book.add_worksheet(say(language, "trace.coverage")[:31])
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 4, 14)
    lines: list[tuple[object, ...]] = [
        _said(language, "coverage", "covered", "all", "share", "grade")
    ]
    for name in _RATIOS:
        ratio: Ratio = getattr(trace, name)
        lines.append(
            (
                say(language, f"trace.{name}"),
                ratio.covered,
                ratio.all,
                ratio.share,
                trace.grade(ratio),
            )
        )
    lines += [(), _said(language, "how", "covered")]
    lines += [
        (say(language, f"trace.how_{how.replace('-', '_')}"), count)
        for how, count in trace.how.items()
    ]
    lines += [(), _said(language, "group", "pages", "flowing", "with_sop")]
    for group in trace.groups:
        lines.append((say(language, f"trace.group_{group.group or 'none'}"), *group[1:]))
    lines += [(), _said(language, "level", "pages", "flowing", "with_sop")]
    lines += [(str(level.level), *level[1:]) for level in trace.levels]
    lines += [
        (),
        _said(language, "gap_maps"),
        *((f"{p.code or ''} {p.title} ({p.file})".strip(),) for p in trace.gaps.maps),
    ]
    lines += [(), _said(language, "gap_sops"), *((title,) for title in trace.gaps.sops)]
    for at, line in enumerate(lines):
        head = at == 0 or not lines[at - 1]
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(
                    at, column, value[:_LONGEST], formats["head" if head else "text"]
                )
            else:
                sheet.write_number(
                    at, column, value, formats["share"] if isinstance(value, float) else None
                )


def _said(language: Language, *names: str) -> tuple[str, ...]:
    """Say the heads of a table."""
    return tuple(say(language, f"trace.{name}") for name in names)
