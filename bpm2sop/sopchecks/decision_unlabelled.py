"""A way out of a decision has no answer."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import NextKind, Symbol
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find diamonds of whose ways some have neither label nor condition."""
    for step in view.rows:
        if step.symbol is not Symbol.DECISION:
            continue
        ways = [arrow for arrow in step.next if arrow.kind is NextKind.FLOW]
        silent = [way for way in ways if not (way.label or way.condition or way.default)]
        if len(ways) > 1 and silent:
            yield Found((step,), {"silent": str(len(silent)), "of": str(len(ways))})


CHECK = SopCheck(
    rule="sop-decision-unlabelled",
    code="L03",
    severity=Severity.WARNING,
    find=_find,
    told_by=("branch-unlabelled", "decision-unlabelled"),
)
