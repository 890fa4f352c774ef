"""A step leads nowhere though the flow has an end event elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType

_OWN = (NodeType.END_EVENT, NodeType.BOUNDARY_EVENT)


def _find(view: MapView) -> Iterator[Found]:
    """Find nodes with a way in and no way out, beside an end event."""
    for nodes in view.scope_nodes.values():
        # Without any end event end-missing speaks.
        if not any(node.type is NodeType.END_EVENT for node in nodes):
            continue
        for node in nodes:
            if (
                node.type in _OWN
                or view.successors[node.id]
                or view.is_link(node)
                or not view.ordered(node)
            ):
                continue
            if view.predecessors[node.id]:
                yield Found((node.id,))


CHECK = Check(rule="end-implicit", severity=Severity.WARNING, find=_find)
