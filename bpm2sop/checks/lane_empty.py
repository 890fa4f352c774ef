"""A lane holds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find lanes without nodes and without lanes."""
    for lane in view.map.lanes.values():
        if lane.id not in view.members and lane.id not in view.lanes_within:
            yield Found((lane.id,))


CHECK = Check(rule="lane-empty", severity=Severity.INFO, find=_find)
