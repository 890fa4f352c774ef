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
        # An arrow from nowhere has a finding of its own and leads no work here.
        ways = [flow for flow in view.incoming(node) if flow.source in view.map.nodes]
        if len(ways) >= TWO:
            yield Found((node.id,), {"count": str(len(ways))})


CHECK = Check(rule="implicit-merge", severity=Severity.INFO, find=_find)
