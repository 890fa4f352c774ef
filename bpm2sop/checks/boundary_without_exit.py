"""A boundary event leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import EventKind, NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find boundary events without a flow, and compensations without an activity."""
    for node in view.events:
        if node.type is not NodeType.BOUNDARY_EVENT or view.outgoing(node):
            continue
        compensates = any(event.kind is EventKind.COMPENSATE for event in node.events)
        if not compensates or node.id not in view.map.compensations:
            yield Found((node.id,), {"host": view.name(node.attached_to or node.id)})


CHECK = Check(rule="boundary-without-exit", severity=Severity.ERROR, find=_find)
