"""A map as one SVG picture a plane, in the notation of BPMN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bpm2sop.model.processmap import ElementId, NodeType, ProcessMap
from bpm2sop.picture.artefacts import paint_annotation, paint_data
from bpm2sop.picture.board import Board
from bpm2sop.picture.frames import paint_group, paint_lane, paint_pool, upright_frames
from bpm2sop.picture.geometry import Box, around, box_of_points
from bpm2sop.picture.layout import PLANE, lay_out
from bpm2sop.picture.lines import (
    lines_of,
    paint_association,
    paint_flow,
    paint_line_label,
    paint_message,
)
from bpm2sop.picture.nodes import opened_title, paint_node
from bpm2sop.picture.planes import Content, contents_of, main_plane
from bpm2sop.picture.scene import LINE, Scene, badge_box, safe_class
from bpm2sop.picture.text import FONT, escaped
from bpm2sop.picture.words import word
from bpm2sop.wording import Language

_MARGIN: Final = 20.0
_NOTHING: Final[Mapping[ElementId, str]] = MappingProxyType({})


def draw(
    process_map: ProcessMap,
    *,
    numbers: Mapping[ElementId, str] = _NOTHING,
    plane: ElementId | None = None,
    classes: Mapping[ElementId, str] = _NOTHING,
    language: Language = Language.ID,
) -> bytes:
    """Return one plane of a map as SVG; what the drawing lacks is laid out first.

    Args:
        process_map: The map.
        numbers: Step numbers to show on elements.
        plane: A plane of `planes_of`, by its id or by the element that it shows; the main one if None or unknown.
        classes: Class names, separated by spaces, to give elements; `added`, `changed`, `removed` and `selected`
            also show in the picture.
        language: Language of the picture's own words.
    """
    drawing = lay_out(process_map)
    if drawing is not process_map.drawing:
        process_map = replace(process_map, drawing=drawing)
    content = _content(process_map, plane)
    scene = Scene(
        map=process_map, content=content, edges=lines_of(process_map, content), board=Board(),
        numbers=numbers, classes=classes, language=language,
        upright=upright_frames(process_map, content.shapes), hosts=_hosts(process_map, content),
    )  # fmt: skip
    _take_places(scene)
    return _picture(scene).encode("utf-8")


def _content(process_map: ProcessMap, plane: ElementId | None) -> Content:
    contents = contents_of(process_map)
    if plane is not None:
        if plane in contents:
            return contents[plane]
        for own, element in process_map.drawing.planes.items():
            if element == plane and own in contents:
                return contents[own]
    main = main_plane(process_map, contents)
    return contents[main] if main is not None else Content()


def _hosts(process_map: ProcessMap, content: Content) -> frozenset[ElementId]:
    return frozenset(
        node.attached_to
        for own in content.shapes
        if (node := process_map.nodes.get(own)) is not None and node.attached_to is not None
    )


def _take_places(scene: Scene) -> None:
    """Note where elements lie, so that labels keep off them."""
    process_map, opened = scene.map, scene.content.opened
    frames = {pool.id for pool in process_map.participants} | set(process_map.lanes)
    groups = {group.id for group in process_map.groups}
    for own, box in scene.content.shapes.items():
        if own in frames or own in opened:
            scene.board.take_frame(box)
            if own in opened:
                scene.board.take(opened_title(process_map.nodes[own], box)[1])
        elif own not in groups:
            scene.board.take(box)
            if own in scene.numbers:
                scene.board.take(badge_box(scene.numbers[own], box))
    for points in scene.edges.values():
        scene.board.take_line(points)


def _picture(scene: Scene) -> str:
    body = "\n".join(_layers(scene))
    view = _view(scene)
    prefix = f"b2s-{safe_class(scene.map.id)}"
    name = escaped(scene.map.name or scene.map.file)
    width, height = max(1.0, view.width), max(1.0, view.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{prefix}-title {prefix}-desc" '
        f'viewBox="{view.x:g} {view.y:g} {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f'<title id="{prefix}-title">{name}</title><desc id="{prefix}-desc">{escaped(_description(scene))}</desc>'
        f'<g font-family="{escaped(FONT)}" fill="none" stroke="{LINE}" stroke-width="1.3">\n'
        f"{body}\n{_mark(scene, view)}</g></svg>\n"
    )


def _description(scene: Scene) -> str:
    process_map, shapes = scene.map, scene.content.shapes
    return word(
        scene.language,
        "description",
        pools=str(sum(pool.id in shapes for pool in process_map.participants)),
        lanes=str(sum(lane in shapes for lane in process_map.lanes)),
        nodes=str(sum(node in shapes for node in process_map.nodes)),
        flows=str(sum(flow in scene.edges for flow in process_map.flows)),
    )


def _layers(scene: Scene) -> Iterator[str]:
    """Paint from the back to the front."""
    yield from _frames(scene)
    yield from _lines(scene)
    yield from _nodes(scene)
    yield from _artefacts(scene)
    yield from _line_labels(scene)


def _frames(scene: Scene) -> Iterator[str]:
    """Paint pools, lanes and sub-processes that show their content, large ones first."""
    shapes = scene.content.shapes
    for pool in scene.map.participants:
        if pool.id in shapes:
            yield paint_pool(scene, pool, shapes[pool.id])
    for lane in scene.map.lanes:
        if lane in shapes:
            yield paint_lane(scene, lane, shapes[lane])
    opened = [own for own in shapes if own in scene.content.opened]
    for own in sorted(opened, key=lambda held: -_area(shapes[held])):
        yield paint_node(scene, own, shapes[own])


def _artefacts(scene: Scene) -> Iterator[str]:
    shapes = scene.content.shapes
    for item in scene.map.data:
        if item in shapes:
            yield paint_data(scene, item, shapes[item])
    for note in scene.map.annotations:
        if note.id in shapes:
            yield paint_annotation(scene, note, shapes[note.id])
    for group in scene.map.groups:
        if group.id in shapes:
            yield paint_group(scene, group, shapes[group.id])


def _area(box: Box) -> float:
    return box.width * box.height


def _nodes(scene: Scene) -> Iterator[str]:
    """Paint flow nodes, boundary events over their hosts."""
    late: list[ElementId] = []
    for own, box in scene.content.shapes.items():
        node = scene.map.nodes.get(own)
        if node is None or own in scene.content.opened:
            continue
        if node.type is NodeType.BOUNDARY_EVENT:
            late.append(own)
        else:
            yield paint_node(scene, own, box)
    for own in late:
        yield paint_node(scene, own, scene.content.shapes[own])


def _lines(scene: Scene) -> Iterator[str]:
    messages = {message.id: message for message in scene.map.messages}
    directed = {link.association for link in scene.map.data_links}
    for own, points in scene.edges.items():
        if own in scene.map.flows:
            yield paint_flow(scene, own, points)
        elif own in messages:
            message = messages[own]
            yield paint_message(scene, own, points, message.name or message.message)
        else:
            yield paint_association(scene, own, points, directed=own in directed)


def _line_labels(scene: Scene) -> Iterator[str]:
    named = {own: flow.name for own, flow in scene.map.flows.items() if flow.name}
    named.update((held.id, held.name or held.message) for held in scene.map.messages)
    labels = [
        paint_line_label(scene, points, named[own])
        for own, points in scene.edges.items()
        if named.get(own)
    ]
    if labels:
        yield f'<g class="b2s-labels">{"".join(labels)}</g>'


def _view(scene: Scene) -> Box:
    lines = map(box_of_points, scene.edges.values())
    boxes = [*scene.content.shapes.values(), *lines, *scene.board.labels]
    drawn = around(boxes)
    low = 40.0 if scene.map.drawing.generated else 24.0
    view = drawn.grown(_MARGIN)
    return Box(view.x, view.y, view.width, view.height + low)


def _mark(scene: Scene, view: Box) -> str:
    """Say in a corner of a drawing that we made it."""
    if not scene.map.drawing.generated:
        return ""
    whole = PLANE in scene.map.drawing.planes
    said = escaped(word(scene.language, "generated" if whole else "completed"))
    return (
        f'<text class="b2s-generated" x="{view.right - 8:g}" y="{view.bottom - 8:g}" font-size="10" '
        f'text-anchor="end" fill="#5b6b7a" stroke="none">{said}</text>'
    )
