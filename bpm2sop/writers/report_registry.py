"""The formats of the coverage report; a new one is one file and one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from bpm2sop.trace.report import Report
from bpm2sop.wording import Language
from bpm2sop.writers.report_html import write_report_html
from bpm2sop.writers.report_json import write_report_json
from bpm2sop.writers.report_pdf import write_report_pdf
from bpm2sop.writers.report_xlsx import write_report_xlsx


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWriter:
    """One format of the report: its name, the end of its file's name, and the function that makes its bytes."""

    format: str
    suffix: str
    write: Callable[[Report, Language], bytes]


REPORT_WRITERS = (
    ReportWriter(format="html", suffix=".html", write=write_report_html),
    ReportWriter(format="xlsx", suffix=".xlsx", write=write_report_xlsx),
    ReportWriter(format="pdf", suffix=".pdf", write=write_report_pdf),
    ReportWriter(format="json", suffix=".json", write=write_report_json),
)
