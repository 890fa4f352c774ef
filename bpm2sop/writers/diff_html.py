"""The difference of two versions as one page: both maps coloured, both tables side by side. No script, no other file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator

from bpm2sop.model.processmap import ElementId, ProcessMap
from bpm2sop.model.sop import Role, Sop, Step
from bpm2sop.picture import draw
from bpm2sop.trace.matching_changes import MapDiff, SetDiff, SopDiff, StepDiff, What
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.wording import Language, say
from bpm2sop.writers.diff_words import (
    Line,
    Piece,
    actor_of,
    field,
    lines_of,
    question_lines,
    reason,
    summary,
    word_diff,
)
from bpm2sop.writers.markup import Html, el, join, lines

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_STYLE = Html(
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem;color:#1b1f24;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem}"
    "table{border-collapse:collapse;width:100%;min-width:44rem}th,td{border:1px solid #c9ced4;padding:.35rem .5rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}thead th{background:#e8eef4}"
    ".wide{overflow-x:auto}figure{margin:0 0 1rem}td:first-child{white-space:nowrap}"
    "figure img{max-width:100%;height:auto;border:1px solid #c9ced4}"
    "tr.added td{background:#eaf6ee}tr.removed td{background:#fbecea}tr.changed td{background:#fff7e6}"
    "del{background:#f7cdc8;color:#5f1410}ins{background:#c3e8cf;color:#0c3d1d}"
    "ul{margin:.3rem 0 0;padding-left:1.2rem}.why{color:#4a5560;font-size:.9em}"
    "@media print{body{margin:0}thead{display:table-header-group}tr{break-inside:avoid}}"
)


def write_diff_html(diff: SetDiff, language: Language) -> bytes:
    """Give the difference as a page; SOPs that did not change are left out."""
    title = say(language, "diff.title")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content="bpm2sop"),
        el("title", title),
        el("style", _STYLE),
    )
    parts = (
        _sop(sop, held, language)
        for held in diff.maps
        for sop in held.sops
        if sop.what is not What.SAME
    )
    main = el("main", lines(el("h1", title), el("p", summary(diff, language)), *parts))
    return f"<!DOCTYPE html>\n{el('html', head, el('body', main), lang=language)}\n".encode()


def _sop(sop: SopDiff, held: MapDiff, language: Language) -> Html:
    """Show one SOP: its two maps, what changed in its head, its two tables."""
    where = {"title": sop.sop.title, "file": sop.sop.source.file}
    title = say(language, f"diff.sop_{sop.what}", **where)
    notes = [*_head(sop, language), *(el("li", line) for line in question_lines(sop, language))]
    return el(
        "section",
        lines(
            el("h2", title),
            el("ul", *notes) if notes else None,
            el("div", *_pictures(sop, held, language), class_="maps"),
            el(
                "div",
                _table(sop, language),
                class_="wide",
                tabindex=0,
                role="region",
                aria_label=title,
            ),
        ),
    )


def _head(sop: SopDiff, language: Language) -> Iterator[Html]:
    """List what changed in title, identity block and actors."""
    for cell in sop.head:
        yield el("li", _told(Line(field(cell.field, language), cell.old, cell.new)))
    for tag, names in (("ins", sop.actors_added), ("del", sop.actors_removed)):
        yield from (el("li", el(tag, say(language, "diff.actor", name=name))) for name in names)


def _pictures(sop: SopDiff, held: MapDiff, language: Language) -> Iterator[Html]:
    """Draw the map as it was and as it is, what changed marked by its outline."""
    for name, own, drawn in (("old", sop.old, held.old), ("new", sop.new, held.new)):
        if own is None or drawn is None:
            continue
        marks = dict(_marks(sop.steps, new=name == "new"))
        picture = b64encode(_drawn(drawn, own, marks, language)).decode("ascii")
        words = say(language, f"diff.map_{name}")
        image = el("img", src=f"data:image/svg+xml;base64,{picture}", alt=f"{words}: {own.title}")
        yield el("figure", Html(str(image).removesuffix("</img>")), el("figcaption", words))


def _drawn(drawn: ProcessMap, sop: Sop, marks: dict[ElementId, str], language: Language) -> bytes:
    """Draw the plane of an SOP with its step numbers."""
    numbers = {ElementId(step.key): step.no for step, _ in steps_of(sop.steps)}
    plane = ElementId(sop.source.scopes[0])
    return draw(drawn, numbers=numbers, plane=plane, classes=marks, language=language)


def _marks(steps: Iterable[StepDiff], *, new: bool) -> Iterator[tuple[ElementId, str]]:
    """Name the elements of steps that changed, with the class that shows it."""
    for diff in steps:
        step = diff.new if new else diff.old
        if step is None or diff.what is What.SAME:
            continue
        for part in step.elements:
            if part.role is not Role.FLOW:
                yield ElementId(part.id), diff.what.value


def _table(sop: SopDiff, language: Language) -> Html:
    """Show the steps of both versions side by side."""
    names = ("what", "old", "new", "differs")
    head = el(
        "tr", *(el("th", say(language, f"diff.column_{name}"), scope="col") for name in names)
    )
    rows = (_row(step, sop, language) for step in sop.steps)
    return el("table", el("thead", head), el("tbody", lines(*rows)))


def _row(diff: StepDiff, sop: SopDiff, language: Language) -> Html:
    """Show one step."""
    left, right = word_diff(
        diff.old.text if diff.old is not None else "", diff.new.text if diff.new is not None else ""
    )
    why = reason(diff, language)
    told = [el("li", _told(line)) for line in lines_of(diff, language)]
    return el(
        "tr",
        el("td", say(language, f"diff.what_{diff.what}")),
        el("td", _step(diff.old, sop.old, _pieces(left, "del"))),
        el("td", _step(diff.new, sop.new, _pieces(right, "ins"))),
        el("td", el("ul", *told) if told else None, el("span", why, class_="why") if why else None),
        class_=diff.what.value,
    )


def _step(step: Step | None, sop: Sop | None, words: Html) -> Html | None:
    """Show a step's number, text and actor."""
    return join(f"{step.no}. ", words, f" ({actor_of(step, sop)})") if step is not None else None


def _told(line: Line) -> Html:
    """Show one difference, word by word."""
    left, right = word_diff(line.old, line.new)
    before = join("“", _pieces(left, "del"), "”") if line.old else "–"
    after = join("“", _pieces(right, "ins"), "”") if line.new else "–"
    return join(f"{line.name}: ", before, " → ", after)


def _pieces(pieces: Iterable[Piece], tag: str) -> Html:
    """Show a text, what the other has not marked."""
    return join(*(piece.words if piece.same else el(tag, piece.words) for piece in pieces))
