"""The traceability matrix as CSV: UTF-8 with a mark, CRLF, no cell that a spreadsheet would run."""

import csv
import io

from bpm2sop.trace import Trace
from bpm2sop.wording import Language
from bpm2sop.writers.csv_table import harmless
from bpm2sop.writers.trace_table import heads, titles_of, words_of


def write_trace_csv(trace: Trace, language: Language) -> bytes:
    """Give the matrix as CSV with one head row."""
    stream = io.StringIO()
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(heads(language))
    titles = titles_of(trace)
    table.writerows(
        [harmless(cell) for cell in words_of(row, titles, language)] for row in trace.rows
    )
    return ("\ufeff" + stream.getvalue()).encode()
