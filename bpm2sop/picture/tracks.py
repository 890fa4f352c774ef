"""Tracks: lines that share a channel get places side by side, so that none lies on another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

from bpm2sop.model.processmap import ElementId
from bpm2sop.picture.routes import Leg, Route, Router, fine, spans_of
from bpm2sop.picture.sheet import ArcKind, Cell, Form

LegKey = tuple[int, int]
"""Number of a route and of its leg."""
_STEP: Final = 10.0
_ROUND_LIMIT: Final = 8.0


class Part(NamedTuple):
    """A leg in a channel: how far it reaches, and where level (or upright) neighbours come in from the low or high side."""

    key: LegKey
    net: ElementId
    low: int
    high: int
    from_low: tuple[int, ...]
    from_high: tuple[int, ...]


def channel_tracks(
    routes: Sequence[Route], router: Router
) -> tuple[dict[LegKey, int], dict[tuple[bool, int], int]]:
    """Return the track of each leg that runs in a channel, and how many tracks each channel has."""
    channels: defaultdict[tuple[bool, int], list[Part]] = defaultdict(list)
    for number, route in enumerate(routes):
        for index, part in _parts(number, route, router):
            leg = route.legs[index]
            channels[leg.upright, leg.line].append(part)
    tracks: dict[LegKey, int] = {}
    counts: dict[tuple[bool, int], int] = {}
    for channel, parts in channels.items():
        placed = _placed(parts)
        tracks.update(placed)
        counts[channel] = max(placed.values()) + 1
    return tracks, counts


def _net(route: Route) -> ElementId:
    """Lines to one target may run together, others not."""
    return route.arc.target if route.arc.kind is ArcKind.FLOW else route.arc.id


def _parts(number: int, route: Route, router: Router) -> Iterator[tuple[int, Part]]:
    arc, legs = route
    start, end = router.place(arc.source, arc.target), router.place(arc.target, arc.source)
    spans = spans_of(legs, start, end)
    for index, leg in enumerate(legs):
        if leg.body:
            continue
        sides: dict[bool, list[int]] = {True: [], False: []}
        for beside, beyond in ((index - 1, index - 2), (index + 1, index + 2)):
            if not 0 <= beside < len(legs) or not legs[beside].body:
                continue
            axis = 0 if leg.upright else 1
            ends = start if beyond < 0 else end
            far = fine(legs[beyond]) if 0 <= beyond < len(legs) else ends[axis]
            sides[far < fine(leg)].append(fine(legs[beside]))
        low, high = spans[index]
        yield (
            index,
            Part((number, index), _net(route), low, high, tuple(sides[True]), tuple(sides[False])),
        )


def _placed(parts: Sequence[Part]) -> dict[LegKey, int]:
    """Give parts of one channel their tracks, in an order in which no stub runs over another."""
    after: defaultdict[int, set[int]] = defaultdict(set)
    waiting = [0] * len(parts)
    from_high: defaultdict[int, list[int]] = defaultdict(list)
    for number, part in enumerate(parts):
        for position in part.from_high:
            from_high[position].append(number)
    for number, part in enumerate(parts):
        for position in part.from_low:
            for other in from_high[position]:
                if parts[other].net != part.net and other not in after[number]:
                    after[number].add(other)
                    waiting[other] += 1
    tracks: dict[int, int] = {}
    least = [0] * len(parts)
    rows: list[list[Part]] = []
    for number in _in_order(parts, after, waiting):
        track = _first_free(rows, parts[number], least[number])
        tracks[number] = track
        for other in after[number]:
            least[other] = max(least[other], track + 1)
    return {parts[number].key: track for number, track in tracks.items()}


def _in_order(
    parts: Sequence[Part], after: Mapping[int, set[int]], waiting: list[int]
) -> Iterator[int]:
    """Give numbers so that each comes after those that must lie before it; a ring is cut at its first part."""

    def rank(number: int) -> tuple[int, int, int]:
        part = parts[number]
        return part.high - part.low, part.low, number

    ready = [rank(number) for number, count in enumerate(waiting) if count == 0]
    heapify(ready)
    rest = sorted(map(rank, range(len(parts))), reverse=True)
    rest.sort(key=lambda held: held[2] in after)  # a ring is cut where it holds others up
    done: set[int] = set()
    while len(done) < len(parts):
        number = heappop(ready)[2] if ready else rest.pop()[2]
        if number in done:
            continue
        done.add(number)
        yield number
        for other in sorted(after.get(number, ())):
            waiting[other] -= 1
            if waiting[other] == 0 and other not in done:
                heappush(ready, rank(other))


def _first_free(rows: list[list[Part]], part: Part, least: int) -> int:
    track = least
    while True:
        while len(rows) <= track:
            rows.append([])
        if all(
            other.high < part.low or part.high < other.low or other.net == part.net
            for other in rows[track]
        ):
            rows[track].append(part)
            return track
        track += 1


def column_offsets(
    routes: Sequence[Route],
    router: Router,
    cells: Mapping[ElementId, Cell],
    ports: Mapping[ElementId, float],
) -> dict[LegKey, float]:
    """Return how far beside its column's middle each upright leg in a column runs.

    `ports` holds the fixed place of what hangs on a node, from the node's middle.
    """
    columns: defaultdict[int, list[tuple[float, int, int, ElementId]]] = defaultdict(list)
    offsets: dict[LegKey, float] = {}
    free: list[tuple[LegKey, Leg, tuple[int, int], Route]] = []
    for number, route in enumerate(routes):
        arc = route.arc
        spans = spans_of(
            route.legs, router.place(arc.source, arc.target), router.place(arc.target, arc.source)
        )
        for index, leg in enumerate(route.legs):
            if not (leg.upright and leg.body):
                continue
            if index == 0 and arc.port is not None:
                offsets[number, index] = ports.get(arc.port, 0.0)
                columns[leg.line].append((offsets[number, index], *spans[index], _net(route)))
            else:
                free.append(((number, index), leg, spans[index], route))
    for key, leg, span, route in sorted(
        free, key=lambda held: (held[3].arc.kind is not ArcKind.FLOW, held[0])
    ):
        limit = _limit(key, route, cells)
        offset = _offset(columns[leg.line], span, _net(route), limit)
        offsets[key] = offset
        columns[leg.line].append((offset, *span, _net(route)))
    return offsets


def _limit(key: LegKey, route: Route, cells: Mapping[ElementId, Cell]) -> float:
    """Return how far from its middle a line may touch the nodes at its ends."""
    touched = [route.arc.source] if key[1] == 0 else []
    touched += [route.arc.target] if key[1] == len(route.legs) - 1 else []
    held = [cells[own] for own in touched if own in cells]
    limits = (
        cell.width / 2 - 12
        if cell.form is Form.BOX
        else 0.0
        if cell.form is Form.DIAMOND
        else _ROUND_LIMIT
        for cell in held
    )
    return min(limits, default=40.0)


def _offset(
    taken: Sequence[tuple[float, int, int, ElementId]],
    span: tuple[int, int],
    net: ElementId,
    limit: float,
) -> float:
    low, high = span
    here = [
        offset for offset, start, end, other in taken if start < high and low < end and other != net
    ]
    step = _STEP if limit >= _STEP else max(limit, 0.0)
    if step:
        for number in range(int(limit / step) + 1):
            for offset in (number * step, -number * step):
                if all(abs(offset - other) >= min(step, 6.0) for other in here):
                    return offset
    return 0.0
