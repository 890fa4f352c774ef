"""Enterprise Architect (Sparx): tagged values by name; its simulation is BPSim."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.dialects.pairs import read_pairs
from bpm2sop.readers.element import Element

_NAME: Final = "enterprise-architect"


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    read_pairs(element, owner, gleaned, _NAME)


DIALECT: Final = Dialect(_NAME, ("sparxsystems",), _read)
