"""A map with flow has one actor only: it is not cross-functional."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId


def _find(view: MapView) -> Iterator[Found]:
    """Find maps in which all activities belong to one lane or pool."""
    actors: dict[ElementId, None] = {}
    for node in view.activities:
        process = view.process(node.scope)
        if node.id in view.lanes_of:
            actors[view.lanes_of[node.id]] = None
        elif process not in view.laned:
            actors[view.pools.get(process, process)] = None
    black_boxes = any(pool.process is None for pool in view.map.participants)
    if len(actors) == 1 and view.flowing and not black_boxes and len(view.activities) >= TWO:
        yield Found((*actors,))


CHECK = Check(rule="actors-one-only", severity=Severity.INFO, find=_find)
