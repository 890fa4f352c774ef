"""A decision leads more than two ways."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Symbol
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView

_MOST = 2


def _find(view: SopView) -> Iterator[Found]:
    """Find diamonds with three ways on or more."""
    for step in view.rows:
        if step.symbol is Symbol.DECISION and view.ways(step) > _MOST:
            yield Found((step,), {"ways": str(view.ways(step))})


CHECK = SopCheck(
    rule="sop-decision-many-ways",
    code="L03",
    severity=Severity.INFO,
    find=_find,
    told_by=("branches-three-or-more", "gateway-inclusive"),
)
