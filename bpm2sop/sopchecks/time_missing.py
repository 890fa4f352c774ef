"""Steps have no time."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find the activities whose time is blank; they are told together."""
    blank = tuple(step for step in view.work if step.time is None or not step.time.value)
    if blank:
        yield Found(blank, {"of": str(len(view.work))})


CHECK = SopCheck(
    rule="sop-time-missing",
    code="L07",
    severity=Severity.WARNING,
    find=_find,
)
