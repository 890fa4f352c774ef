"""The coverage report as a workbook, a sheet a table. Every text is a text, whatever it begins with; figures are figures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from bpm2sop.trace.report import Report
from bpm2sop.wording import Language, say
from bpm2sop.writers.report_charts import add_charts
from bpm2sop.writers.report_tables import Column, Table, Value, facts_of, tables_of, title_of

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (the file format knows no zones; no clock, so that bytes stay)
_LONGEST = 32_000
_TAB = 31
_TAB_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_UNIT = 7
"""Characters of a column's width for each part of its share."""
_HIGHEST = 409
"""Points that Excel gives a row at most."""
_LINE = 15
"""Points of a line of text."""


def write_report_xlsx(report: Report, language: Language) -> bytes:
    """Give the report as a workbook."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    title = title_of(report, language)
    book.set_properties({"title": title[:_LONGEST], "created": _CREATED, "comments": "bpm2sop"})
    formats = _formats(book)
    sheet, free = _first(book, title, facts_of(report, language), formats)
    add_charts((book, sheet, free), report.trace, language, formats)
    for table in tables_of(report, language):
        _sheet(book, table, language, formats)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:  # noqa: ANN401  (the library has no types)
    """Make the formats of cells."""
    top = {"valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#DDE6EE", "border": 1, **top}),
        "text": book.add_format({"num_format": "@", "border": 1, **top}),
        "plain": book.add_format({"num_format": "@", **top}),
        "count": book.add_format({"num_format": "0", "border": 1, "valign": "top"}),
        "share": book.add_format({"num_format": "0.0%", "border": 1, "valign": "top"}),
    }


def _first(
    book: Any,  # noqa: ANN401
    title: str,
    facts: list[tuple[str, str]],
    formats: dict[str, Any],
) -> tuple[Any, int]:
    """Write the sheet that says of whom and when the report is; give it, and its next free row."""
    sheet = book.add_worksheet("bpm2sop")
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 50)
    sheet.write_string(0, 0, title[:_LONGEST], formats["title"])
    for at, (name, value) in enumerate(facts, 2):
        sheet.write_string(at, 0, name, formats["plain"])
        sheet.write_string(at, 1, value[:_LONGEST], formats["plain"])
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet, len(facts) + 3


def _sheet(book: Any, table: Table, language: Language, formats: dict[str, Any]) -> None:  # noqa: ANN401
    """Write one table."""
    sheet = book.add_worksheet(table.name.translate(_TAB_UNFIT)[:_TAB])
    sheet.write_string(0, 0, table.title, formats["title"])
    if table.note:
        _note(sheet, table, formats)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _width(column))
        sheet.write_string(3, at, column.head, formats["head"])
    for at, row in enumerate(table.rows, 4):
        sheet.set_row(at, _height(table.columns, row))
        for place, value in enumerate(row):
            _cell(sheet, (at, place), value, formats)
    if not table.rows:
        sheet.write_string(4, 0, say(language, "coverage.nothing"), formats["plain"])
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(3)
    sheet.fit_to_pages(1, 0)
    if table.rows:
        sheet.autofilter(3, 0, 3 + len(table.rows), len(table.columns) - 1)


def _note(sheet: Any, table: Table, formats: dict[str, Any]) -> None:  # noqa: ANN401
    """Write the note of a table over its columns, in as many lines as it takes."""
    last = len(table.columns) - 1
    room = sum(map(_width, table.columns))
    sheet.set_row(1, _LINE * -(-len(table.note) // room))
    if last:
        sheet.merge_range(1, 0, 1, last, "", formats["plain"])
    sheet.write_string(1, 0, table.note, formats["plain"])


def _height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    """Give the height of a row in points, for not every program finds it by itself."""
    texts = [str(value)[:_LONGEST].splitlines() or [""] for value in row]
    lines = (
        sum(-(-len(line) // (_width(column) - 1)) or 1 for line in text)
        for column, text in zip(columns, texts, strict=True)
    )
    return min(_HIGHEST, _LINE * max(lines, default=1))


def _width(column: Column) -> int:
    """Give the width of a column in characters."""
    return max(9, column.width * _UNIT)


def _cell(sheet: Any, at: tuple[int, int], value: Value, formats: dict[str, Any]) -> None:  # noqa: ANN401
    """Write one cell by what it holds."""
    if isinstance(value, str):
        sheet.write_string(*at, value[:_LONGEST], formats["text"])
    else:
        kind = "share" if isinstance(value, float) else "count"
        sheet.write_number(*at, value, formats[kind])
