"""Several activities of one scope have the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.names import folded
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId


def _find(view: MapView) -> Iterator[Found]:
    """Find names that several activities of a scope share."""
    alike: defaultdict[tuple[ElementId, str], list[ElementId]] = defaultdict(list)
    for node in view.activities:
        if node.name:
            alike[node.scope, folded(node.name)].append(node.id)
    for nodes in alike.values():
        if len(nodes) >= TWO:
            yield Found(tuple(nodes))


CHECK = Check(rule="label-duplicate", severity=Severity.INFO, find=_find)
