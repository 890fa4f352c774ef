"""A pool has no name."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find pools without a name."""
    for pool in view.map.participants:
        if not pool.name:
            yield Found((pool.id,))


CHECK = Check(rule="pool-unnamed", severity=Severity.WARNING, find=_find)
