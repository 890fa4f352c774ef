"""ADONIS (BOC): attributes and relations of the notebook, and its automation's elements."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ACTIVITIES, ElementId
from bpm2sop.readers.dialects import times
from bpm2sop.readers.dialects.dialect import Dialect, local
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element
from bpm2sop.readers.tags import COLLABORATION, PROCESS, bpmn

_NAME: Final = "adonis"
_KINDS: Final = {
    "DESCRIPTION": "description",
    "A_DESCRIPTION": "description",
    "COSTS": "cost",
    "A_COSTS": "cost",
    "A_EXECUTION_TIME": "duration",
    "EXECUTION_TIME": "duration",
    "A_PROCESS_CODE": "code",
    "A_IDENTIFIER": "code",
    "A_PROCESS_OWNER": "owner",
}
_LEAVES: Final = {"Owner": "owner", "Assignee": "role", "Description": "description"}
_WORK: Final = frozenset({*(bpmn(kind.value) for kind in ACTIVITIES), PROCESS, COLLABORATION})
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
    if not _is_of_work(element):
        return
    kinds = _KINDS
    for part in element:
        name = part.get("name")
        if name in kinds:
            # The first child is the value, the second tells of its origin.
            value = next(iter(part), part).text
            if value and value != "0":
                _attribute(value, kinds[name], owner, gleaned)
        elif name is None:
            _relation(part, owner, gleaned)


def _is_of_work(element: Element) -> bool:
    """Tell whether a notebook is of an activity or a whole model: only those hold what we read."""
    extensions = element.getparent()
    extended = None if extensions is None else extensions.getparent()
    return extended is not None and extended.tag in _WORK


def _attribute(value: str, kind: str, owner: ElementId, gleaned: Gleaned) -> None:
    """Keep an attribute of the notebook; its times are spans, a bare number has no unit."""
    gleaned.say(owner, kind, times.of_span(value) if kind == "duration" else value, _NAME)


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
