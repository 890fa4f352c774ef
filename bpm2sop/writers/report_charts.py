"""The two charts of coverage in a workbook: a spreadsheet draws them from the figures beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bpm2sop.trace import Trace
from bpm2sop.wording import Language, say
from bpm2sop.writers.trace_charts import COLOURS, WITH, WITHOUT

_GAP = 15
"""Rows between the beginnings of the two charts at least."""
_BESIDE = 4
"""The column in which the charts begin."""

Place = tuple[Any, Any, int]
"""A workbook, a sheet of it, and a row: the library has no types."""


def add_charts(where: Place, trace: Trace, language: Language, formats: dict[str, Any]) -> None:
    """Draw nodes by transformation, and maps with flow by level, with and without an SOP.

    Args:
        where: the first free row of a sheet.
        trace: what is counted.
        language: of the words.
        formats: those of heads, texts and counts.
    """
    book, sheet, at = where
    sheet.set_column(2, 3, 14)
    how = [
        (say(language, f"trace.how_{name.replace('-', '_')}"), count)
        for name, count in trace.how.items()
    ]
    title = say(language, "trace.chart_how")
    _table(sheet, at, ((say(language, "trace.how"), title), *how), formats)
    _chart(where, title, len(how), COLOURS[:1])
    at += max(_GAP, len(how) + 2)
    levels = [
        (
            say(language, "atlas.level", level=line.level),
            line.with_sop,
            line.flowing - line.with_sop,
        )
        for line in trace.levels
        if line.flowing
    ]
    names = ("level", "with_sop", "without_sop")
    heads = tuple(say(language, f"trace.{name}") for name in names)
    _table(sheet, at, (heads, *levels), formats)
    title = say(language, "trace.chart_levels")
    _chart((book, sheet, at), title, len(levels), (WITH, WITHOUT))


def _table(
    sheet: Any,  # noqa: ANN401  (the library has no types)
    at: int,
    rows: Sequence[tuple[str | int, ...]],
    formats: dict[str, Any],
) -> None:
    """Write the figures of a chart under their heads."""
    for row, cells in enumerate(rows, at):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                kind = "head" if row == at else "text"
                sheet.write_string(row, column, value, formats[kind])
            else:
                sheet.write_number(row, column, value, formats["count"])


def _chart(where: Place, title: str, count: int, colours: Sequence[str]) -> None:
    """Draw the rows below a head as bars, a series a column; of nothing there is no chart."""
    book, sheet, at = where
    if not count:
        return
    first, last = at + 1, at + count
    several = len(colours) > 1
    chart = book.add_chart({"type": "bar", "subtype": "stacked"} if several else {"type": "bar"})
    for column, colour in enumerate(colours, 1):
        chart.add_series(
            {
                "name": [sheet.name, at, column],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "data_labels": {"value": not several},
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom"} if several else {"none": True})
    chart.set_size({"width": 620, "height": 280})
    sheet.insert_chart(at, _BESIDE, chart, {"description": title})
