"""The SOP as Markdown (GitHub's flavour): identity, the form's table, proof and trace."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bpm2sop.drafting.totals import time_totals_words
from bpm2sop.layout.flowwords import FlowWords, text_of
from bpm2sop.layout.remarks import remarks_of
from bpm2sop.layout.tablerows import actor_names, filled, rows
from bpm2sop.model.sop import Cell, CellSource, Proof, Sop, Step
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.formwords import FormWords
from bpm2sop.writers.kinds import kind_words
from bpm2sop.writers.reasons import reason_of
from bpm2sop.writers.traced import traced
from bpm2sop.writers.writer import Context

_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BLANK = re.compile(r"\s+")
_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_COLUMNS = ("no", "activity", "actors", "inputs", "time", "output", "remarks")
_TRACE = ("page.element", "page.type", "page.role", "page.in_step")


def write_markdown(sop: Sop, context: Context) -> bytes:
    """Give the SOP as one Markdown document."""
    language = context.language
    form = FormWords.of(context)
    parts = (
        [f"# {escape(say(language, 'page.title', title=sop.title))}"],
        _identity(sop, form),
        *_kinds(sop, language),
        _heading("page.steps", language),
        _activities(sop, form),
        *_totals(sop, language),
        _heading("page.proof", language),
        _proof(sop, language),
        _heading("page.findings", language),
        _findings(sop, language),
        _heading("page.trace", language),
        _trace(sop, language),
    )
    return ("\n\n".join("\n".join(part) for part in parts) + "\n").encode()


def escape(text: str) -> str:
    """Make a text stand as it is inside a table's cell: no markup, no HTML, no bar, no line break."""
    plain = _MARKUP.sub(r"\\\g<0>", text.strip().translate(_ENTITIES))
    return _BLANK.sub(_broken, plain)


def _broken(blank: re.Match[str]) -> str:
    """Write blanks that hold a line break as one."""
    return "<br>" if _BREAK.search(blank[0]) else blank[0]


def _heading(key: str, language: Language) -> list[str]:
    return [f"## {say(language, key)}"]


def _table(head: Iterable[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give the lines of a table; cells are escaped already."""
    head = list(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in body:
        yield f"| {' | '.join(row)} |"


def _identity(sop: Sop, form: FormWords) -> Iterator[str]:
    """Give the identity block as a table of two columns."""
    language = form.language
    empty = f"*{say(language, 'page.empty')}*"
    body = [(escape(form.word("name")), escape(sop.title))]
    body += [
        (escape(form.word(name)), _joined([getattr(sop.identity, name)], language) or empty)
        for name in sop.identity.__struct_fields__
    ]
    body.append((say(language, "page.code"), escape(sop.code or "") or empty))
    source = say(language, "page.source_map", file=sop.source.file, map=sop.source.map)
    body.append((say(language, "page.source"), escape(source)))
    return _table(body[0], body[1:])


def _kinds(sop: Sop, language: Language) -> list[list[str]]:
    """Give the reason of each axis of the classification, where the draft has them."""
    reasons = kind_words(sop, language) if sop.kind_reasons else ()
    listed = [f"- {escape(reason)}" for reason in reasons]
    return [listed] if listed else []


def _activities(sop: Sop, form: FormWords) -> Iterator[str]:
    """Give the table in the form's columns."""
    if not sop.steps:
        return iter([say(form.language, "page.no_steps")])
    words = FlowWords.of(sop, form.language, form.answers)
    names = actor_names(sop)
    head = (escape(form.word(column)) for column in _COLUMNS)
    return _table(head, (_activity(row.step, words, names) for row in rows(sop.steps)))


def _activity(step: Step, words: FlowWords, names: dict[str, str]) -> list[str]:
    """Give the cells of one step; what it waits for and what follows stand in the remarks."""
    blank = f"*{say(words.language, 'page.not_in_map')}*"
    told = remarks_of(step, words)
    flow = (str(told.before or ""), text_of(told.after), told.see)
    remarks = [_joined(told.asked, words.language), *map(escape, flow)]
    remarks.append(_joined(told.noted, words.language))
    return [
        escape(step.no),
        escape(step.text),
        "<br>".join(escape(names.get(actor, actor)) for actor in step.actors),
        _joined(step.inputs, words.language) or blank,
        _joined([step.time] if step.time else [], words.language) or blank,
        _joined(step.outputs, words.language) or blank,
        "<br>".join(filter(None, remarks)),
    ]


def _totals(sop: Sop, language: Language) -> list[list[str]]:
    """Give the totals of time with their heading, where there are any."""
    totals = time_totals_words(sop, language)
    listed = [f"- {escape(words)}" for words in totals]
    return [[f"### {say(language, 'totals.heading')}"], listed] if totals else []


def _joined(cells: Sequence[Cell], language: Language) -> str:
    """Give the values of a column; what the map does not say itself says where it comes from."""
    return "<br>".join(escape(cell.value) + _origin(cell, language) for cell in filled(cells))


def _origin(cell: Cell, language: Language) -> str:
    told = cell.source is CellSource.MAP
    return "" if told else f" *({say(language, f'page.source_of_{cell.source}')})*"


def _proof(sop: Sop, language: Language) -> Iterator[str]:
    """Give the proof's verdict, its counts and what is explained."""
    proof = sop.proof
    yield f"**{say(language, 'page.rebuilds' if proof.rebuilds else 'page.rebuilds_not')}**"
    yield ""
    for name, count in proof_counts(proof):
        yield f"- {count} {say(language, f'page.count_{name}')}"
    yield ""
    if not sop.explained:
        yield say(language, "page.explained_none")
        return
    head = [say(language, "page.element"), say(language, "page.reason")]
    body = ([escape(item.element), escape(reason_of(item.why, language))] for item in sop.explained)
    yield from _table(head, body)


def proof_counts(proof: Proof) -> list[tuple[str, int]]:
    """List the counts of a proof by name."""
    names = ("nodes", "in_steps", "folded", "explained", "flows")
    return [(name, getattr(proof, name)) for name in names]


def _findings(sop: Sop, language: Language) -> Iterator[str]:
    """Give the findings as a list."""
    if not sop.findings:
        yield say(language, "page.findings_none")
    for finding in sop.findings:
        weight = say(language, f"page.severity_{finding.severity}")
        message, hint = finding_words(finding, language)
        place = escape(", ".join(finding.elements))
        yield f"- **{weight}** {escape(message)} {escape(hint)}".rstrip() + (
            f" ({place})" if place else ""
        )


def _trace(sop: Sop, language: Language) -> Iterator[str]:
    """Give the element of each step and arrow."""
    words = FlowWords.of(sop, language)
    head = (say(language, key) for key in _TRACE)
    body = (
        [
            escape(item.element),
            escape(item.type),
            say(language, f"page.role_{item.role}"),
            escape(
                item.step.no if item.to is None else f"{item.step.no} → {words.number(item.to)}"
            ),
        ]
        for item in traced(sop)
    )
    return _table(head, body)
