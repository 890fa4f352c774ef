"""The formats of the traceability matrix; a new one is one file and one line here."""

from bpm2sop.writers.trace_csv import write_trace_csv
from bpm2sop.writers.trace_html import write_trace_html
from bpm2sop.writers.trace_json import write_trace_json
from bpm2sop.writers.trace_table import TraceWriter
from bpm2sop.writers.trace_xlsx import write_trace_xlsx

TRACE_WRITERS = (
    TraceWriter(format="csv", suffix=".csv", write=write_trace_csv),
    TraceWriter(format="xlsx", suffix=".xlsx", write=write_trace_xlsx),
    TraceWriter(format="json", suffix=".json", write=write_trace_json),
    TraceWriter(format="html", suffix=".html", write=write_trace_html),
)
