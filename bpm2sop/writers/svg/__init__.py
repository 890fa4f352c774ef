"""SVG: the map of an SOP with step numbers on it, and the SOP's pages as pictures."""

from bpm2sop.writers.svg.map import draw_map, write_png, write_svg
from bpm2sop.writers.svg.pages import page_svgs

__all__ = ["draw_map", "page_svgs", "write_png", "write_svg"]
