"""An activity has no name: its row would say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find activities without a name."""
    for node in view.activities:
        if not node.name:
            yield Found((node.id,), {"type": node.type.value})


CHECK = Check(rule="activity-unnamed", severity=Severity.ERROR, find=_find)
