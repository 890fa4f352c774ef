"""One page of the flowchart: its symbols, wires and labels, before they are numbered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from bpm2sop.layout.flow import Edge, Flow
from bpm2sop.layout.measuring import ELLIPSIS, text_width
from bpm2sop.layout.pages import Box, Font, Side, SymbolKind
from bpm2sop.layout.pagination import BAND, Bands, Cut, Link, lane_on
from bpm2sop.layout.routing.frame import Frame, Shape, Wire
from bpm2sop.layout.routing.labels import Obstacles, Placed, Rivals, head_of, pieces_of, place
from bpm2sop.layout.routing.router import Laid, Routing

LIMITS = (40, 20, 10, 5, 0)
"""Most characters of a label, from try to try."""
HEIGHTS = {
    SymbolKind.TERMINATOR: 24,
    SymbolKind.PROCESS: 26,
    SymbolKind.DECISION: 30,
    SymbolKind.OFFPAGE: 26,
}
PENTAGON_W = 24
_T, _L, _B, _R = Side.TOP, Side.LEFT, Side.BOTTOM, Side.RIGHT
_STEP_OUT, _STEP_IN = (_B, _L, _R), (_T, _L, _R, _B)
_HEAD, _FOOT = (_B, _L, _R), (_T, _L, _R)


class Place(NamedTuple):
    """A symbol on a sheet: its kind, column among the actors, row on the sheet, and what it stands for."""

    kind: SymbolKind
    lane: int
    row: int
    node: int
    letter: str = ""


class Line(NamedTuple):
    """An arrow on a sheet, by the positions of its symbols, for the edges that run along it."""

    src: int
    dst: int
    edges: tuple[Edge, ...]
    label: str


class Sheet(NamedTuple):
    """What a page holds, with all places known but the words of its cells."""

    frame: Frame
    places: tuple[Place, ...]
    lines: tuple[Line, ...]


class Drawn(NamedTuple):
    """A sheet with its wires laid (None: no way was found) and its labels placed (None: no room, or none at all).

    `fits` are the most characters of each label for which there is room: as many as were asked for, or fewer.
    """

    laid: tuple[Laid | None, ...]
    labels: tuple[Placed | None, ...]
    fits: tuple[int, ...]
    crossings: int


class Area(NamedTuple):
    """Where the rows of a sheet stand: x of the first lane, width of a lane, y under the head rows."""

    x: int
    lane: int
    y: int


def symbol_width(lane: int) -> int:
    """Return the width of the symbols in a lane of that width: even, so that the middle is a whole number."""
    return max(30, min(44, lane // 2)) // 2 * 2


def build(
    flow: Flow,
    page: int,
    cuts: tuple[Cut, ...],
    links: tuple[Link, ...],
    *,
    area: Area,
    bands: Bands,
    heights: tuple[int, ...],
) -> Sheet:
    """Return a page's symbols in their places and the arrows between them."""
    here = cuts[page]
    rows, y = [], area.y
    for h in (*(BAND,) * bands.top, *heights, *(BAND,) * bands.bottom):
        rows.append((y, y + h))
        y += h
    lanes = tuple(
        (area.x + i * area.lane, area.x + (i + 1) * area.lane)
        for i in range(max(1, len(here.actors)))
    )
    places = [
        Place(flow.nodes[n].kind, _lane(here, flow.nodes[n].actor), bands.top + i, n)
        for i, n in enumerate(range(here.first, here.stop))
    ]
    heads = [link for link in links if _at(link, page, top=True)]
    feet = [link for link in links if _at(link, page, top=False)]
    tops, feet_at = (_stand(found, here, area) for found in (heads, feet))
    places[:0] = [
        Place(SymbolKind.OFFPAGE, s.lane, bands.top - 1 - s.row, k.dst, k.letter)
        for k, s in zip(heads, tops, strict=True)
    ]
    first = bands.top + len(heights)
    places += [
        Place(SymbolKind.OFFPAGE, s.lane, first + s.row, k.dst, k.letter)
        for k, s in zip(feet, feet_at, strict=True)
    ]
    xs = [*(s.x for s in tops), *(None for _ in heights), *(s.x for s in feet_at)]
    shapes = tuple(
        _shape(p, lanes[p.lane], rows[p.row], x, head=p.row < bands.top)
        for p, x in zip(places, xs, strict=True)
    )
    lines = _lines(flow, page, here, links, offset=len(heads), places=places)
    return Sheet(Frame(lanes, tuple(rows), shapes, _groups(places)), tuple(places), lines)


def _groups(places: list[Place]) -> tuple[tuple[int, ...], ...]:
    """Return the pentagons of each lane and band: they may stand there in any order."""
    rows = [spot.row for spot in places if spot.kind is not SymbolKind.OFFPAGE]
    found: dict[tuple[int, bool], list[int]] = {}
    for number, spot in enumerate(places):
        if spot.kind is SymbolKind.OFFPAGE:
            found.setdefault((spot.lane, spot.row < rows[0]), []).append(number)
    return tuple(tuple(group) for group in found.values() if len(group) > 1)


def seated(sheet: Sheet, seats: tuple[int, ...]) -> Sheet:
    """Return a sheet whose symbols have taken the places of others."""
    places = list(sheet.places)
    for seat, spot in zip(seats, sheet.places, strict=True):
        places[seat] = spot._replace(row=sheet.places[seat].row)
    lines = tuple(line._replace(src=seats[line.src], dst=seats[line.dst]) for line in sheet.lines)
    return sheet._replace(places=tuple(places), lines=lines)


def _lane(page: Cut, actor: str) -> int:
    return page.actors.index(actor) if actor in page.actors else 0


def _at(link: Link, page: int, *, top: bool) -> bool:
    """Say whether a link has a pentagon in that band of a page."""
    return (page == link.page and link.forward is top) or (
        page in link.pages and link.forward is not top
    )


class _Stand(NamedTuple):
    lane: int
    row: int
    x: int | None


def _stand(links: list[Link], page: Cut, area: Area) -> list[_Stand]:
    """Return lane, row of the band and middle for each pentagon of a band."""
    slots = slots_in(area.lane)
    lanes = [_lane(page, lane_on(page, link)) for link in links]
    seen: dict[int, int] = {}
    stands = []
    for lane in lanes:
        number = seen.get(lane, 0)
        seen[lane] = number + 1
        row = number // slots
        beside = min(slots, lanes.count(lane) - row * slots)
        left = area.x + lane * area.lane
        middle = left + area.lane * (2 * (number % slots) + 1) // (2 * beside)
        stands.append(_Stand(lane, row, None if beside == 1 else middle))
    return stands


def slots_in(lane: int) -> int:
    """Return how many pentagons stand side by side in a lane."""
    return max(1, lane // 44)


def _shape(
    place: Place, lane: tuple[int, int], row: tuple[int, int], x: int | None, *, head: bool
) -> Shape:
    off = place.kind is SymbolKind.OFFPAGE
    w = PENTAGON_W if off else symbol_width(lane[1] - lane[0])
    h = HEIGHTS[place.kind]
    cx = lane[0] + (lane[1] - lane[0]) // 2 if x is None else x
    cy = row[0] + (row[1] - row[0]) // 2
    box = Box(cx - w // 2, cy - h // 2, w, h)
    if not off:
        return Shape(box, _STEP_OUT, _STEP_IN)
    return Shape(box, _HEAD, _HEAD) if head else Shape(box, _FOOT, _FOOT)


def _lines(
    flow: Flow, page: int, here: Cut, links: tuple[Link, ...], *, offset: int, places: list[Place]
) -> tuple[Line, ...]:
    """Return the arrows of a page, those to and from pentagons included."""

    def at(node: int) -> int:
        return offset + node - here.first

    rows = range(here.first, here.stop)
    pentagons = {(p.letter, p.node): i for i, p in enumerate(places) if p.letter}
    lines = [
        Line(at(e.src), at(e.dst), (e,), e.label)
        for e in flow.edges
        if e.src in rows and e.dst in rows
    ]
    for link in links:
        pentagon = pentagons.get((link.letter, link.dst), 0)
        lines += [
            Line(at(e.src), pentagon, (e,), e.label)
            for e in link.sources
            if e.src in rows and page in link.pages
        ]
        if page == link.page:
            lines.append(Line(pentagon, at(link.dst), link.sources, ""))
    return tuple(lines)


def wires_of(sheet: Sheet, font: Font) -> tuple[Wire, ...]:
    """Return a sheet's arrows as the router takes them."""
    small = font._replace(half_points=font.half_points - 1)
    return tuple(
        Wire(line.src, line.dst, max((text_width(w, small) for w in line.label.split()), default=0))
        for line in sheet.lines
    )


def draw(sheet: Sheet, routing: Routing, font: Font, *, limits: tuple[int, ...]) -> Drawn:
    """Place the labels of a sheet whose wires are laid, each label cut to its limit of characters, or further."""
    symbols = tuple(
        (shape.box, p.kind) for shape, p in zip(sheet.frame.shapes, sheet.places, strict=True)
    )
    wires = [laid.points for laid in routing.laid if laid is not None]
    pieces = tuple(p for points in wires for p in (*pieces_of(points), head_of(points)))
    around = Obstacles(symbols, pieces)
    labels: dict[int, Placed | None] = {}
    fits = list(limits)
    # The longest words have the fewest places.
    for i in sorted(range(len(sheet.lines)), key=lambda i: (-len(sheet.lines[i].label), i)):
        laid, labels[i] = routing.laid[i], None
        if laid is None:
            continue
        fit = partial(
            place,
            font=font,
            points=laid.points,
            frame=sheet.frame,
            around=around,
            others=[label.box for label in labels.values() if label is not None],
            rivals=_rivals(sheet, routing, labels, i),
        )
        labels[i], fits[i] = _fitted(sheet.lines[i].label, limits[i], fit)
    placed = tuple(labels[i] for i in range(len(sheet.lines)))
    return Drawn(routing.laid, placed, tuple(fits), routing.crossings)


def _fitted(
    label: str, limit: int, fit: Callable[[str], Placed | None]
) -> tuple[Placed | None, int]:
    """Return the place of a label cut to its limit, or to the next one for which there is room, and that limit."""
    for least in (limit, *(least for least in LIMITS if least < limit)):
        text = shortened(label, least)
        if not text:
            return None, least
        if (placed := fit(text)) is not None:
            return placed, least
    return None, 0


def _rivals(sheet: Sheet, routing: Routing, labels: dict[int, Placed | None], index: int) -> Rivals:
    """Return the other exits of the symbol that a line leaves, and those of their labels that have their place."""
    src = sheet.lines[index].src
    siblings = [i for i, line in enumerate(sheet.lines) if line.src == src and i != index]
    wires = [laid for i in siblings if (laid := routing.laid[i]) is not None]
    placed = [label for i in siblings if (label := labels.get(i)) is not None]
    pieces = tuple(piece for laid in wires for piece in pieces_of(laid.points))
    return Rivals(pieces, tuple(label.box for label in placed))


def shortened(text: str, limit: int) -> str:
    """Return at most so many characters of a label, the last an ellipsis if any were cut."""
    text = " ".join(text.split())
    return (
        text if len(text) <= limit else text[: max(0, limit - 1)].rstrip() + ELLIPSIS * (limit > 0)
    )
