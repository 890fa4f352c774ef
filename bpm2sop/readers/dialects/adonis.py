"""ADONIS (BOC): relations, attributes of the model, and its automation's elements.

An activity's times are numbers without a unit, its costs numbers without a currency, and its
description stands in `documentation` too: so the notebook of an element is not read.
"""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect, local
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

_NAME: Final = "adonis"
_KINDS: Final = {
    "DESCRIPTION": "description",
    "A_DESCRIPTION": "description",
    "A_PROCESS_CODE": "code",
    "A_IDENTIFIER": "code",
    "A_PROCESS_OWNER": "owner",
}
_LEAVES: Final = {"Owner": "owner", "Assignee": "role", "Description": "description"}
_RELATIONS: Final = (
    ("OWNER", "owner"),
    ("RESPONSIBLE", "role"),
    ("EXECUT", "role"),
    ("PERFORM", "role"),
    ("DOCUMENT", "document"),
)


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    if not len(element):
        kind = _LEAVES.get(local(element.tag))
        if kind is not None:
            gleaned.say(owner, kind, element.text or "", _NAME)
        return
    for relation in element.iterchildren("{*}relation"):
        _relation(relation, owner, gleaned)
    if element.tag.endswith("}modelattributes"):
        for part in element:
            kind = _KINDS.get(part.get("name", ""))
            if kind is not None:
                gleaned.say(owner, kind, next(iter(part), part).text or "", _NAME)


def _relation(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    """Read who or what a relation leads to."""
    relation = element.get("class", "")
    kind = next((kind for word, kind in _RELATIONS if word in relation), None)
    if kind is None:
        return
    for endpoint in element.iter():
        if endpoint.get("name") == "TO":
            gleaned.say_each(owner, kind, (t.get("info", "") for t in endpoint), _NAME)


DIALECT: Final = Dialect(
    _NAME,
    ("boc-group.com", "boc-eu.com"),
    _read,
    frozenset({"instance", "modelattributes", *_LEAVES}),
)
