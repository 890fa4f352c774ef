"""ARIS (Software AG): attributes by their type names."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects import times
from bpm2sop.readers.dialects.dialect import Dialect
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.dialects.pairs import each_pair
from bpm2sop.readers.element import Element

_NAME: Final = "aris"
_KINDS: Final = {
    "AT_DESC": "description",
    "AT_ID": "code",
    "AT_PERS_RESP": "owner",
    "AT_TIME_AVG_PRCS": "duration",
}


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    for name, value in each_pair(element):
        kind = _KINDS.get(name)
        if kind is None:
            gleaned.pair(owner, name, value, _NAME)
        else:
            gleaned.say(owner, kind, (kind == "duration" and times.of_span(value)) or value, _NAME)


DIALECT: Final = Dialect(_NAME, ("softwareag.com/aris", "ariscommunity.com"), _read)
