"""A join waits for all branches of a split that does not start all of them."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.tokens import TOO_FEW, split_of, wait_of
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Wait


def _find(view: MapView) -> Iterator[Found]:
    """Find parallel joins of branches that are alternatives."""
    nodes = view.map.nodes
    for split, join in view.joins:
        if wait_of(nodes[join]) is Wait.ALL and split_of(nodes[split], view) in TOO_FEW:
            yield Found((split, join), {"join": view.name(join)})


CHECK = Check(rule="deadlock", severity=Severity.WARNING, find=_find)
