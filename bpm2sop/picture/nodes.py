"""Flow nodes: tasks, sub-processes, events, gateways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpm2sop.model.processmap import (
    EVENTS,
    GATEWAYS,
    SUB_PROCESSES,
    ElementId,
    FlowNode,
    Loop,
    NodeType,
)
from bpm2sop.picture import marks
from bpm2sop.picture.geometry import Box
from bpm2sop.picture.scene import Scene
from bpm2sop.picture.text import Label, fitted, in_box, wrapped

_THROWING: Final = {NodeType.END_EVENT, NodeType.INTERMEDIATE_THROW_EVENT}
_LOOPS: Final = {
    Loop.STANDARD: marks.LOOP,
    Loop.PARALLEL: marks.PARALLEL,
    Loop.SEQUENTIAL: marks.SEQUENTIAL,
}
_SMALL: Final = 50.0
"""An activity lower than this has its markers left out when they would hide its name."""
LABEL_WIDTH: Final = 100.0


def paint_node(scene: Scene, own: ElementId, box: Box) -> str:
    """Paint one flow node with its label and number."""
    node = scene.map.nodes[own]
    if node.type in GATEWAYS:
        inner = _gateway(scene, node, box)
    elif node.type in EVENTS:
        inner = _event(scene, node, box)
    else:
        inner = _activity(scene, node, box)
    opening = scene.opening(own, node.type.value, node.name)
    return f"{opening}{inner}{scene.badge(own, box)}</g>"


def _gateway(scene: Scene, node: FlowNode, box: Box) -> str:
    x, y = box.middle
    scale = min(box.width, box.height) / 50
    sign = marks.GATEWAY_MARKS[node.type]
    return (
        f'<path d="M{x:g} {box.y:g}L{box.right:g} {y:g}L{x:g} {box.bottom:g}L{box.x:g} {y:g}Z" '
        f'fill="#fdf8ea"{scene.emphasis(node.id)}/>'
        f'<g transform="translate({x:g} {y:g}) scale({scale:g})">{sign}</g>{outside(scene, node.name, box)}'
    )


def _event(scene: Scene, node: FlowNode, box: Box) -> str:
    x, y = box.middle
    radius = min(box.width, box.height) / 2
    fill, width = "#fdf8ea", 1.3
    if node.type is NodeType.START_EVENT:
        fill = "#eef7ee"
    elif node.type is NodeType.END_EVENT:
        fill, width = "#fbeeee", 3.4
    dashes = "" if node.interrupting else ' stroke-dasharray="4 3"'
    ring = f'stroke-width="{width:g}"{dashes}'
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" {scene.emphasis(node.id) or ring}/>'
    if node.type not in {NodeType.START_EVENT, NodeType.END_EVENT}:
        circle += f'<circle cx="{x:g}" cy="{y:g}" r="{max(1.0, radius - 3):g}" {ring}/>'
    kinds = tuple(definition.kind for definition in node.events)
    sign = marks.event_mark(kinds, throwing=node.type in _THROWING)
    if sign:
        sign = f'<g transform="translate({x:g} {y:g}) scale({radius / 18:g})">{sign}</g>'
    return circle + sign + outside(scene, node.name, box)


def _activity(scene: Scene, node: FlowNode, box: Box) -> str:
    opened = node.id in scene.content.opened
    signs = tuple(_markers(node, opened=opened))
    crowded = bool(signs) or node.id in scene.hosts
    text = _activity_text(node, box, crowded=crowded, opened=opened)
    outline = _outline(scene, node, box, opened=opened)
    return outline + _type_mark(node, box) + _marker_row(signs, box) + text


def _outline(scene: Scene, node: FlowNode, box: Box, *, opened: bool) -> str:
    x, y, width, height = box
    radius = min(10.0, width / 4, height / 4)
    fill = "#fff" if opened else "#eef4fa"
    stroke = scene.emphasis(node.id)
    if not stroke and node.type is NodeType.CALL_ACTIVITY:
        stroke = ' stroke-width="4"'
    elif not stroke and node.by_event:
        stroke = ' stroke-dasharray="1.5 3"'
    about = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{fill}"{stroke}/>'
    if node.type is NodeType.TRANSACTION and min(width, height) > 10:  # noqa: PLR2004
        about += (
            f'<rect x="{x + 3:g}" y="{y + 3:g}" width="{width - 6:g}" height="{height - 6:g}" '
            f'rx="{max(1.0, radius - 3):g}"/>'
        )
    return about


def _activity_text(node: FlowNode, box: Box, *, crowded: bool, opened: bool) -> str:
    if opened:
        return in_box(*opened_title(node, box))
    top = 18.0 if node.type in marks.TASK_MARKS and box.height >= _SMALL else 4.0
    low = 18.0 if crowded and box.height >= _SMALL else 4.0
    width = max(10.0, box.width - 10)
    label = fitted(node.name, width, max(10.0, box.height - 8))
    spare = (box.height - label.height) / 2
    if spare >= max(top, low) or top == low:
        return in_box(label, box)
    inner = Box(box.x, box.y + top, box.width, max(10.0, box.height - top - low))
    return in_box(fitted(node.name, width, inner.height), inner)


def opened_title(node: FlowNode, box: Box) -> tuple[Label, Box]:
    """Return the name of a sub-process that shows its content, and its place under the upper border."""
    label = wrapped(node.name, max(20.0, box.width - 16), most=2)
    return label, Box(box.x + 14, box.y + 6, label.width, label.height)


def _type_mark(node: FlowNode, box: Box) -> str:
    sign = marks.TASK_MARKS.get(node.type)
    if sign is None or box.height < 24 or box.width < 30:  # noqa: PLR2004
        return ""
    return f'<g transform="translate({box.x + 6:g} {box.y + 5:g}) scale(.85)">{sign}</g>'


def _markers(node: FlowNode, *, opened: bool) -> Iterator[str]:
    if node.loop is not None:
        yield _LOOPS[node.loop]
    if node.for_compensation:
        yield marks.COMPENSATION
    if node.type in SUB_PROCESSES and not opened:
        yield marks.COLLAPSED
    if node.type is NodeType.AD_HOC_SUB_PROCESS:
        yield marks.AD_HOC


def _marker_row(signs: tuple[str, ...], box: Box) -> str:
    """Paint markers side by side at the lower border."""
    size = 16.0
    x = box.middle[0] - len(signs) * size / 2
    y = box.bottom - size - 1
    return "".join(
        f'<g transform="translate({x + number * size + 1:g} {y:g}) scale(.85)">{sign}</g>'
        for number, sign in enumerate(signs)
    )


def outside(scene: Scene, name: str, box: Box) -> str:
    """Paint a label beside an element that is too small to hold it."""
    if not name:
        return ""
    label = wrapped(name, LABEL_WIDTH, size=11, most=5)
    place = scene.board.put(_beside(box, label.width, label.height))
    return in_box(label, place, halo=True)


def _beside(box: Box, width: float, height: float) -> Iterator[Box]:
    """Offer places for a label, the usual one first."""
    x, y = box.middle
    yield Box(x - width / 2, box.bottom + 4, width, height)
    yield Box(x - width / 2, box.y - 4 - height, width, height)
    for left in (box.x - width - 1, box.right + 3):
        yield Box(left, y - 4 - height, width, height)
        yield Box(left, y + 4, width, height)
    for left in (x + 5, x - width - 5):
        yield Box(left, box.bottom + 3, width, height)
        yield Box(left, box.y - 3 - height, width, height)
    yield Box(box.right + 4, y - height / 2, width, height)
    yield Box(box.x - width - 4, y - height / 2, width, height)
