"""The coverage report as JSON, schema `bpm2sop/report/1`: the tables, with their figures as numbers."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bpm2sop.trace.report import Report
from bpm2sop.wording import Language
from bpm2sop.writers.report_tables import facts_of, tables_of, title_of


def report_value(report: Report, language: Language) -> dict[str, Any]:
    """Describe a report."""
    return {
        "schema": "bpm2sop/report/1",
        "title": title_of(report, language),
        "on": report.header.on.isoformat(),
        "cuts": asdict(report.trace.cuts),
        "facts": dict(facts_of(report, language)),
        "tables": [
            {
                "title": table.title,
                "note": table.note,
                "columns": [column.head for column in table.columns],
                "rows": [list(row) for row in table.rows],
            }
            for table in tables_of(report, language)
        ],
    }


def write_report_json(report: Report, language: Language) -> bytes:
    """Give the report as JSON."""
    value = report_value(report, language)
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
