"""A step does not begin with an active verb."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView
from bpm2sop.wording import phrase

# An order ("Periksa berkas") begins with a verb too.
_VERBAL = frozenset({"kept", "bare-verb"})
_ACCEPTED = frozenset({"house", "reference"})


def _find(view: SopView) -> Iterator[Found]:
    """Find activities whose text is a noun, a passive or no order at all."""
    for step in view.work:
        if step.text and step.text_rule not in _ACCEPTED and not _begins_with_verb(step.text, view):
            yield Found((step,))


def _begins_with_verb(text: str, view: SopView) -> bool:
    """Tell whether the rules of wording would leave a text as it is."""
    return phrase(text, language=view.language).rule in _VERBAL


CHECK = SopCheck(
    rule="sop-step-verb-first",
    code="L05",
    severity=Severity.WARNING,
    find=_find,
    told_by=("activity-unnamed", "name-placeholder"),
)
