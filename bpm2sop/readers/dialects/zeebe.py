"""Camunda 8 (Zeebe): assignments, schedules and properties as extension elements."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import Dialect, local
from bpm2sop.readers.dialects.engines import read_assignment
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.dialects.pairs import read_pairs
from bpm2sop.readers.element import Element

_NAME: Final = "zeebe"


def _read(element: Element, owner: ElementId, gleaned: Gleaned) -> None:
    if local(element.tag) == "properties":
        read_pairs(element, owner, gleaned, _NAME)
    else:
        read_assignment(element, owner, gleaned, _NAME)


DIALECT: Final = Dialect(
    _NAME,
    ("camunda.org/schema/zeebe",),
    _read,
    frozenset({"assignmentDefinition", "taskSchedule", "properties"}),
)
