"""The table as CSV: one row a step, for spreadsheets and scripts.

UTF-8 with a mark at the front, which Excel needs to read it as such; commas, every cell quoted, CRLF (RFC 4180).
A cell that a spreadsheet would take for a formula gets a single quote in front, also where a program that cuts
at semicolons, tabs or line breaks would see a new cell.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from bpm2sop.layout.flowwords import FlowWords, text_of
from bpm2sop.layout.remarks import remarks_of
from bpm2sop.layout.tablerows import Row, actor_names, filled, rows
from bpm2sop.model.sop import Cell, Sop
from bpm2sop.wording import Language, say
from bpm2sop.writers.formwords import FormWords
from bpm2sop.writers.writer import Context

_MARK = "\ufeff"
_COLUMNS = (
    "form.no",
    "form.activity",
    "page.label",
    "form.actors",
    "form.inputs",
    "form.time",
    "form.output",
    "form.remarks",
    "page.wait",
    "page.next",
    "page.elements",
    "page.key",
    "page.step_kind",
)
# The full-width forms are folded to the plain ones by some spreadsheets.
_FORMULA = re.compile(r"""((?:\A|[\n\r\t,;])[^\S\t\r\n]*["']*)(?=[=+\-@\t\r＝＋－＠])""")


def write_csv(sop: Sop, context: Context) -> bytes:
    """Give the table as CSV with one head row."""
    stream = io.StringIO()
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow([say(context.language, column) for column in _COLUMNS])
    words = FlowWords.of(sop, context.language, FormWords.of(context).answers)
    names = actor_names(sop)
    for row in rows(sop.steps):
        table.writerow([harmless(cell) for cell in _cells(row, words, names, context.language)])
    return (_MARK + stream.getvalue()).encode()


def harmless(text: str) -> str:
    """Put a single quote before each sign that could make a formula of what follows."""
    return _FORMULA.sub(r"\1'", text)


def _cells(row: Row, words: FlowWords, names: dict[str, str], language: Language) -> Iterable[str]:
    """Give the cells of one row, in the order of the columns."""
    step = row.step
    told = remarks_of(step, words)
    yield step.no
    yield step.text
    yield step.label
    yield "\n".join(names.get(actor, actor) for actor in step.actors)
    yield _lines(step.inputs)
    yield _lines([step.time] if step.time else [])
    yield _lines(step.outputs)
    yield "\n".join(filter(None, [_lines(told.asked), told.see, _lines(told.noted)]))
    yield str(told.before or "")
    yield text_of(words.after(step))
    yield " ".join(part.id for part in step.elements)
    yield step.key
    yield say(language, f"page.kind_{step.kind}")


def _lines(cells: Sequence[Cell]) -> str:
    """Give the values of cells a line each."""
    return "\n".join(cell.value for cell in filled(cells))
