"""Two flows join the same two nodes under the same label and condition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId


def _find(view: MapView) -> Iterator[Found]:
    """Find flows that say the same twice."""
    alike: defaultdict[tuple[object, ...], list[ElementId]] = defaultdict(list)
    for flow, source, target in view.inner_flows:
        alike[source, target, flow.name, flow.condition].append(flow.id)
    for flows in alike.values():
        if len(flows) >= TWO:
            yield Found(tuple(flows))


CHECK = Check(rule="flow-duplicate", severity=Severity.WARNING, find=_find)
