"""Trisotech: the charter and documentation of a file, and who answers for it."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect, local
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

_NAME: Final = "trisotech"
_KINDS: Final = {
    "projectDescription": "description",
    "documentation": "description",
    "responsible": "role",
    "accountable": "owner",
}


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    for part in element.iter():
        kind = _KINDS.get(local(part.tag))
        if kind is not None and part.text:
            gleaned.say(owner, kind, part.text, _NAME)


DIALECT: Final = Dialect(
    _NAME, ("trisotech.com",), _read, frozenset({"ProjectCharter", "documentation"})
)
