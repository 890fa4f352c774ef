"""All ways out have a condition and none is the default."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType

_NEVER = (NodeType.PARALLEL_GATEWAY, NodeType.EVENT_BASED_GATEWAY)


def _find(view: MapView) -> Iterator[Found]:
    """Find nodes that are left on conditions only."""
    for node in view.nodes:
        ways = view.outgoing(node)
        if len(ways) < TWO or node.default is not None or node.type in _NEVER:
            continue
        if all(flow.condition for flow in ways):
            yield Found((node.id,))


CHECK = Check(rule="no-default", severity=Severity.INFO, find=_find)
