"""A node hangs on no flow while its scope has flow."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find nodes that nothing leads to and that lead nowhere."""
    for node in view.nodes:
        # A boundary event hangs on its host: boundary-without-exit speaks of it.
        if node.type is NodeType.BOUNDARY_EVENT or view.is_link(node) or not view.ordered(node):
            continue
        if not view.predecessors[node.id] and not view.successors[node.id]:
            yield Found((node.id,))


CHECK = Check(rule="node-unconnected", severity=Severity.WARNING, find=_find)
