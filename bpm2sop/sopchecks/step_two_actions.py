"""A step's text joins two actions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView

_JOINED = re.compile(
    r"\S\s*;\s*\S"
    r"|\s(?:lalu|kemudian|then)\s"
    r"|^\S+\s+(?:dan|serta|and)\s+\S"
    r"|\s(?:dan|serta)\s+me(?:ng|ny|m|n|l|r|w|y)\w\w"
    r"|\sand\s+\w+\s+(?:the|an?|it|them|to)\s",
    re.IGNORECASE,
)


def _find(view: SopView) -> Iterator[Found]:
    """Find activities in whose text a word or a semicolon joins two verbs."""
    for step in view.work:
        if _JOINED.search(step.text):
            yield Found((step,))


CHECK = SopCheck(
    rule="sop-step-two-actions",
    code="L09",
    severity=Severity.INFO,
    find=_find,
    told_by=("label-two-actions",),
)
