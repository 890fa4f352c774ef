"""A flow has no start event."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find scopes with flow in which no event starts it."""
    for scope in view.map.scopes:
        nodes = view.scope_nodes.get(scope, [])
        if scope in view.flowing and not any(node.type is NodeType.START_EVENT for node in nodes):
            yield Found((scope,))


CHECK = Check(rule="start-missing", severity=Severity.WARNING, find=_find)
