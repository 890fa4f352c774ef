"""Pools, lanes and groups: what stands around flow nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bpm2sop.model.processmap import ElementId, Group, Participant, ProcessMap
from bpm2sop.picture.geometry import Box
from bpm2sop.picture.scene import Scene
from bpm2sop.picture.text import Label, centred, fitted, in_box, wrapped

HEADER: Final = 30.0
_POOL_FILL: Final = "#fbfcfd"
_HEADER_FILL: Final = "#e9eef3"


def upright_frames(
    process_map: ProcessMap, shapes: Mapping[ElementId, Box]
) -> frozenset[ElementId]:
    """Return the pools and lanes that stand upright: as the drawing says, else as their lanes are tiled."""
    found: set[ElementId] = set()
    drawn = process_map.drawing.shapes
    by_scope = _lanes_by_scope(process_map, shapes)
    for lanes in by_scope.values():
        said = [drawn[lane].horizontal for lane in lanes if drawn[lane].horizontal is not None]
        if not (said[0] if said else _lie(lanes, shapes)):
            found.update(lanes)
    for pool in process_map.participants:
        if pool.id not in shapes:
            continue
        said_pool = drawn[pool.id].horizontal
        inner = by_scope.get(pool.process) if pool.process is not None else None
        lies = inner[0] not in found if said_pool is None and inner else said_pool is not False
        if not lies:
            found.add(pool.id)
            found.update(inner or () if said_pool is False else ())
    return frozenset(found)


def _lanes_by_scope(
    process_map: ProcessMap, shapes: Mapping[ElementId, Box]
) -> dict[ElementId, list[ElementId]]:
    by_scope: dict[ElementId, list[ElementId]] = {}
    for own, lane in process_map.lanes.items():
        if own in shapes:
            by_scope.setdefault(lane.scope, []).append(own)
    return by_scope


def _lie(lanes: list[ElementId], shapes: Mapping[ElementId, Box]) -> bool:
    """Whether lanes are tiled downward, by where they begin; a single one by its form."""
    first = shapes[lanes[0]]
    if len(lanes) == 1:
        return first.width >= first.height
    across = max(abs(shapes[lane].x - first.x) for lane in lanes)
    down = max(abs(shapes[lane].y - first.y) for lane in lanes)
    return down >= across


def paint_pool(scene: Scene, pool: Participant, box: Box) -> str:
    """Paint a pool; the name of one without content stands in its middle."""
    own = pool.id
    opening = scene.opening(own, "participant", pool.name)
    border = scene.emphasis(own) or ' stroke-width="1.6"'
    outline = _rect(box, f'fill="{_POOL_FILL}"{border}')
    if not _has_content(scene, pool):
        inner = in_box(fitted(pool.name, max(10, box.width - 8), box.height), box)
        if box.height > 4 * box.width:
            inner = centred(
                fitted(pool.name, max(10, box.height - 8), box.width), *box.middle, turned=True
            )
        return f"{opening}{outline}{inner}{scene.badge(own, box)}</g>"
    title = _header(pool.name, box, upright=own in scene.upright, filled=True)
    return f"{opening}{outline}{title}{scene.badge(own, box)}</g>"


def _has_content(scene: Scene, pool: Participant) -> bool:
    """Whether anything of its process is drawn in a pool."""
    if pool.process is None:
        return False
    scope = scene.map.scopes.get(pool.process)
    shapes = scene.content.shapes
    if scope is not None and any(node in shapes for node in scope.nodes):
        return True
    return any(
        lane.scope == pool.process and lane.id in shapes for lane in scene.map.lanes.values()
    )


def paint_lane(scene: Scene, own: ElementId, box: Box) -> str:
    """Paint a lane with its name along its head."""
    lane = scene.map.lanes[own]
    opening = scene.opening(own, "lane", lane.name)
    outline = _rect(box, f'fill="none"{scene.emphasis(own)}')
    title = _header(lane.name, box, upright=own in scene.upright, filled=False)
    return f"{opening}{outline}{title}{scene.badge(own, box)}</g>"


def _header(name: str, box: Box, *, upright: bool, filled: bool) -> str:
    deep = min(HEADER, (box.height if upright else box.width) / 3)
    head = Box(box.x, box.y, box.width if upright else deep, deep if upright else box.height)
    shown = _rect(head, f'fill="{_HEADER_FILL}"') if filled else ""
    return shown + _head_text(name, head, turned=not upright)


def _head_text(name: str, head: Box, *, turned: bool) -> str:
    along, deep = (head.height, head.width) if turned else (head.width, head.height)
    label: Label = fitted(name, max(10.0, along - 8), max(10.0, deep - 2))
    return centred(label, *head.middle, turned=turned)


def paint_group(scene: Scene, group: Group, box: Box) -> str:
    """Paint a group's dashed box with its name on top."""
    own = group.id
    opening = scene.opening(own, "group", group.name)
    outline = _rect(box, f'fill="none" rx="10" stroke-dasharray="8 3 1 3"{scene.emphasis(own)}')
    label = wrapped(group.name, max(40.0, box.width), size=11, most=2)
    text = in_box(label, Box(box.x, box.y - label.height - 2, box.width, label.height), halo=True)
    return f"{opening}{outline}{text}</g>"


def _rect(box: Box, attributes: str) -> str:
    x, y, width, height = box
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {attributes}/>'
