"""A call activity names no process."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find call activities without `calledElement`."""
    for node in view.activities:
        if node.type is NodeType.CALL_ACTIVITY and not node.called:
            yield Found((node.id,))


CHECK = Check(rule="call-without-target", severity=Severity.WARNING, find=_find)
