"""Where each element of the map is found in the table: the trace that the documents print."""

from collections.abc import Iterator
from typing import NamedTuple

from bpm2sop.layout.tablerows import rows
from bpm2sop.model.sop import Sop, Step, StepKey


class Traced(NamedTuple):
    """One element and its step; an element on an arrow has no type here and a second step in `to`."""

    element: str
    type: str
    role: str
    step: Step
    to: StepKey | None = None


def traced(sop: Sop) -> Iterator[Traced]:
    """List the elements of all steps and arrows, in table order."""
    for row in rows(sop.steps):
        step = row.step
        for part in step.elements:
            yield Traced(part.id, part.type, part.role.value, step)
        for arrow in step.next:
            for element in arrow.via:
                yield Traced(element, "", "arrow", step, arrow.to)
