"""An activity is named like the process that it is a part of."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.names import folded
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId


def _find(view: MapView) -> Iterator[Found]:
    """Find activities named like their process, its pool or the map."""
    names: dict[ElementId, set[str]] = {}
    for node in view.activities:
        process = view.process(node.scope)
        if process not in names:
            pool = view.pools.get(process, process)
            names[process] = {folded(view.name(holder)) for holder in (process, pool)}
            names[process].add(folded(view.map.name))
        if node.name and folded(node.name) in names[process]:
            yield Found((node.id,))


CHECK = Check(rule="label-equals-process", severity=Severity.INFO, find=_find)
