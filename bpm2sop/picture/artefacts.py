"""Data objects, data stores and annotations."""

from __future__ import annotations

from bpm2sop.model.processmap import Annotation, DataKind, ElementId
from bpm2sop.picture import marks
from bpm2sop.picture.geometry import Box
from bpm2sop.picture.nodes import outside
from bpm2sop.picture.scene import Scene, data_text
from bpm2sop.picture.text import fitted, left_aligned


def paint_data(scene: Scene, own: ElementId, box: Box) -> str:
    """Paint a data object, input, output or store."""
    item = scene.map.data[own]
    text = data_text(item)
    opening = scene.opening(own, item.kind.value, text)
    outline = (_store if item.kind is DataKind.STORE else _sheet)(scene, own, box)
    x, y = box.middle[0], box.bottom
    sign = ""
    if item.collection:
        sign = f'<g transform="translate({x - 6:g} {y - 14:g}) scale(.75)">{marks.COLLECTION}</g>'
    if item.kind in {DataKind.INPUT, DataKind.OUTPUT}:
        arrow = '<path d="M1 6H9V2L15 8 9 14V10H1Z" fill="{}"/>'.format(
            "none" if item.kind is DataKind.INPUT else "#33475b"
        )
        sign += f'<g transform="translate({box.x + 3:g} {box.y + 3:g}) scale(.75)">{arrow}</g>'
    return f"{opening}{outline}{sign}{outside(scene, text, box)}{scene.badge(own, box)}</g>"


def _sheet(scene: Scene, own: ElementId, box: Box) -> str:
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    fold = min(12.0, box.width / 3, box.height / 3)
    return (
        f'<path d="M{x:g} {y:g}H{right - fold:g}L{right:g} {y + fold:g}V{bottom:g}H{x:g}Z'
        f'M{right - fold:g} {y:g}V{y + fold:g}H{right:g}" fill="#fff"{scene.emphasis(own)}/>'
    )


def _store(scene: Scene, own: ElementId, box: Box) -> str:
    x, y, width = box.x, box.y, box.width
    high = min(box.height / 5, 12.0)
    top, low = y + high, box.bottom - high
    arc = f"{width / 2:g} {high:g} 0 0"
    return (
        f'<path d="M{x:g} {top:g}A{arc} 1 {box.right:g} {top:g}V{low:g}A{arc} 1 {x:g} {low:g}Z'
        f'M{x:g} {top:g}A{arc} 0 {box.right:g} {top:g}" fill="#fff"{scene.emphasis(own)}/>'
    )


def paint_annotation(scene: Scene, note: Annotation, box: Box) -> str:
    """Paint a text annotation with its open bracket."""
    own = note.id
    opening = scene.opening(own, "textAnnotation", note.text)
    x, y = box.x, box.y
    arm = min(10.0, box.width / 3)
    bracket = (
        f'<path d="M{x + arm:g} {y:g}H{x:g}V{box.bottom:g}H{x + arm:g}"{scene.emphasis(own)}/>'
    )
    label = fitted(note.text, max(20.0, box.width - 10), max(12.0, box.height - 4))
    text = left_aligned(label, x + 6, y + max(2.0, (box.height - label.height) / 2))
    return f"{opening}{bracket}{text}</g>"
