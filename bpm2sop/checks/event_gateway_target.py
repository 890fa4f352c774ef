"""An event-based gateway is followed by something that waits for no event."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType

_WAITS = (NodeType.INTERMEDIATE_CATCH_EVENT, NodeType.RECEIVE_TASK)


def _find(view: MapView) -> Iterator[Found]:
    """Find what follows an event-based gateway and is no event to wait for."""
    for node, ways in view.splits(NodeType.EVENT_BASED_GATEWAY):
        for flow in ways:
            target = view.map.nodes.get(flow.target) if flow.target else None
            if target is not None and target.type not in _WAITS:
                yield Found((node.id, target.id), {"target": view.name(target.id)})


CHECK = Check(rule="event-gateway-target", severity=Severity.ERROR, find=_find)
