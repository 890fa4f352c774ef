"""OMNITRACKER: who is responsible for a user task, its description and when it is due."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

_NAME: Final = "omnitracker"
_KINDS: Final = {"responsible": "role", "description": "description", "dueDate": "duration"}


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    for attribute, kind in _KINDS.items():
        value = element.get(attribute)
        if value:
            gleaned.say(owner, kind, value, _NAME)


DIALECT: Final = Dialect(_NAME, ("omninet.de",), _read, frozenset({"userTaskDefinition"}))
