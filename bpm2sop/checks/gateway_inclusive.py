"""An inclusive gateway: any number of branches may run."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find inclusive gateways that split or join."""
    for node in view.gateways:
        several = len(view.incoming(node)) >= TWO or len(view.outgoing(node)) >= TWO
        if node.type is NodeType.INCLUSIVE_GATEWAY and several:
            yield Found((node.id,))


CHECK = Check(rule="gateway-inclusive", severity=Severity.WARNING, find=_find)
