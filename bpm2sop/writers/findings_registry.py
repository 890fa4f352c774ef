"""The formats of a report; a new one is one file and one line here."""

from bpm2sop.writers.findings_json import write_report_json
from bpm2sop.writers.findings_page import write_page
from bpm2sop.writers.findings_report import ReportWriter
from bpm2sop.writers.findings_sarif import write_sarif
from bpm2sop.writers.findings_text import write_text

REPORT_WRITERS = (
    ReportWriter(format="text", suffix=".txt", write=write_text),
    ReportWriter(format="json", suffix=".json", write=write_report_json),
    ReportWriter(format="html", suffix=".html", write=write_page),
    ReportWriter(format="sarif", suffix=".sarif", write=write_sarif),
)
