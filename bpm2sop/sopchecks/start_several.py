"""An SOP has several beginnings, where the form knows one."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find tables with more than one start symbol."""
    starts = view.starts(view.sop.steps)
    if len(starts) > 1:
        yield Found(starts)


CHECK = SopCheck(
    rule="sop-start-several",
    code="L01",
    severity=Severity.WARNING,
    find=_find,
    told_by=("start-several", "start-implicit", "node-unconnected", "unreachable"),
)
