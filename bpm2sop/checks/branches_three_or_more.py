"""A decision has three or more ways out; the form knows yes and no."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType

THREE = 3


def _find(view: MapView) -> Iterator[Found]:
    """Find exclusive splits into more than two."""
    for node, ways in view.splits(NodeType.EXCLUSIVE_GATEWAY):
        if len(ways) >= THREE:
            yield Found((node.id,), {"count": str(len(ways))})


CHECK = Check(rule="branches-three-or-more", severity=Severity.INFO, find=_find)
