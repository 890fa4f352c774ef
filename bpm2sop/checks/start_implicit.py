"""Nothing leads to a step though the flow has a start event elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType

_OWN = (NodeType.START_EVENT, NodeType.BOUNDARY_EVENT)


def _find(view: MapView) -> Iterator[Found]:
    """Find nodes with a way out and no way in, beside a start event."""
    for nodes in view.scope_nodes.values():
        # Without any start event start-missing speaks.
        if not any(node.type is NodeType.START_EVENT for node in nodes):
            continue
        for node in nodes:
            if (
                node.type in _OWN
                or view.predecessors[node.id]
                or view.is_link(node)
                or not view.ordered(node)
            ):
                continue
            if view.successors[node.id]:
                yield Found((node.id,))


CHECK = Check(rule="start-implicit", severity=Severity.WARNING, find=_find)
