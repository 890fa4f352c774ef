"""More than 50 nodes in one scope."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity

LARGE = 50


def _find(view: MapView) -> Iterator[Found]:
    """Find scopes that nobody takes in at a glance."""
    for scope, nodes in view.scope_nodes.items():
        if len(nodes) > LARGE:
            yield Found((scope,), {"count": str(len(nodes)), "limit": str(LARGE)})


CHECK = Check(rule="scope-large", severity=Severity.INFO, find=_find)
