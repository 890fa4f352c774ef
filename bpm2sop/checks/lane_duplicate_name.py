"""Lanes whose names differ in case or spaces only, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.names import folded
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId, Lane


def _find(view: MapView) -> Iterator[Found]:
    """Find lanes that look like one actor written twice."""
    alike: defaultdict[str, list[Lane]] = defaultdict(list)
    for lane in view.map.lanes.values():
        if lane.name:
            alike[folded(lane.name)].append(lane)
    for lanes in alike.values():
        if len(lanes) >= TWO and _same_actor(lanes):
            yield Found(tuple(lane.id for lane in lanes))


def _same_actor(lanes: list[Lane]) -> bool:
    """Tell actors of one name in different pools, who are often different people, from slips of the pen."""
    places: set[tuple[ElementId, ElementId | None]] = {(lane.scope, lane.parent) for lane in lanes}
    return len(places) < len(lanes) or len({lane.name for lane in lanes}) > 1


CHECK = Check(rule="lane-duplicate-name", severity=Severity.INFO, find=_find)
