"""What the execution engines of one family have in common: assignments, due dates, properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

ASSIGNMENTS: Final = MappingProxyType(
    {
        "assignee": "role",
        "candidateGroups": "role",
        "candidateUsers": "role",
        "owner": "owner",
        "dueDate": "duration",
    }
)
"""Attributes of a user task, and of elements that stand for them."""
_TEXT: Final = re.compile(r'"([^"]*)"')
_TEXTS: Final = re.compile(r'=\s*(?:"[^"]*"|\[\s*"[^"]*"\s*(?:,\s*"[^"]*"\s*)*\])\s*\Z')


def names(value: str) -> Iterator[str]:
    """Give the names of a list: `a, b`, or the texts of a FEEL expression of nothing but texts."""
    text = value.strip()
    if _TEXTS.match(text):
        return (found[1] for found in _TEXT.finditer(text))
    # A call may hold commas of its own; it is no name and is dropped whole.
    return iter((text,)) if "{" in text or text.startswith("=") else iter(text.split(","))


def read_assignment(element: Element, owner: ElementId, gleaned: Gleaned, dialect: str) -> None:
    """Keep what the attributes of an assignment or schedule element say."""
    for attribute, value in element.attrib.items():
        kind = ASSIGNMENTS.get(attribute)
        if kind is not None:
            gleaned.say_each(owner, kind, names(value), dialect)
