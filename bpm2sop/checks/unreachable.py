"""Steps that nothing from outside leads to: a ring without entry."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find groups of nodes that no beginning reaches."""
    beyond = (node.id for node in view.nodes if node.id not in view.reached)
    for group in view.groups(beyond):
        yield Found(group)


CHECK = Check(rule="unreachable", severity=Severity.ERROR, find=_find)
