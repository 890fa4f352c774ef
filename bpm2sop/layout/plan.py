"""From an SOP to sheets whose every arrow has its way and every label its place.

The layout is ours, so a page that does not come out is changed until it does: first its rows grow, which gives
more tracks and more room for labels; then labels are shortened; what still finds no place is said in words in
the remarks. Each such change is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.layout.cells import RowText, row_text
from bpm2sop.layout.columns import Grid, lane_on_sheet
from bpm2sop.layout.flow import Edge, Flow
from bpm2sop.layout.pages import Font
from bpm2sop.layout.pagination import BAND, Bands, Cut, Link, bands_of, cut, links
from bpm2sop.layout.remarks import PageRemarks
from bpm2sop.layout.routing.frame import Frame, Wire
from bpm2sop.layout.routing.router import Routing, route
from bpm2sop.layout.sheet import (
    LIMITS,
    Area,
    Drawn,
    Line,
    Sheet,
    build,
    draw,
    seated,
    shortened,
    slots_in,
    wires_of,
)
from bpm2sop.layout.style import FormLabels
from bpm2sop.model.sop import Cell, Sop

_GROWTH = 18
_TRIES = 6
_MOST_BANDS = 3


class Plan(NamedTuple):
    """A document's sheets. `in_words` are arrows not drawn, `cut` labels not drawn whole; both stand in the remarks."""

    flow: Flow
    texts: tuple[RowText, ...]
    heights: tuple[int, ...]
    cuts: tuple[Cut, ...]
    links: tuple[Link, ...]
    bands: tuple[Bands, ...]
    sheets: tuple[Sheet, ...]
    drawn: tuple[Drawn, ...]
    in_words: tuple[Edge, ...]
    cut: tuple[Edge, ...]


class Setting(NamedTuple):
    """What all pages of a document share."""

    sop: Sop
    grid: Grid
    labels: FormLabels
    remarks: PageRemarks
    font: Font
    label_font: Font
    area: Area
    body: int


class _Trouble(NamedTuple):
    """An arrow without a way (`lost`), or one whose label has room only for so many characters."""

    edge: Edge
    lost: bool
    fit: int = 0


@dataclass(slots=True)
class _Draft:
    """The plan while it is being changed."""

    flow: Flow
    in_words: list[Edge]
    quick: bool = True
    extra: dict[int, int] = field(default_factory=dict)
    limits: dict[Edge, int] = field(default_factory=dict)
    fits: dict[Edge, int] = field(default_factory=dict)
    """Characters of a label for which there was room before its row grew."""
    texts: dict[tuple[int, tuple[Cell, ...]], RowText] = field(default_factory=dict)
    routings: dict[tuple[Frame, tuple[Wire, ...]], Routing] = field(default_factory=dict)
    known: dict[tuple[int, tuple[Wire, ...]], Routing] = field(default_factory=dict)
    """The last routing of wires, whatever the heights of their rows."""
    drawings: dict[tuple[Sheet, Routing, tuple[int, ...]], tuple[Sheet, Drawn]] = field(
        default_factory=dict
    )


def plan(setting: Setting, flow: Flow) -> Plan:
    """Return the sheets of a document."""
    draft = _Draft(flow, list(flow.in_words))
    # A first look only shows which rows want to be higher.
    made = _made(setting, draft)
    draft.quick = False
    for trouble in _troubles(draft, made):
        if not trouble.lost:
            _give_room(draft, trouble)
    turn = 1
    made = _made(setting, draft)
    # From `_TRIES` on each turn takes an arrow or a label out of the drawing, so that this ends.
    while troubles := tuple(_troubles(draft, made)):
        for trouble in troubles:
            if turn < _TRIES:
                _give_room(draft, trouble)
            elif trouble.lost:
                _drop(draft, trouble.edge)
            else:
                draft.limits[trouble.edge] = trouble.fit
        turn += 1
        made = _made(setting, draft)
    return made


def _made(setting: Setting, draft: _Draft) -> Plan:
    """Return the plan as the draft stands."""
    texts = tuple(_texts(setting, draft))
    heights = tuple(
        min(setting.body - 2 * BAND, text.h + draft.extra.get(i, 0)) for i, text in enumerate(texts)
    )
    cuts, found, needed, _ = _paged(setting, draft, heights)
    bands = tuple(needed[page] for page in range(len(cuts)))
    sheets = tuple(
        build(
            draft.flow,
            page,
            cuts,
            found,
            area=setting.area._replace(lane=lane_on_sheet(setting.grid, len(c.actors))),
            bands=bands[page],
            heights=heights[c.first : c.stop],
        )
        for page, c in enumerate(cuts)
    )
    sheets, drawn = zip(*(_drawn(setting, draft, sheet) for sheet in sheets), strict=True)
    return Plan(
        draft.flow,
        texts,
        heights,
        cuts,
        found,
        bands,
        sheets,
        drawn,
        tuple(draft.in_words),
        tuple(_cut(draft)),
    )


def _texts(setting: Setting, draft: _Draft) -> Iterator[RowText]:
    lost = frozenset((edge.src, edge.dst) for edge in draft.in_words)
    cut_short = frozenset((edge.src, edge.dst) for edge in _cut(draft))
    most = setting.body - 2 * BAND
    for index, node in enumerate(draft.flow.nodes):
        remarks = setting.remarks.row(draft.flow, index, lost, cut_short)
        key = (index, remarks)
        if key not in draft.texts:
            grid, font = setting.grid, setting.font
            draft.texts[key] = row_text(node, grid, font, remarks=remarks, most=most)
        yield draft.texts[key]


def _cut(draft: _Draft) -> Iterator[Edge]:
    """Return the drawn arrows whose label is not drawn whole."""
    for edge in draft.flow.edges:
        limit = draft.limits.get(edge, LIMITS[0])
        if shortened(edge.label, limit) != " ".join(edge.label.split()):
            yield edge


def _limit(draft: _Draft, line: Line) -> int:
    return min(draft.limits.get(edge, LIMITS[0]) for edge in line.edges)


def _routed(setting: Setting, draft: _Draft, sheet: Sheet) -> Routing:
    key = (sheet.frame, wires_of(sheet, setting.label_font))
    known = draft.routings.get(key)
    if known is None or not (draft.quick or known.settled):
        wires = len(sheet.frame.lanes), key[1]
        known = route(*key, draft.known.get(wires), quick=draft.quick)
        draft.routings[key] = known
        if known.settled:
            draft.known[wires] = known
    return known


def _drawn(setting: Setting, draft: _Draft, sheet: Sheet) -> tuple[Sheet, Drawn]:
    """Return a sheet as its wires leave it, with these and their labels."""
    routing = _routed(setting, draft, sheet)
    key = (sheet, routing, tuple(_limit(draft, line) for line in sheet.lines))
    if key not in draft.drawings:
        settled = seated(sheet, routing.seats)
        drawn = draw(settled, routing, setting.label_font, limits=key[2])
        draft.drawings[key] = settled, drawn
    return draft.drawings[key]


class _Paged(NamedTuple):
    """A try at pages: `needed` are the bands of each, `full` the pages that these make too high."""

    cuts: tuple[Cut, ...]
    links: tuple[Link, ...]
    needed: dict[int, Bands]
    full: tuple[int, ...]


def _paged(setting: Setting, draft: _Draft, heights: tuple[int, ...]) -> _Paged:
    """Return pages that have room for the bands of their links; links that never fit go to words."""
    kept: dict[int, Bands] = {0: Bands(0, 1)}
    paged = _tried(setting, draft, heights, kept)
    while paged.full:
        for page in paged.full:
            now, needed = kept.get(page, Bands(1, 1)), paged.needed[page]
            kept[page] = Bands(max(now.top, needed.top), max(now.bottom, needed.bottom))
            if kept[page] == now or max(needed) > _MOST_BANDS:
                here = [link for link in paged.links if page == link.page or page in link.pages]
                for edge in here[-1].sources if here else ():
                    _drop(draft, edge)
        paged = _tried(setting, draft, heights, kept)
    return paged


def _tried(
    setting: Setting, draft: _Draft, heights: tuple[int, ...], kept: dict[int, Bands]
) -> _Paged:
    order = [actor.id for actor in setting.sop.actors] or [""]
    slots, lanes = slots_in(setting.grid.lane), setting.grid.lanes
    cuts = cut(heights, draft.flow, order, body=setting.body, lanes=lanes, bands=kept)
    found = links(draft.flow, cuts, slots=slots)
    needed = bands_of(found, cuts, slots=slots)
    room = setting.body
    full = tuple(
        page
        for page, c in enumerate(cuts)
        if needed[page] != Bands()
        and sum(heights[c.first : c.stop]) + BAND * sum(needed[page]) > room
    )
    return _Paged(cuts, found, needed, full)


def _drop(draft: _Draft, edge: Edge) -> None:
    """Leave an arrow to words."""
    if edge in draft.flow.edges:
        draft.flow = draft.flow._replace(edges=tuple(e for e in draft.flow.edges if e != edge))
        draft.in_words.append(edge)


def _troubles(draft: _Draft, made: Plan) -> Iterator[_Trouble]:
    """Return the arrows without a way and those whose label has no place."""
    for sheet, drawn in zip(made.sheets, made.drawn, strict=True):
        for line, laid, fit in zip(sheet.lines, drawn.laid, drawn.fits, strict=True):
            if laid is None:
                yield from (_Trouble(edge, lost=True) for edge in line.edges)
            elif fit < _limit(draft, line):
                yield _Trouble(line.edges[0], lost=False, fit=fit)


def _give_room(draft: _Draft, trouble: _Trouble) -> None:
    """Let the rows of an arrow grow; a label for which that does not do is shortened."""
    edge, lost, fit = trouble
    if lost or draft.extra.get(edge.src, 0) < _GROWTH:
        draft.fits.setdefault(edge, fit)
        for row in {edge.src, edge.dst} if lost else {edge.src}:
            draft.extra[row] = draft.extra.get(row, 0) + _GROWTH
        return
    draft.limits[edge] = fit
    if draft.fits.get(edge) == fit:
        draft.extra.pop(edge.src, None)
