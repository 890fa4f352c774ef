"""The activity table of the page: the form's columns, each step's symbol in its actor's column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bpm2sop.layout.flowwords import Clause, FlowWords
from bpm2sop.layout.remarks import remarks_of
from bpm2sop.layout.tablerows import Row, filled, rows
from bpm2sop.model.sop import Actor, ActorKind, Cell, Region, Sop, Step, StepKey, StepKind
from bpm2sop.wording import Language, say
from bpm2sop.writers.formwords import FormWords
from bpm2sop.writers.html_cells import anchor, badge, cell_list, linked, symbol
from bpm2sop.writers.markup import Html, el, join, lines

_BEFORE, _AFTER = 2, 4
"""Columns before and after those of the actors."""
_DEEPEST = 4
_FEW = 4


@dataclass(frozen=True, slots=True)
class _Table:
    """What the cells of all rows need to know."""

    sop: Sop
    language: Language
    form: FormWords
    words: FlowWords
    columns: Sequence[Actor]
    starting: Mapping[StepKey, Sequence[Region]]
    """Regions by the step that they begin with."""
    within: Mapping[StepKey, str]
    """Kind of the innermost region that a step is in."""

    def say(self, key: str, **params: object) -> str:
        return say(self.language, key, **params)


def activities(sop: Sop, form: FormWords) -> Html:
    """Give the table, in a box of its own that scrolls on narrow screens."""
    language = form.language
    if not sop.steps:
        return el("p", say(language, "page.no_steps"))
    every = list(rows(sop.steps))
    apart = _handlers(sop)
    table = _table(sop, form, every)
    main = [row for row in every if row.step.key not in apart]
    caption = el("caption", say(language, "page.caption", title=sop.title))
    bodies = [_body(table, main)] if main else []
    if apart:
        heading = _band(table, say(language, "page.handlers"), "handlers")
        bodies.append(_body(table, [row for row in every if row.step.key in apart], heading))
    inner = el(
        "table",
        "\n",
        lines(caption, _head(table), *bodies),
        "\n",
        class_=f"sop actors-{_size(sop)}",
    )
    label = say(language, "page.caption", title=sop.title)
    return el("div", inner, class_="scroll", role="region", aria_label=label, tabindex=0)


def _size(sop: Sop) -> str:
    """Tell how much room the actors leave."""
    return "few" if len(sop.actors) <= _FEW else "many"


def _table(sop: Sop, form: FormWords, every: Sequence[Row]) -> _Table:
    """Look up what the rows need."""
    starting: dict[StepKey, list[Region]] = {}
    within: dict[StepKey, str] = {}
    for region in sop.regions:
        starting.setdefault(region.first, []).append(region)
        within.update(dict.fromkeys(_covered(region, every), region.kind.value))
    language = form.language
    words = FlowWords.of(sop, language, form.answers)
    return _Table(sop, language, form, words, sop.actors, starting, within)


def _covered(region: Region, every: Sequence[Row]) -> list[StepKey]:
    """List the steps of a region: from its first to its last, with what is nested below the last."""
    keys = [row.step.key for row in every]
    if region.first not in keys or region.last not in keys:
        return []
    start, end = keys.index(region.first), keys.index(region.last)
    depth = every[end].depth
    end += 1
    while end < len(every) and every[end].depth > depth:
        end += 1
    return keys[start:end]


def _handlers(sop: Sop) -> set[StepKey]:
    """List the steps that stand apart: those run at any time, with what is nested below them."""
    apart = [step for step in sop.steps if step.kind is StepKind.HANDLER]
    return {row.step.key for row in rows(apart)}


def _head(table: _Table) -> Html:
    """Give the form's two head rows, and the row of column numbers where the form has one."""
    actors = len(table.columns)
    over = [
        el("th", table.form.word("no"), scope="col", rowspan=2, class_="no"),
        el("th", table.form.word("activity"), scope="col", rowspan=2, class_="activity"),
        el("th", table.form.word("actors"), scope="colgroup", colspan=actors) if actors else None,
        el("th", table.form.word("standard"), scope="colgroup", colspan=3),
        el("th", table.form.word("remarks"), scope="col", rowspan=2, class_="remarks"),
    ]
    under = [_actor_head(table, actor) for actor in table.columns]
    under += [
        el("th", table.form.word(name), scope="col", class_=name)
        for name in ("inputs", "time", "output")
    ]
    every = [el("tr", *over), el("tr", *under)]
    if table.form.column_numbers:
        numbers = (el("td", f"({at})") for at in range(1, _BEFORE + actors + _AFTER + 1))
        every.append(el("tr", *numbers, class_="numbers"))
    return el("thead", lines(*every))


def _actor_head(table: _Table, actor: Actor) -> Html:
    """Give an actor's column its name; its path shows on pointing at it."""
    outside = el("small", table.say("page.external")) if actor.kind is ActorKind.EXTERNAL else None
    return el(
        "th", actor.name, outside, scope="col", class_="actor", title=" › ".join(actor.path) or None
    )


def _body(table: _Table, listed: Sequence[Row], heading: Html | None = None) -> Html:
    """Give rows as one body, with a band before each region."""
    made: list[Html | None] = [heading]
    for row in listed:
        made += [*_bands(table, row.step), _row(table, row)]
    return el("tbody", "\n", lines(*made), "\n")


def _bands(table: _Table, step: Step) -> Iterator[Html]:
    """Announce the regions that begin with a step."""
    for region in table.starting.get(step.key, ()):
        one = "_one" if region.first == region.last else ""
        first, last = table.words.number(region.first), table.words.number(region.last)
        words = table.say(f"page.band_{region.kind}{one}", first=first, last=last)
        yield _band(table, words, region.kind.value)


def _band(table: _Table, words: str, kind: str) -> Html:
    """Give a row that spans the table."""
    width = _BEFORE + len(table.columns) + _AFTER
    return el(
        "tr", el("th", el("span", words), colspan=width, scope="colgroup"), class_=f"band {kind}"
    )


def _row(table: _Table, row: Row) -> Html:
    """Give one step."""
    step = row.step
    inside = table.within.get(step.key, "")
    cells = [
        el("td", step.no, class_="no"),
        _activity(table, row),
        *(_actor_cell(table, step, actor) for actor in table.columns),
        el("td", cell_list(step.inputs, table.language), class_="inputs"),
        el("td", cell_list([step.time] if step.time else [], table.language), class_="time"),
        el("td", cell_list(step.outputs, table.language), class_="output"),
        el("td", _remarks(table, step), class_="remarks"),
    ]
    nested = f"nested d{min(row.depth, _DEEPEST)}" if row.depth else ""
    return el("tr", *cells, id=anchor(step.key), class_=f"{nested} {inside}".strip() or None)


def _activity(table: _Table, row: Row) -> Html:
    """Give what is done, what the map calls it, and the map's elements."""
    step = row.step
    label = None
    if step.label and step.label != step.text:
        label = el("small", table.say("page.map_says", label=step.label), class_="label")
    count = table.say("page.elements_count", count=len(step.elements))
    items = (el("li", el("code", part.id), " ", part.type) for part in step.elements)
    details = el("details", el("summary", count), el("ul", *items)) if step.elements else None
    return el(
        "th", el("span", step.text, class_="text"), label, details, scope="row", class_="activity"
    )


def _actor_cell(table: _Table, step: Step, actor: Actor) -> Html:
    """Give the step's symbol if the actor performs it."""
    if actor.id not in step.actors:
        return el("td", class_="actor")
    shape = table.say(f"page.symbol_{step.symbol}")
    words = table.say("page.symbol_of", no=step.no, actor=actor.name, symbol=shape)
    return el("td", symbol(step.symbol, step.no, words), class_="actor")


def _remarks(table: _Table, step: Step) -> Html:
    """Give the question, what the step waits for, what follows, and what the map notes; bands have told the regions."""
    told = remarks_of(step, table.words)
    kind = "handler" if step.kind is StepKind.HANDLER else "wait"
    flow = [_clause(told.before, kind)] if told.before else []
    flow += [_clause(clause, clause.kind.value) for clause in told.after]
    flow += [_see(step, told.see)] if told.see else []
    noted = [
        cell
        for cell in told.noted
        if not (table.sop.regions and (cell.rule or "").startswith("region-"))
    ]
    return join(
        _notes(table, told.asked),
        el("ul", *flow, class_="flow") if flow else None,
        _notes(table, noted),
    )


def _notes(table: _Table, cells: Sequence[Cell]) -> Html | None:
    notes = [
        el("li", el("span", cell.value, class_="value"), badge(cell, table.language))
        for cell in filled(cells)
    ]
    return el("ul", *notes) if notes else None


def _clause(clause: Clause, kind: str) -> Html:
    return el("li", linked(clause.parts), class_=kind)


def _see(step: Step, words: str) -> Html:
    """Point to the SOP that a step refers to."""
    return el(
        "li", el("a", words, href=f"{quote(step.refers_to or '', safe='')}.html"), class_="see"
    )
