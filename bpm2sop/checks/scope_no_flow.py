"""A process has nodes and no flow: it is a page of the atlas, not an SOP."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find processes whose nodes no flow joins."""
    for process in view.map.processes:
        nodes = view.scope_nodes.get(process)
        if nodes and process not in view.flowing:
            yield Found((process,), {"count": str(len(nodes))})


CHECK = Check(rule="scope-no-flow", severity=Severity.INFO, find=_find)
