"""A lane with steps has no name: its steps have no actor's name."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find lanes that hold something and have no name."""
    for lane in view.map.lanes.values():
        held = view.members.get(lane.id) or view.lanes_within.get(lane.id)
        if held and not lane.name:
            yield Found((lane.id,))


CHECK = Check(rule="lane-unnamed", severity=Severity.WARNING, find=_find)
