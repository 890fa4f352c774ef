"""Several flows enter a step without a gateway."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import GATEWAYS, NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find activities and intermediate events that several flows enter."""
    for node in view.nodes:
        # Several ways to one end are usual; start events have a rule of their own.
        if node.type in GATEWAYS or node.type in (NodeType.END_EVENT, NodeType.START_EVENT):
            continue
        ways = view.incoming(node)
        if len(ways) >= TWO:
            yield Found((node.id,), {"count": str(len(ways))})


CHECK = Check(rule="implicit-merge", severity=Severity.INFO, find=_find)
