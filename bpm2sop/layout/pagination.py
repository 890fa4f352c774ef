"""Which rows stand on which page, and the off-page links between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from bpm2sop.layout.flow import Edge, Flow

BAND = 46
"""Height of one row of pentagons."""

_FEW_ROWS = 2


class Cut(NamedTuple):
    """One page: its rows from `first` to before `stop`, its actors in order."""

    first: int
    stop: int
    actors: tuple[str, ...]


class Link(NamedTuple):
    """An off-page link: everything from other pages that leads forward, or back, to one row."""

    letter: str
    dst: int
    forward: bool
    sources: tuple[Edge, ...]
    pages: tuple[int, ...]
    """Pages where it leaves, in order."""
    page: int
    """Page where it arrives."""
    lane: str
    """Actor in whose column its pentagons stand."""
    number: int


class Bands(NamedTuple):
    """Rows of pentagons at the head and foot of a page."""

    top: int = 0
    bottom: int = 0


def cut(
    heights: Sequence[int],
    flow: Flow,
    order: Sequence[str],
    *,
    body: int,
    lanes: int,
    bands: Mapping[int, Bands],
) -> tuple[Cut, ...]:
    """Fill pages greedily with rows; bands are kept free unless everything stands on one page."""
    rank = {actor: i for i, actor in enumerate(order)}
    if sum(heights) <= body and len(order) <= lanes:
        return (Cut(0, len(heights), tuple(order)),)
    cuts: list[Cut] = []
    first, used, actors = 0, 0, set[str]()
    for index, height in enumerate(heights):
        kept = bands.get(len(cuts), Bands(1, 1))
        room = body - BAND * (kept.top + kept.bottom)
        more = actors | {flow.nodes[index].actor}
        if index > first and (used + height > room or len(more) > lanes):
            cuts.append(Cut(first, index, _shown(actors, order, lanes, rank)))
            first, used, more = index, 0, {flow.nodes[index].actor}
        used, actors = used + height, more
    cuts.append(Cut(first, len(heights), _shown(actors, order, lanes, rank)))
    kept = bands.get(len(cuts) - 1, Bands(1, 1))
    room = body - BAND * (kept.top + kept.bottom)
    pulled = actors | {flow.nodes[first - 1].actor}
    # A last row does not stand alone if one more has room beside it.
    alone = len(cuts) > 1 and first == len(heights) - 1 and first - cuts[-2].first > _FEW_ROWS
    if alone and sum(heights[first - 1 :]) <= room and len(pulled) <= lanes:
        before = cuts[-2]
        used_there = {flow.nodes[i].actor for i in range(before.first, first - 1)}
        cuts[-2:] = [
            Cut(before.first, first - 1, _shown(used_there, order, lanes, rank)),
            Cut(first - 1, len(heights), _shown(pulled, order, lanes, rank)),
        ]
    return tuple(cuts)


def _shown(
    used: set[str], order: Sequence[str], lanes: int, rank: Mapping[str, int]
) -> tuple[str, ...]:
    """Return a page's actors: all where they fit, else those that its rows need."""
    if len(order) <= lanes:
        return tuple(order)
    return tuple(sorted(used, key=rank.__getitem__))


def links(flow: Flow, cuts: Sequence[Cut], *, slots: int) -> tuple[Link, ...]:
    """Return the off-page links, lettered in the order in which a reader meets them."""
    page_of = {row: page for page, c in enumerate(cuts) for row in range(c.first, c.stop)}
    groups: dict[tuple[int, bool], list[Edge]] = {}
    for edge in sorted(flow.edges, key=lambda e: e.src):
        if page_of[edge.src] != page_of[edge.dst]:
            groups.setdefault((edge.dst, edge.src < edge.dst), []).append(edge)
    taken: dict[tuple[int, bool, str], int] = {}
    found = []
    for number, ((dst, forward), edges) in enumerate(groups.items()):
        pages = tuple(sorted({page_of[e.src] for e in edges}))
        arrival = page_of[dst]
        # Forward links leave at the foot and arrive at the head; back links the reverse.
        bands = [*((p, not forward) for p in pages), (arrival, forward)]
        lane = _lane(flow, cuts, bands, taken=taken, slots=slots, ends=(edges[0].src, dst))
        for page, top in bands:
            taken[page, top, lane] = taken.get((page, top, lane), 0) + 1
        found.append(
            Link(letters(number), dst, forward, tuple(edges), pages, arrival, lane, number)
        )
    return tuple(found)


def _lane(
    flow: Flow,
    cuts: Sequence[Cut],
    bands: Sequence[tuple[int, bool]],
    *,
    taken: Mapping[tuple[int, bool, str], int],
    slots: int,
    ends: tuple[int, int],
) -> str:
    """Return the column for a link: near its target, then near its source, where there is room in all bands."""
    source, target = (flow.nodes[end].actor for end in ends)
    shown = [set(cuts[page].actors) for page, _ in bands]
    common = [a for a in cuts[bands[-1][0]].actors if all(a in s for s in shown)]
    if not common:
        return target
    place = {actor: i for i, actor in enumerate(cuts[bands[-1][0]].actors)}

    def cost(lane: str) -> tuple[int, int]:
        full = max(taken.get((page, top, lane), 0) for page, top in bands)
        away = 2 * abs(place[lane] - place[target])
        if source in place:
            away += abs(place[lane] - place[source])
        return full // slots, away + 3 * full

    return min(common, key=cost)


def letters(number: int) -> str:
    """Return the letter of a link: A to Z, AA, AB and so on."""
    word = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        word, number = ascii_uppercase[rest] + word, number - 1
    return word


def bands_of(found: Sequence[Link], cuts: Sequence[Cut], *, slots: int) -> dict[int, Bands]:
    """Return how many rows of pentagons each page needs."""
    counts: dict[tuple[int, bool, str], int] = {}
    for link in found:
        for page in link.pages:
            key = (page, not link.forward, lane_on(cuts[page], link))
            counts[key] = counts.get(key, 0) + 1
        key = (link.page, link.forward, link.lane)
        counts[key] = counts.get(key, 0) + 1
    needed: dict[int, Bands] = {page: Bands() for page in range(len(cuts))}
    for (page, top, _), count in counts.items():
        rows, now = -(-count // slots), needed[page]
        needed[page] = (
            now._replace(top=max(now.top, rows))
            if top
            else now._replace(bottom=max(now.bottom, rows))
        )
    return needed


def lane_on(page: Cut, link: Link) -> str:
    """Return the column of a link's pentagon on a page: its own, or any where sheets show other actors."""
    return link.lane if link.lane in page.actors else page.actors[link.number % len(page.actors)]
