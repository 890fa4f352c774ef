"""A map drawn with step numbers on it: own layout where it has no drawing, SVG, PNG."""

from bpm2sop.picture.layout import lay_out
from bpm2sop.picture.planes import Plane, planes_of
from bpm2sop.picture.png import png
from bpm2sop.picture.svg import draw

__all__ = ["Plane", "draw", "lay_out", "planes_of", "png"]
