"""An administrative SOP has fewer than two actors."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import StepKind
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView

_FEWEST = 2


def _find(view: SopView) -> Iterator[Found]:
    """Find administrative SOPs that one actor carries out alone; the actors of a chain of SOPs stand in those."""
    if (
        view.sop.steps
        and not any(step.refers_to or step.kind is StepKind.REFERENCE for step in view.rows)
        and view.sop.kind.nature == "administrative"
        and len(view.sop.actors) < _FEWEST
    ):
        yield Found((), elements=tuple(actor.id for actor in view.sop.actors))


CHECK = SopCheck(
    rule="sop-actors-too-few",
    code="L10",
    severity=Severity.WARNING,
    find=_find,
    told_by=("actors-one-only",),
)
