"""Several flows leave a step without a gateway."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import GATEWAYS, NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find activities and events that several flows leave."""
    for node in view.nodes:
        if node.type in GATEWAYS or node.type is NodeType.END_EVENT:
            continue
        ways = view.outgoing(node)
        if len(ways) >= TWO:
            yield Found((node.id,), {"count": str(len(ways))})


CHECK = Check(rule="implicit-split", severity=Severity.WARNING, find=_find)
