"""Sequence flows, message flows and associations."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from bpm2sop.model.processmap import GATEWAYS, ElementId, ProcessMap
from bpm2sop.picture.geometry import NEAR, Box, Point, straight
from bpm2sop.picture.planes import Content
from bpm2sop.picture.scene import SYNTHETIC, Scene
from bpm2sop.picture.text import in_box, wrapped

_LABEL_WIDTH: Final = 110.0
_NARROW: Final = 64.0
_TOUCH: Final = 12.0
_ASTRAY: Final = 60.0
_MOST_TOUCHES: Final = 400
"""Beyond so many lines of unknown kind none is looked at: the file is no ordinary map."""


def lines_of(process_map: ProcessMap, content: Content) -> dict[ElementId, tuple[Point, ...]]:
    """Return the lines of a plane: as drawn, straight where points are missing, none where an end is."""
    lines = {own: points for own, points in content.edges.items() if len(points) > 1}
    for own, source, target in _ends(process_map):
        if (
            (own in lines and _meets(lines[own], content, source, target))
            or source not in content.shapes
            or target not in content.shapes
        ):
            continue
        ends = straight(
            content.shapes[source], content.shapes[target],
            node=process_map.nodes.get(source), to=process_map.nodes.get(target),
        )  # fmt: skip
        if ends[0] != ends[1]:
            lines[own] = ends
    return _without_strangers(process_map, content, lines)


def _meets(
    points: tuple[Point, ...], content: Content, source: ElementId, target: ElementId
) -> bool:
    """Whether a drawn line begins and ends at its elements; some tools write zeros instead."""
    shapes = content.shapes
    return all(
        own not in shapes or shapes[own].grown(_ASTRAY).holds(point)
        for own, point in ((source, points[0]), (target, points[-1]))
    )


def _ends(process_map: ProcessMap) -> Iterator[tuple[ElementId, ElementId, ElementId]]:
    """Give all lines with two ends that the notation draws."""
    for flow in process_map.flows.values():
        if flow.source is not None and flow.target is not None:
            yield flow.id, flow.source, flow.target
    for message in process_map.messages:
        if message.source is not None and message.target is not None:
            yield message.id, message.source, message.target


def _without_strangers(
    process_map: ProcessMap, content: Content, lines: dict[ElementId, tuple[Point, ...]]
) -> dict[ElementId, tuple[Point, ...]]:
    """Leave out lines of unknown kind that touch nothing of this map: another map of the file has them."""
    known = {link.association for link in process_map.data_links}
    known.update(message.id for message in process_map.messages)
    known.update(process_map.flows)
    unknown = [own for own in lines if own not in known and not own.startswith(SYNTHETIC)]
    boxes = [box.grown(_TOUCH) for box in content.shapes.values()] if unknown else []
    for number, own in enumerate(unknown):
        ends = lines[own][0], lines[own][-1]
        if number >= _MOST_TOUCHES or not all(any(box.holds(end) for box in boxes) for end in ends):
            del lines[own]
    return lines


def paint_flow(scene: Scene, own: ElementId, points: tuple[Point, ...]) -> str:
    """Paint a sequence flow."""
    flow = scene.map.flows[own]
    inner = _path(points, scene.emphasis(own), radius=6) + _arrow(points)
    source = scene.map.nodes.get(flow.source) if flow.source is not None else None
    if source is not None and source.default == own:
        inner += _slash(points)
    elif flow.condition and source is not None and source.type not in GATEWAYS:
        inner += _diamond(points)
    return f"{scene.opening(own, 'sequenceFlow', flow.name)}{inner}</g>"


def paint_message(scene: Scene, own: ElementId, points: tuple[Point, ...], name: str) -> str:
    """Paint a message flow."""
    inner = _path(points, scene.emphasis(own) or ' stroke-dasharray="8 4"')
    (x, y) = points[0]
    inner += f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="#fff"/>{_arrow(points, fill="#fff")}'
    return f"{scene.opening(own, 'messageFlow', name)}{inner}</g>"


def paint_association(
    scene: Scene, own: ElementId, points: tuple[Point, ...], *, directed: bool
) -> str:
    """Paint an association of data, of an annotation or of a compensation."""
    inner = _path(points, scene.emphasis(own) or ' stroke-dasharray="2 3"')
    if directed:
        inner += _arrow(points, fill="none")
    return f"{scene.opening(own, 'association', '')}{inner}</g>"


def _path(points: tuple[Point, ...], attributes: str, *, radius: float = 0) -> str:
    return f'<path d="{_course(points, radius)}"{attributes}/>'


def _course(points: tuple[Point, ...], radius: float) -> str:
    """Write a line, its corners rounded where there is room."""
    (x, y) = points[0]
    parts = [f"M{x:g} {y:g}"]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        room = min(radius, math.dist(before, at) / 2, math.dist(at, after) / 2)
        if room < 1:
            parts.append(f"L{at[0]:g} {at[1]:g}")
            continue
        (start_x, start_y), (end_x, end_y) = _toward(at, before, room), _toward(at, after, room)
        parts.append(f"L{start_x:g} {start_y:g}Q{at[0]:g} {at[1]:g} {end_x:g} {end_y:g}")
    (x, y) = points[-1]
    return f"{''.join(parts)}L{x:g} {y:g}"


def _toward(start: Point, end: Point, length: float) -> Point:
    """Return the point at a distance from one point toward another."""
    whole = math.dist(start, end)
    if whole < NEAR:
        return start
    share = length / whole
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _arrow(points: tuple[Point, ...], *, fill: str = "#33475b") -> str:
    (x, y), before = points[-1], points[-2]
    base = _toward((x, y), before, 10)
    dx, dy = (base[1] - y) * 0.42, (x - base[0]) * 0.42
    closing = "" if fill == "none" else "Z"
    return (
        f'<path d="M{base[0] + dx:g} {base[1] + dy:g}L{x:g} {y:g}L{base[0] - dx:g} {base[1] - dy:g}{closing}" '
        f'fill="{fill}"/>'
    )


def _slash(points: tuple[Point, ...]) -> str:
    """Paint the mark of a default flow."""
    x, y = _toward(points[0], points[1], 11)
    return f'<path d="M{x - 5:g} {y + 6:g}L{x + 5:g} {y - 6:g}" stroke-width="1.8"/>'


def _diamond(points: tuple[Point, ...]) -> str:
    """Paint the mark of a conditional flow that leaves an activity."""
    start, middle, end = (
        points[0],
        _toward(points[0], points[1], 8),
        _toward(points[0], points[1], 16),
    )
    dx, dy = (end[1] - start[1]) * 0.32, (start[0] - end[0]) * 0.32
    return (
        f'<path d="M{start[0]:g} {start[1]:g}L{middle[0] + dx:g} {middle[1] + dy:g}L{end[0]:g} {end[1]:g}'
        f'L{middle[0] - dx:g} {middle[1] - dy:g}Z" fill="#fff"/>'
    )


def paint_line_label(scene: Scene, points: tuple[Point, ...], name: str) -> str:
    """Paint the name of a line where it hides least."""
    label = wrapped(name, _LABEL_WIDTH, size=11, most=3)
    if not label.lines:
        return ""
    place = scene.board.best(_places(points, label.width + 2, label.height))
    if scene.board.overlap(place) > 0:
        narrow = wrapped(name, _NARROW, size=10, most=4)
        other = scene.board.best(_places(points, narrow.width + 2, narrow.height))
        if scene.board.overlap(other) < scene.board.overlap(place):
            label, place = narrow, other
    return in_box(label, scene.board.put((place,)), halo=True)


def _places(points: tuple[Point, ...], width: float, height: float) -> Iterator[Box]:
    """Offer places for a line's label: beside its first parts near the start, then in their middle."""
    parts = list(pairwise(points))[:5]
    for near_start in (True, False):
        for start, end in parts:
            length = math.dist(start, end)
            if length < 14:  # noqa: PLR2004
                continue
            if abs(end[0] - start[0]) >= abs(end[1] - start[1]):
                reach = min(length / 2, width / 2 + 6) if near_start else length / 2
                x, y = _toward(start, end, reach)
                yield Box(x - width / 2, y - height - 2, width, height)
                yield Box(x - width / 2, y + 2, width, height)
            else:
                reach = min(length / 2, height / 2 + 6) if near_start else length / 2
                x, y = _toward(start, end, reach)
                yield Box(x + 3, y - height / 2, width, height)
                yield Box(x - 3 - width, y - height / 2, width, height)
    x, y = points[len(points) // 2]
    yield Box(x - width / 2, y - height - 2, width, height)
