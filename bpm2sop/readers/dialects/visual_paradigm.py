"""Visual Paradigm: properties of the model, by name."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

_NAME: Final = "visual-paradigm"
_PROPERTIES: Final = ("{*}StringProperty", "{*}TextProperty", "{*}HTMLProperty")
"""Properties that hold words; all others are of the drawing."""


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    for part in element.iter(*_PROPERTIES):
        gleaned.pair(owner, part.get("Name", ""), part.get("Value", "") or part.text or "", _NAME)


DIALECT: Final = Dialect(_NAME, ("visual-paradigm.com",), _read, frozenset({"Extensions"}))
