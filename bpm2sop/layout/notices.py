"""What the layout could not do as asked, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.layout.columns import Grid
from bpm2sop.layout.plan import Plan
from bpm2sop.layout.style import PageStyle
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import Sop, Step

PAPER_ENLARGED = "layout-paper-enlarged"
ACTORS_SPLIT = "layout-actors-split"
TEXT_CLIPPED = "layout-text-clipped"
NO_ACTOR = "layout-no-actor"
ARROW_IN_WORDS = "layout-arrow-in-words"
LABEL_SHORTENED = "layout-label-shortened"

RULES = (PAPER_ENLARGED, ACTORS_SPLIT, TEXT_CLIPPED, NO_ACTOR, ARROW_IN_WORDS, LABEL_SHORTENED)


def findings_of(sop: Sop, style: PageStyle, grid: Grid, made: Plan) -> tuple[Finding, ...]:
    """Return the findings of a layout, document first, then by row."""
    return (*_whole(sop, style, grid), *_rows(sop, made))


def _whole(sop: Sop, style: PageStyle, grid: Grid) -> Iterator[Finding]:
    actors = ("actors", str(len(sop.actors)))
    if grid.paper != style.paper:
        params = (actors, ("paper", grid.paper.name), ("asked", style.paper.name))
        yield Finding(PAPER_ENLARGED, Severity.INFO, sop.source.file, params=params)
    if grid.split:
        params = (actors, ("lanes", str(grid.lanes)), ("paper", grid.paper.name))
        yield Finding(ACTORS_SPLIT, Severity.WARNING, sop.source.file, params=params)


def _rows(sop: Sop, made: Plan) -> Iterator[Finding]:
    homeless = set(made.flow.homeless)
    for index, node in enumerate(made.flow.nodes):
        step = node.step
        if step is None:
            continue
        if made.texts[index].clipped:
            yield _at(sop, TEXT_CLIPPED, step, severity=Severity.WARNING)
        if step.key in homeless:
            yield _at(sop, NO_ACTOR, step, severity=Severity.WARNING)
        for rule, edges in ((ARROW_IN_WORDS, made.in_words), (LABEL_SHORTENED, made.cut)):
            for edge in edges:
                if edge.src == index:
                    target = made.flow.nodes[edge.dst].step
                    to = ("to", "" if target is None else target.no)
                    why = ("why", "exits" if edge in made.flow.in_words else "room")
                    params = (to, ("label", edge.label), why)
                    yield _at(sop, rule, step, *params, severity=Severity.INFO)


def _at(sop: Sop, rule: str, step: Step, *params: tuple[str, str], severity: Severity) -> Finding:
    elements = tuple(element.id for element in step.elements[:1])
    return Finding(rule, severity, sop.source.file, None, elements, (("no", step.no), *params))
