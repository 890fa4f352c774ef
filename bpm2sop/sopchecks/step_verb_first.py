"""A step does not begin with an active verb."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import SUB_PROCESSES
from bpm2sop.model.sop import Step, StepKind
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView
from bpm2sop.wording import begins_with_verb

_SUB_PROCESSES = frozenset(kind.value for kind in SUB_PROCESSES)


def _find(view: SopView) -> Iterator[Found]:
    """Find activities whose text is a noun, a passive or no order at all; what happens at any time is named, not ordered."""
    for step in view.work:
        if step.text and not _is_event(step) and not begins_with_verb(step.text, view.language):
            yield Found((step,))


def _is_event(step: Step) -> bool:
    """Tell whether a row is a sub-process that runs when something happens: its name says what."""
    return step.kind is StepKind.HANDLER and step.core_type in _SUB_PROCESSES


CHECK = SopCheck(
    rule="sop-step-verb-first",
    code="L05",
    severity=Severity.WARNING,
    find=_find,
    told_by=("activity-unnamed", "name-placeholder"),
)
