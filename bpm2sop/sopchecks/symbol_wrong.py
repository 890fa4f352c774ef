"""A step's symbol does not fit what the step does."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Split, Step, Symbol
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find capsules in the middle, diamonds that decide nothing, and boxes that decide."""
    for step in view.rows:
        if _is_wrong(step, view):
            yield Found((step,))


def _is_wrong(step: Step, view: SopView) -> bool:
    """Tell a capsule in the middle from one at an edge, and a diamond from a box."""
    match step.symbol:
        case Symbol.DECISION:
            return step.split not in (Split.ONE, Split.SOME)
        case Symbol.TERMINATOR:
            edge = step.key not in view.reached or not view.ways(step)
            return not edge and all(part.type != "startEvent" for part in step.elements)
        case Symbol.PROCESS:
            return step.split in (Split.ONE, Split.SOME) and view.ways(step) > 1


CHECK = SopCheck(
    rule="sop-symbol-wrong",
    code="L04",
    severity=Severity.ERROR,
    find=_find,
)
