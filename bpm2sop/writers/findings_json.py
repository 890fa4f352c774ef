"""A report as the JSON of the contract."""

from __future__ import annotations

import json

from bpm2sop.wording import Language
from bpm2sop.writers.findings_report import Report, report_value


def write_report_json(report: Report, language: Language) -> bytes:
    """Give the report as `bpm2sop/check/1`."""
    value = report_value(report, language)
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
