"""Which lane a node is in: by reference, else by the drawing, else by its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import (
    ElementId,
    FlowNode,
    Membership,
    MembershipSource,
    NodeType,
    Shape,
)
from bpm2sop.readers.gathered import Body, Gathered, LaneRef

Memberships = dict[ElementId, Membership]


class _Band(NamedTuple):
    """A lane as drawn: where it begins and ends on the axis across the lanes."""

    lane: ElementId
    depth: int
    begin: float
    end: float
    plane: ElementId
    horizontal: bool

    def holds(self, shape: Shape) -> bool:
        """Tell whether the middle of a shape lies in the band, on the axis across alone."""
        middle = _middle(shape, horizontal=self.horizontal)
        return self.plane == shape.plane and self.begin <= middle <= self.end


@dataclass(slots=True)
class _Neighbours:
    """Nodes before and after a node, by sequence flows."""

    before: dict[ElementId, list[ElementId]] = field(default_factory=dict)
    after: dict[ElementId, list[ElementId]] = field(default_factory=dict)


def place_nodes(gathered: Gathered) -> Memberships:
    """Find the innermost lane of every node that has one."""
    if not gathered.lanes:
        return {}
    placed = _by_reference(gathered)
    for body in gathered.bodies.values():
        if body.lanes:
            _place_body(gathered, body, placed)
        if body.parent is not None and body.id in placed:
            for node in body.nodes:
                placed.setdefault(node, placed[body.id])
        elif body.lanes:
            _say_unplaced(gathered, body, placed)
    return placed


def _by_reference(gathered: Gathered) -> Memberships:
    placed: Memberships = {}
    rivals: dict[ElementId, list[ElementId]] = {}
    for ref in gathered.lane_refs:
        node = ref.text if ref.text in gathered.nodes else gathered.resolve(ref.text)
        held = gathered.nodes.get(ElementId(node)) if node else None
        if held is None:
            _say_nothing(gathered, ref, node)
        elif _process(gathered, held.scope) != _process(gathered, gathered.lanes[ref.lane].scope):
            _say_about(gathered, "lane-of-another-process", (ref.lane,), held)
        elif held.id not in placed:
            placed[held.id] = Membership(ref.lane, MembershipSource.REFERENCE)
        elif ref.lane != placed[held.id].lane:
            rivals.setdefault(held.id, [placed[held.id].lane]).append(ref.lane)
    if rivals:
        _settle(gathered, placed, rivals)
    return placed


def _process(gathered: Gathered, scope: ElementId) -> ElementId:
    return gathered.bodies[scope].process


def _settle(
    gathered: Gathered, placed: Memberships, rivals: Mapping[ElementId, list[ElementId]]
) -> None:
    """Give a node that several lanes list to the innermost; of unrelated ones to that which it is drawn in, else by words."""
    members: dict[ElementId, list[str]] = {}
    for ref in gathered.lane_refs:
        node = gathered.nodes.get(ElementId(gathered.resolve(ref.text) or ""))
        if node is not None:
            members.setdefault(ref.lane, []).append(f"{node.type} {node.name}")
    bands = {
        body.id: {band.lane: band for band in _bands(gathered, body)}
        for body in gathered.bodies.values()
        if body.lanes
    }

    def rank(lane: ElementId, node: FlowNode) -> tuple[object, ...]:
        shape = gathered.drawing.shapes.get(node.id)
        band = bands[gathered.lanes[lane].scope].get(lane)
        drawn = band is not None and shape is not None and band.holds(shape)
        depth = sum(1 for _ in _outer(gathered, lane))
        words = sorted(members[lane])
        return (-depth, not drawn, gathered.lanes[lane].name, words, lane)

    for own, lanes in rivals.items():
        node = gathered.nodes[own]
        chosen, *others = sorted(dict.fromkeys(lanes), key=lambda lane: rank(lane, node))
        placed[own] = Membership(chosen, MembershipSource.REFERENCE)
        around = set(_outer(gathered, chosen))
        for other in others:
            if other not in around:
                _say_about(gathered, "lane-twice", (chosen, other), node)


def _outer(gathered: Gathered, lane: ElementId) -> Iterator[ElementId]:
    """Walk the lanes around a lane, from the inside out."""
    parent = gathered.lanes[lane].parent
    while parent is not None:
        yield parent
        parent = gathered.lanes[parent].parent


def _place_body(gathered: Gathered, body: Body, placed: Memberships) -> None:
    """Place the nodes of a process or sub-process that has lanes of its own."""
    bands = _bands(gathered, body)
    drawn = _drawn_in(bands, body, gathered.drawing.shapes) if bands else {}
    by_lane = {band.lane: band for band in bands}
    missing: list[ElementId] = []
    for node_id in body.nodes:
        node = gathered.nodes[node_id]
        known, lane = placed.get(node_id), drawn.get(node_id)
        if known is not None:
            if lane is not None and lane != known.lane and node.attached_to is None:
                _compare(gathered, by_lane.get(known.lane), lane, node)
        elif node.attached_to is None and lane is not None:
            placed[node_id] = Membership(lane, MembershipSource.DRAWING)
        else:
            missing.append(node_id)
    if missing:
        _by_host(gathered, missing, placed, drawn)
        _by_neighbours(gathered, body, placed)
        _by_host(gathered, missing, placed, {})


def _bands(gathered: Gathered, body: Body) -> list[_Band]:
    """Find where the lanes of a body lie, innermost first."""
    shapes = gathered.drawing.shapes
    siblings: dict[ElementId | None, list[ElementId]] = {}
    for lane in body.lanes:
        if lane in shapes:
            siblings.setdefault(gathered.lanes[lane].parent, []).append(lane)
    bands: list[_Band] = []
    for group in siblings.values():
        drawn = [shapes[lane] for lane in group]
        lies = _lies(drawn)
        for lane, shape in zip(group, drawn, strict=True):
            horizontal = lies if shape.horizontal is None else shape.horizontal
            depth = sum(1 for _ in _outer(gathered, lane))
            begin, size = (shape.y, shape.height) if horizontal else (shape.x, shape.width)
            bands.append(_Band(lane, depth, begin, begin + size, shape.plane, horizontal))
    bands.sort(key=lambda band: (-band.depth, band.end - band.begin, band.begin))
    return bands


def _lies(shapes: list[Shape]) -> bool:
    """Tell whether lanes lie (are stacked downwards), by what one says or how they are drawn."""
    said = [shape.horizontal for shape in shapes if shape.horizontal is not None]
    if said:
        return 2 * sum(said) >= len(said)
    across = _spread(shapes, horizontal=False)
    down = _spread(shapes, horizontal=True)
    if across != down:
        return down > across
    return sum(shape.width for shape in shapes) >= sum(shape.height for shape in shapes)


def _spread(shapes: list[Shape], *, horizontal: bool) -> float:
    middles = [_middle(shape, horizontal=horizontal) for shape in shapes]
    return max(middles) - min(middles)


def _middle(shape: Shape, *, horizontal: bool) -> float:
    return shape.y + shape.height / 2 if horizontal else shape.x + shape.width / 2


def _drawn_in(
    bands: list[_Band], body: Body, shapes: Mapping[ElementId, Shape]
) -> dict[ElementId, ElementId]:
    """Find the innermost lane that the middle of each node lies in: one sweep a plane and direction."""
    groups: dict[tuple[ElementId, bool], list[int]] = {}
    for rank, band in enumerate(bands):
        groups.setdefault((band.plane, band.horizontal), []).append(rank)
    planes: dict[ElementId, list[ElementId]] = {}
    for node in body.nodes:
        if node in shapes:
            planes.setdefault(shapes[node].plane, []).append(node)
    best: dict[ElementId, int] = {}
    for (plane, horizontal), ranks in groups.items():
        middles = sorted(
            (_middle(shapes[node], horizontal=horizontal), node) for node in planes.get(plane, ())
        )
        for node, rank in _sweep(bands, ranks, middles):
            best[node] = min(rank, best.get(node, rank))
    return {node: bands[rank].lane for node, rank in best.items()}


def _sweep(
    bands: list[_Band], ranks: list[int], middles: list[tuple[float, ElementId]]
) -> Iterator[tuple[ElementId, int]]:
    """Walk along the axis across the lanes, the best lane that is open always on top."""
    waiting = sorted(ranks, key=lambda rank: bands[rank].begin, reverse=True)
    opened: list[int] = []
    for middle, node in middles:
        while waiting and bands[waiting[-1]].begin <= middle:
            heappush(opened, waiting.pop())
        while opened and bands[opened[0]].end < middle:
            heappop(opened)
        if opened:
            yield node, opened[0]


def _compare(gathered: Gathered, own: _Band | None, drawn: ElementId, node: FlowNode) -> None:
    """Note a node that is drawn in another lane than the one that lists it."""
    if own is None:
        return
    shape = gathered.drawing.shapes[node.id]
    if (
        own.plane == shape.plane
        and not own.holds(shape)
        and own.lane not in _outer(gathered, drawn)
    ):
        _say_about(gathered, "lane-drawing-contradicts", (own.lane, drawn), node)


def _by_host(
    gathered: Gathered,
    missing: Iterable[ElementId],
    placed: Memberships,
    drawn: dict[ElementId, ElementId],
) -> None:
    """Give a boundary event the lane of its host, else the one it is drawn in."""
    for node_id in missing:
        node = gathered.nodes[node_id]
        if node_id in placed or node.type is not NodeType.BOUNDARY_EVENT:
            continue
        host = placed.get(node.attached_to) if node.attached_to else None
        if host is not None:
            placed[node_id] = Membership(host.lane, MembershipSource.NEIGHBOUR)
        elif node_id in drawn:
            placed[node_id] = Membership(drawn[node_id], MembershipSource.DRAWING)


def _by_neighbours(gathered: Gathered, body: Body, placed: Memberships) -> None:
    """Give nodes the lane of their nearest placed neighbours, round by round.

    All nodes of a round are decided before any is placed, so no order matters.
    """
    near = _neighbours(gathered, body)
    frontier = [node for node in body.nodes if node in placed]
    undecided: set[ElementId] = set()
    while frontier:
        reached = dict.fromkeys(
            other
            for node in frontier
            for other in (*near.after.get(node, ()), *near.before.get(node, ()))
            if other not in placed and other not in undecided
        )
        chosen = {node: _common(near, node, placed) for node in reached}
        frontier = [node for node, lane in chosen.items() if lane is not None]
        undecided.update(node for node, lane in chosen.items() if lane is None)
        for node, lane in chosen.items():
            if lane is not None:
                placed[node] = Membership(lane, MembershipSource.NEIGHBOUR)


def _neighbours(gathered: Gathered, body: Body) -> _Neighbours:
    near, own = _Neighbours(), frozenset(body.nodes)
    for flow_id in body.flows:
        flow = gathered.flows[flow_id]
        if flow.source in own and flow.target in own:
            near.after.setdefault(flow.source, []).append(flow.target)
            near.before.setdefault(flow.target, []).append(flow.source)
    return near


def _common(near: _Neighbours, node: ElementId, placed: Memberships) -> ElementId | None:
    """Find the lane that all placed neighbours share, else those before, else those after."""
    before = {placed[other].lane for other in near.before.get(node, ()) if other in placed}
    after = {placed[other].lane for other in near.after.get(node, ()) if other in placed}
    for lanes in (before | after, before, after):
        if len(lanes) == 1:
            return next(iter(lanes))
    return None


def _say_unplaced(gathered: Gathered, body: Body, placed: Memberships) -> None:
    for node_id in body.nodes:
        if node_id not in placed:
            node = gathered.nodes[node_id]
            gathered.find(
                "node-without-lane", Severity.WARNING, node.line, node_id,
                element=node_id, name=node.name or node_id,
            )  # fmt: skip


def _say_nothing(gathered: Gathered, ref: LaneRef, known: str | None) -> None:
    """Note a lane that lists what is no flow node, unless it is something else of the map."""
    if known is None or known == ref.lane:
        name = gathered.lanes[ref.lane].name or ref.lane
        gathered.find(
            "lane-lists-nothing", Severity.WARNING, ref.line, ref.lane,
            element=ref.lane, name=name, reference=ref.text.strip(),
        )  # fmt: skip


def _say_about(gathered: Gathered, rule: str, lanes: tuple[ElementId, ...], node: FlowNode) -> None:
    """Note something of a node and a lane, and another lane if there is one."""
    params = {"element": node.id, "name": node.name or node.id}
    for key, lane in zip(("lane", "other"), lanes, strict=False):
        params[key] = gathered.lanes[lane].name or lane
    gathered.find(rule, Severity.WARNING, node.line, node.id, *lanes, **params)
