"""The three forms beside an SOP: identification, monitoring and evaluation, filled in as far as the SOPs know.

What no map holds stays empty, to be filled in by hand: duties and functions of the unit, assessments, initials.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from bpm2sop.layout.tablerows import filled, rows
from bpm2sop.model.sop import NextKind, Sop, Step
from bpm2sop.wording import say
from bpm2sop.writers.forms_docx import form_docx
from bpm2sop.writers.forms_table import Column, Form, Line
from bpm2sop.writers.forms_xlsx import form_xlsx
from bpm2sop.writers.writer import Context

_STATEMENTS = 7
# Nouns that name what is done: "pelayanan", "penanganan", "pembinaan", "perpanjangan".
_ASPECT = re.compile(r"(?:pe\w{4,}an|pel\w{3,}an)\Z", re.IGNORECASE)
_IDENTIFICATION = (
    Column("no", 36, centred=True),
    Column("duty", 120),
    Column("function", 120),
    Column("duty_detail", 130),
    Column("activity", 160),
    Column("output", 160),
    Column("aspect", 120),
    Column("title", 201),
)
_MONITORING = (
    Column("no", 40, centred=True),
    Column("procedure", 367),
    Column("runs_well", 90, "assessment"),
    Column("runs_badly", 90, "assessment"),
    Column("notes", 180),
    Column("actions", 190),
    Column("initials", 90),
)
_EVALUATION = (
    Column("no", 40, centred=True),
    Column("statement", 607),
    Column("yes", 80, "answer"),
    Column("no_answer", 80, "answer"),
    Column("notes", 240),
)


class FormKind(StrEnum):
    """Which form."""

    IDENTIFICATION = "identification"
    MONITORING = "monitoring"
    EVALUATION = "evaluation"


class FormFormat(StrEnum):
    """What a form is written as."""

    DOCX = "docx"
    XLSX = "xlsx"


def write_form(
    kind: FormKind, sops: Sequence[Sop], context: Context, *, form: FormFormat = FormFormat.DOCX
) -> bytes:
    """Give a form for these SOPs, in their order."""
    table = form_for(kind, sops, context)
    write = form_docx if form is FormFormat.DOCX else form_xlsx
    return write(table, context.language)


def form_for(kind: FormKind, sops: Sequence[Sop], context: Context) -> Form:
    """Return a form's table."""
    columns, lines = _FORMS[kind]
    return Form(kind.value, columns, tuple(lines(sops, context)), kind is FormKind.IDENTIFICATION)


def _identification(sops: Sequence[Sop], _context: Context) -> Iterator[Line]:
    """Give an SOP a line: what is done, what comes out of it, and the title that both make."""
    for number, sop in enumerate(sops, 1):
        outputs = tuple(dict.fromkeys(_final_outputs(sop)))
        words = sop.title.split()
        aspect = words[0] if len(words) > 1 and _ASPECT.fullmatch(words[0]) else ""
        title = f"{number}. {_titled(sop)}"
        cells = (_letters(number), "", "", "", sop.title, "\n".join(outputs), aspect, title)
        yield Line(cells, assumed=frozenset({6}))


def _final_outputs(sop: Sop) -> Iterator[str]:
    """Give what the steps put out after which nothing follows."""
    for row in rows(sop.steps):
        if row.parent is None and _is_last(row.step):
            yield from (cell.value for cell in filled(row.step.outputs))


def _is_last(step: Step) -> bool:
    return not any(arrow.kind is NextKind.FLOW for arrow in step.next)


def _monitoring(sops: Sequence[Sop], _context: Context) -> Iterator[Line]:
    """Give an SOP a head and its steps a line each."""
    for sop in sops:
        yield Line((_titled(sop),), head=True)
        for row in rows(sop.steps):
            yield Line((row.step.no, row.step.text, "", "", "", "", ""))


def _evaluation(sops: Sequence[Sop], context: Context) -> Iterator[Line]:
    """Give an SOP a head and the seven statements."""
    statements = [
        say(context.language, f"forms.statement_{number}") for number in range(1, _STATEMENTS + 1)
    ]
    for sop in sops:
        yield Line((_titled(sop),), head=True)
        for number, statement in enumerate(statements, 1):
            yield Line((str(number), statement, "", "", ""))


def _titled(sop: Sop) -> str:
    """Return an SOP's title with its code."""
    return f"{sop.title} ({sop.code})" if sop.code else sop.title


def _letters(number: int) -> str:
    """Return A, B … Z, AA as the form numbers its lines."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


_FORMS: dict[
    FormKind, tuple[tuple[Column, ...], Callable[[Sequence[Sop], Context], Iterator[Line]]]
] = {
    FormKind.IDENTIFICATION: (_IDENTIFICATION, _identification),
    FormKind.MONITORING: (_MONITORING, _monitoring),
    FormKind.EVALUATION: (_EVALUATION, _evaluation),
}
