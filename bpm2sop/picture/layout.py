"""A drawing for a map that has none, or has it only in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bpm2sop.model.processmap import Drawing, Edge, ElementId, ProcessMap, Shape
from bpm2sop.picture.building import (
    INSIDE,
    Homes,
    add_links,
    add_messages,
    blocks_of,
    build,
    data_room,
    has_body,
    homes_of,
    named_links,
    note_room,
    set_bands,
    set_strips,
)
from bpm2sop.picture.completing import complete, is_drawn
from bpm2sop.picture.geometry import Box, Point, around, straight
from bpm2sop.picture.layering import set_columns
from bpm2sop.picture.placing import place
from bpm2sop.picture.planes import contents_of, main_plane
from bpm2sop.picture.rows import set_rows
from bpm2sop.picture.sheet import Band, Block, Hung, Placed, Sheet

PLANE: Final = ElementId("~plane")
_MOST_ROUTED: Final = 400
"""Lines that are routed beyond four a node."""


def lay_out(process_map: ProcessMap) -> Drawing:
    """Return a map's drawing with everything that it lacks.

    A complete drawing is returned as it is. One that lacks elements gets them added near those that they follow;
    a map without any gets one of our own. Both are marked as generated.
    """
    if not is_drawn(process_map):
        return _drawing_of(process_map, _lay_out_map(process_map), PLANE)
    drawing = complete(process_map)
    missing = _undrawn(process_map)
    return _with_processes(process_map, drawing, missing) if missing else drawing


def _undrawn(process_map: ProcessMap) -> tuple[ElementId, ...]:
    """Return the processes of which nothing is drawn; one whose pool is drawn is a pool that a tool has closed."""
    shapes = process_map.drawing.shapes
    closed = {pool.process for pool in process_map.participants if pool.id in shapes}
    return tuple(
        own
        for own in process_map.processes
        if own not in closed
        and own in process_map.scopes
        and any(node in process_map.nodes for node in process_map.scopes[own].nodes)
        and not any(node in shapes for node in process_map.scopes[own].nodes)
    )


def _with_processes(
    process_map: ProcessMap, drawing: Drawing, missing: tuple[ElementId, ...]
) -> Drawing:
    """Add whole processes under what is drawn."""
    part = replace(
        process_map, processes=missing, messages=(), data={}, data_links=(), annotations=(), groups=(),
        participants=tuple(pool for pool in process_map.participants if pool.process in missing),
    )  # fmt: skip
    contents = contents_of(process_map)
    plane = main_plane(process_map, contents)
    if plane is None:
        return drawing
    drawn = around(contents[plane].shapes.values())
    placed = Placed()
    placed.take(_lay_out_map(part), x=drawn.x, y=drawn.bottom + 40)
    added = _drawing_of(part, placed, plane)
    return replace(
        drawing, shapes={**drawing.shapes, **added.shapes}, edges={**drawing.edges, **added.edges}, generated=True
    )  # fmt: skip


def _drawing_of(process_map: ProcessMap, placed: Placed, plane: ElementId) -> Drawing:
    frames = _frames(process_map)
    opened = {own for own in process_map.nodes if has_body(process_map, own)}
    shapes = {
        own: Shape(
            *box, plane=plane, horizontal=True if own in frames else None,
            expanded=own in opened if own in process_map.nodes else None,
        )
        for own, box in placed.shapes.items()
    }  # fmt: skip
    edges = {own: Edge(points, plane) for own, points in placed.edges.items()}
    return Drawing(shapes=shapes, edges=edges, planes={plane: process_map.id}, generated=True)


def _frames(process_map: ProcessMap) -> set[ElementId]:
    return {pool.id for pool in process_map.participants} | set(process_map.lanes)


def _lay_out_map(process_map: ProcessMap) -> Placed:
    homes = homes_of(process_map)
    inner: dict[ElementId, Placed] = {}
    for scope in _deepest_first(process_map):
        inner[scope] = _lay_out_body(process_map, scope, homes, inner)
    blocks = blocks_of(process_map)
    scopes = _white_scopes(process_map)
    sheet = build(process_map, scopes, homes, inner=inner)
    set_bands(process_map, blocks, scopes, sheet)
    sheet.blocks = blocks
    sheet.loose = list(_loose(process_map, homes))
    add_messages(process_map, homes, sheet)
    placed = _finish(process_map, sheet, homes, inner)
    _reach_inside(process_map, placed)
    _tie(process_map, placed)
    return placed


def _white_scopes(process_map: ProcessMap) -> list[ElementId]:
    """Return the processes that have a block with content, in the order of the blocks."""
    pooled = [pool.process for pool in process_map.participants if pool.process is not None]
    ordered = dict.fromkeys([*pooled, *process_map.processes])
    return [own for own in ordered if own in process_map.scopes]


def _lay_out_body(
    process_map: ProcessMap, scope: ElementId, homes: Homes, inner: dict[ElementId, Placed]
) -> Placed:
    sheet = build(process_map, [scope], homes, inner=inner)
    sheet.blocks = [Block(None, [])]
    set_bands(process_map, sheet.blocks, [scope], sheet)
    return _finish(process_map, sheet, homes, inner)


def _finish(
    process_map: ProcessMap, sheet: Sheet, homes: Homes, inner: dict[ElementId, Placed]
) -> Placed:
    """Place a sheet, and the bodies of its sub-processes in them."""
    for block in sheet.blocks:
        block.bands = block.bands or [Band((), [])]
    add_links(process_map, homes, sheet)
    set_strips(sheet, inner)
    set_columns(sheet)
    set_rows(sheet)
    # In a tangle channels would take hours and show nothing: what is left out here is drawn straight.
    del sheet.arcs[4 * len(sheet.cells) + _MOST_ROUTED :]
    placed = place(sheet)
    for own in list(placed.shapes):
        if own in inner:
            box = placed.shapes[own]
            placed.take(inner.pop(own), x=box.x + INSIDE[0], y=box.y + INSIDE[1])
    return placed


def _deepest_first(process_map: ProcessMap) -> list[ElementId]:
    """Return the sub-processes with content, inner ones before those around them."""
    depth: dict[ElementId, int] = {}
    for own in process_map.scopes:
        chain: list[ElementId] = []
        at: ElementId | None = own
        while at is not None and at not in depth and at not in chain:
            chain.append(at)
            held = process_map.scopes.get(at)
            at = held.parent if held is not None else None
        base = depth.get(at, -1) if at is not None else -1
        for number, each in enumerate(reversed(chain), start=1):
            depth[each] = base + number
    bodies = [own for own in process_map.scopes if has_body(process_map, own)]
    return sorted(bodies, key=lambda own: -depth[own])


def _loose(process_map: ProcessMap, homes: Homes) -> Iterator[Hung]:
    """Give what hangs on no node."""
    for own, item in process_map.data.items():
        if own not in homes.host:
            yield data_room(own, item.kind, item.name)
    for note in process_map.annotations:
        if note.id not in homes.host:
            yield note_room(note.id, note.text)
    for group in process_map.groups:
        yield Hung(group.id, 140.0, 90.0, 120.0, 60.0)


def _reach_inside(process_map: ProcessMap, placed: Placed) -> None:
    """Lead messages on to ends inside a sub-process or on its border."""
    used: dict[ElementId, int] = {}
    for message in process_map.messages:
        points = placed.edges.get(message.id)
        if points is None or message.source is None or message.target is None:
            continue
        for end in (message.target, message.source):
            box = placed.shapes.get(end)
            if box is not None and not box.grown(1).holds(points[-1]):
                aside = 10.0 * used.get(end, 0)
                used[end] = used.get(end, 0) + 1
                points = (*points, *_way_inside(box, points, aside))
            points = points[::-1]
        placed.edges[message.id] = points


def _way_inside(box: Box, points: tuple[Point, ...], aside: float) -> tuple[Point, ...]:
    """Return how a line that ends at the border of a sub-process goes on to a box in it: under the title, then down."""
    (before_x, before_y), (x, y) = points[-2], points[-1]
    middle = box.middle[0] + min(aside, box.width / 2 - 6)
    if abs(before_x - x) > abs(before_y - y):
        inward = x + (10 if x > before_x else -10)
        over = box.y - 12
        return (inward, y), (inward, over), (middle, over), (middle, box.y)
    down = y > before_y
    level = y + 24 if down else y - 8
    return (x, level), (middle, level), (middle, box.y if down else box.bottom)


def _tie(process_map: ProcessMap, placed: Placed) -> None:
    """Add the lines that are straight: data to its node, annotations, and flows that leave their scope."""
    for own, link in named_links(process_map):
        # Lines were led from the data to the node; what is written points the other way.
        points = placed.edges.get(own) or _between(placed, link.item, link.node)
        _add(placed, own, points if link.into else points[::-1])
    for note in process_map.annotations:
        for number, element in enumerate(note.elements):
            own = ElementId(f"~tie-{number}-{note.id}")
            _add(placed, own, _between(placed, note.id, element))
    for flow in process_map.flows.values():
        if flow.id not in placed.edges and flow.source is not None and flow.target is not None:
            _add(placed, flow.id, _between(placed, flow.source, flow.target))


def _add(placed: Placed, own: ElementId, points: tuple[Point, ...]) -> None:
    if points:
        placed.edges[own] = points


def _between(placed: Placed, own: ElementId, other: ElementId) -> tuple[Point, ...]:
    """Return a line from one element to another, upright where one stands over the other."""
    box, facing = placed.shapes.get(own), placed.shapes.get(other)
    if box is None:
        return ()
    if facing is None:
        points = placed.edges.get(other, ())
        if len(points) < 2:  # noqa: PLR2004
            return ()
        (x, y), (to_x, to_y) = points[0], points[1]
        facing = Box((x + to_x) / 2, (y + to_y) / 2, 0.2, 0.2)
    x = box.middle[0]
    if facing.x + 6 < x < facing.right - 6 and not (
        box.y < facing.bottom and facing.y < box.bottom
    ):
        down = box.y < facing.y
        return (x, box.bottom if down else box.y), (x, facing.y if down else facing.bottom)
    points = straight(box, facing)
    return points if points[0] != points[1] else ()
