"""A gateway joins and splits at once."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find gateways with several ways in and several ways out."""
    for node in view.gateways:
        if len(view.incoming(node)) >= TWO and len(view.outgoing(node)) >= TWO:
            yield Found((node.id,))


CHECK = Check(rule="gateway-mixed", severity=Severity.WARNING, find=_find)
