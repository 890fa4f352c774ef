"""A flow leads into a start event."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find start events that something leads to."""
    for node in view.events:
        if node.type is NodeType.START_EVENT and (ways := view.incoming(node)):
            yield Found((node.id, *(flow.id for flow in ways)))


CHECK = Check(rule="start-event-with-incoming", severity=Severity.ERROR, find=_find)
