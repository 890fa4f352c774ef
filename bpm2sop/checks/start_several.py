"""A flow has several start events."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType


def _find(view: MapView) -> Iterator[Found]:
    """Find scopes with more than one start event."""
    for scope, nodes in view.scope_nodes.items():
        starts = tuple(node.id for node in nodes if node.type is NodeType.START_EVENT)
        if len(starts) >= TWO and scope in view.flowing:
            yield Found((*starts,), {"scope": view.name(scope)})


CHECK = Check(rule="start-several", severity=Severity.WARNING, find=_find)
