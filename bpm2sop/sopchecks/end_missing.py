"""An SOP ends nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find a table from each of whose rows the work goes on."""
    if view.sop.steps and all(view.onward(step) for step in view.sop.steps):
        yield Found(view.sop.steps[-1:])


CHECK = SopCheck(
    rule="sop-end-missing",
    code="L01",
    severity=Severity.ERROR,
    find=_find,
    told_by=("end-missing", "no-way-to-end"),
)
