"""A step does not begin with an active verb."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Step
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView
from bpm2sop.wording import phrase

# An order ("Periksa berkas") begins with a verb too.
_VERBAL = frozenset({"kept", "bare-verb"})
_UNKNOWN = "unknown"
"""The rule of wording for texts that it does not know; its others, and people's, make orders."""


def _find(view: SopView) -> Iterator[Found]:
    """Find activities whose text is a noun, a passive or no order at all."""
    for step in view.work:
        if step.text and not _begins_with_verb(step, view):
            yield Found((step,))


def _begins_with_verb(step: Step, view: SopView) -> bool:
    """Tell whether the rules of wording made the text, or would leave it as it is."""
    if step.text_rule:
        return step.text_rule != _UNKNOWN
    return phrase(step.text, language=view.language).rule in _VERBAL


CHECK = SopCheck(
    rule="sop-step-verb-first",
    code="L05",
    severity=Severity.WARNING,
    find=_find,
    told_by=("activity-unnamed", "name-placeholder"),
)
