"""A step has no actor."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find rows without a symbol in any actor's column."""
    for step in view.rows:
        if not any(actor in view.names for actor in step.actors):
            yield Found((step,))


CHECK = SopCheck(
    rule="sop-step-without-actor",
    code="L02",
    severity=Severity.ERROR,
    find=_find,
)
