"""A decision has labels but no question."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find exclusive splits that ask nothing while some way out answers."""
    for node, ways in view.splits(NodeType.EXCLUSIVE_GATEWAY):
        if not node.name and any(flow.name or flow.condition for flow in ways):
            yield Found((node.id,))


CHECK = Check(rule="decision-without-question", severity=Severity.WARNING, find=_find)
