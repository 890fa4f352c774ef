"""From a step no end can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import StepKey
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find rows that go round for ever."""
    for steps in view.lists:
        known = {step.key for step in steps}
        before: dict[StepKey, list[StepKey]] = defaultdict(list)
        for step in steps:
            for key in view.onward(step):
                before[key].append(step.key)
        ends = [step.key for step in steps if not known.intersection(view.onward(step))]
        seen = {*ends}
        while ends:
            fresh = set(before[ends.pop()]) - seen
            seen |= fresh
            ends += fresh
        endless = tuple(step for step in steps if step.key not in seen)
        if endless:
            yield Found(endless)


CHECK = SopCheck(
    rule="sop-step-without-end",
    code="L14",
    severity=Severity.ERROR,
    find=_find,
    told_by=("no-way-to-end", "end-missing"),
)
