"""Steps from which no end can be reached: a loop without exit."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find groups of nodes that are begun and never end."""
    # What is never begun is told by unreachable.
    trapped = (
        node.id for node in view.nodes if node.id in view.reached and node.id not in view.ending
    )
    for group in view.groups(trapped):
        yield Found(group)


CHECK = Check(rule="no-way-to-end", severity=Severity.ERROR, find=_find)
