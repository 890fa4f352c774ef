"""A decision leads only one way."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Symbol
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView

_FEWEST = 2


def _find(view: SopView) -> Iterator[Found]:
    """Find diamonds with fewer than two ways on."""
    for step in view.rows:
        if step.symbol is Symbol.DECISION and view.ways(step) < _FEWEST:
            yield Found((step,))


CHECK = SopCheck(
    rule="sop-decision-one-way",
    code="L03",
    severity=Severity.ERROR,
    find=_find,
)
