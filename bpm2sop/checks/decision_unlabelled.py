"""A decision has neither a question nor a label on any way out."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find choices of which nothing is said."""
    for node, ways in view.splits(NodeType.EXCLUSIVE_GATEWAY, NodeType.INCLUSIVE_GATEWAY):
        if not node.name and not any(flow.name or flow.condition for flow in ways):
            yield Found((node.id,))


CHECK = Check(rule="decision-unlabelled", severity=Severity.ERROR, find=_find)
