"""A parallel join waits for a way that only begins behind it."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find parallel joins that their own followers lead back to."""
    for source, target in view.returns:
        if view.map.nodes[target].type is NodeType.PARALLEL_GATEWAY:
            yield Found((target, source), {"source": view.name(source)})


CHECK = Check(rule="deadlock-loop", severity=Severity.WARNING, find=_find)
