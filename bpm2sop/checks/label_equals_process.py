"""An activity is named like the process that it is a part of."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.names import folded
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find activities named like their process, its pool or the map."""
    for node in view.activities:
        process = view.process(node.scope)
        holders = (process, view.pools.get(process, process))
        names = {folded(view.name(holder)) for holder in holders} | {folded(view.map.name)}
        if node.name and folded(node.name) in names:
            yield Found((node.id,))


CHECK = Check(rule="label-equals-process", severity=Severity.INFO, find=_find)
