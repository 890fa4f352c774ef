"""A flow leaves an end event."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find end events that something follows."""
    for node in view.events:
        if node.type is NodeType.END_EVENT and (ways := view.outgoing(node)):
            yield Found((node.id, *(flow.id for flow in ways)))


CHECK = Check(rule="end-event-with-outgoing", severity=Severity.ERROR, find=_find)
