"""An arrow leads to no row."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find rows whose next step is not in the table."""
    keys = {step.key for step in view.rows}
    for step in view.rows:
        if any(arrow.to not in keys for arrow in step.next):
            yield Found((step,))


CHECK = SopCheck(
    rule="sop-arrow-to-nowhere",
    code="L03",
    severity=Severity.ERROR,
    find=_find,
)
