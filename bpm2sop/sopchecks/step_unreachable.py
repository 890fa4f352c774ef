"""No way leads from a beginning to a step."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import StepKind
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find rows that the work never comes to."""
    for steps in view.lists:
        seen = {step.key for step in (view.starts(steps) or steps[:1])} | {
            s.key for s in steps if s.kind is StepKind.HANDLER
        }
        known = {step.key: step for step in steps}
        work = list(seen)
        while work:
            onward = [
                key for key in view.onward(known[work.pop()]) if key in known and key not in seen
            ]
            seen.update(onward)
            work += onward
        lost = tuple(step for step in steps if step.key not in seen)
        if lost:
            yield Found(lost)


CHECK = SopCheck(
    rule="sop-step-unreachable",
    code="L14",
    severity=Severity.ERROR,
    find=_find,
    told_by=("unreachable",),
)
