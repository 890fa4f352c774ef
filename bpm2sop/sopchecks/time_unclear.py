"""A time is no number with a unit."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView
from bpm2sop.wording import parse_duration


def _find(view: SopView) -> Iterator[Found]:
    """Find times that are calendar words, or lack their unit."""
    for step in view.work:
        if step.time is not None and step.time.value and parse_duration(step.time.value) is None:
            yield Found((step,), {"time": step.time.value})


CHECK = SopCheck(
    rule="sop-time-unclear",
    code="L07",
    severity=Severity.WARNING,
    find=_find,
)
