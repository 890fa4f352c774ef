"""An SOP begins nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find a table none of whose rows is a beginning."""
    if view.sop.steps and not view.starts(view.sop.steps):
        yield Found(view.sop.steps[:1])


CHECK = SopCheck(
    rule="sop-start-missing",
    code="L01",
    severity=Severity.ERROR,
    find=_find,
    told_by=("start-missing", "no-way-to-end"),
)
