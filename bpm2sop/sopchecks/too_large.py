"""An SOP is too large for one table."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView

MOST_ROWS = 15
MOST_ACTORS = 7


def _find(view: SopView) -> Iterator[Found]:
    """Find SOPs of more rows or actors than readers take in."""
    rows, actors = len(view.rows), len(view.sop.actors)
    if rows > MOST_ROWS or actors > MOST_ACTORS:
        yield Found((), {"rows": str(rows), "actors": str(actors)})


CHECK = SopCheck(
    rule="sop-too-large",
    code="L11",
    severity=Severity.INFO,
    find=_find,
)
