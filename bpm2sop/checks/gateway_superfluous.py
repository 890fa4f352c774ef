"""A gateway with one way in and one way out."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find gateways that neither join nor split."""
    for node in view.gateways:
        if len(view.incoming(node)) == len(view.outgoing(node)) == 1:
            yield Found((node.id,))


CHECK = Check(rule="gateway-superfluous", severity=Severity.INFO, find=_find)
