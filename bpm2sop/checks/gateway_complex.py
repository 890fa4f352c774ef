"""A complex gateway: what it does stands in no symbol."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find complex gateways."""
    for node in view.gateways:
        if node.type is NodeType.COMPLEX_GATEWAY:
            yield Found((node.id,))


CHECK = Check(rule="gateway-complex", severity=Severity.WARNING, find=_find)
