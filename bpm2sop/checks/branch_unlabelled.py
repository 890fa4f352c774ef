"""Some ways out of a choice have no label."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find choices with ways out that have neither a label nor a condition and are no default."""
    for node, ways in view.splits(NodeType.EXCLUSIVE_GATEWAY, NodeType.INCLUSIVE_GATEWAY):
        bare = [flow for flow in ways if not flow.name and not flow.condition]
        # Of a decision with nothing at all decision-unlabelled speaks.
        if len(bare) == len(ways) and not node.name:
            continue
        unlabelled = tuple(flow.id for flow in bare if flow.id != node.default)
        if unlabelled:
            params = {"count": str(len(unlabelled)), "of": str(len(ways))}
            yield Found((node.id, *unlabelled), params)


CHECK = Check(rule="branch-unlabelled", severity=Severity.WARNING, find=_find)
