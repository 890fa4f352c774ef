"""An activity's name joins two actions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity

_JOINED = re.compile(r"\S\s*;\s*\S|\S\s+(?:dan|serta|lalu|kemudian|and|then)\s+\S", re.IGNORECASE)


def _find(view: MapView) -> Iterator[Found]:
    """Find activities in whose names a word or a semicolon joins."""
    for node in view.activities:
        if _JOINED.search(node.name):
            yield Found((node.id,))


CHECK = Check(rule="label-two-actions", severity=Severity.INFO, find=_find)
