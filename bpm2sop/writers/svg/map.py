"""The map of an SOP with the numbers of its steps on it."""

from __future__ import annotations

from bpm2sop.layout import lay_out
from bpm2sop.model.processmap import ElementId, ProcessMap
from bpm2sop.model.sop import Sop
from bpm2sop.picture import draw, png
from bpm2sop.wording import Language
from bpm2sop.writers.svg.pages import stacked
from bpm2sop.writers.traced import traced
from bpm2sop.writers.writer import Context

PNG_WIDTH = 1_600


def write_svg(sop: Sop, context: Context) -> bytes:
    """Give the map with step numbers; where only the SOP is known, its pages one under the other."""
    if context.process_map is None:
        return stacked(lay_out(sop, context.style))
    return draw_map(sop, context.process_map, context.language)


def write_png(sop: Sop, context: Context) -> bytes:
    """Give what `write_svg` gives as PNG, `PNG_WIDTH` pixels wide."""
    return png(write_svg(sop, context), width=PNG_WIDTH)


def draw_map(sop: Sop, process_map: ProcessMap, language: Language) -> bytes:
    """Draw the plane of the map that holds the SOP, each node with the number of its step."""
    scope = next((ElementId(own) for own in sop.source.scopes if own in process_map.nodes), None)
    numbers = numbers_of(sop, process_map)
    return draw(process_map, numbers=numbers, plane=scope, language=language)


def numbers_of(sop: Sop, process_map: ProcessMap) -> dict[ElementId, str]:
    """Return the step number of each flow node; one on an arrow has the numbers of both its ends' steps left out."""
    return {
        ElementId(item.element): item.step.no
        for item in traced(sop)
        if item.to is None and item.element in process_map.nodes
    }
