"""An event in the flow says nothing: no name, and nothing named in its definition."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import FlowNode, NodeType

_WITHIN = (
    NodeType.INTERMEDIATE_CATCH_EVENT,
    NodeType.INTERMEDIATE_THROW_EVENT,
    NodeType.BOUNDARY_EVENT,
)


def _find(view: MapView) -> Iterator[Found]:
    """Find intermediate and boundary events of which nothing is said."""
    for node in view.events:
        if node.type in _WITHIN and not _says_something(node):
            yield Found((node.id,))


def _says_something(node: FlowNode) -> bool:
    return bool(node.name) or any(event.name or event.text for event in node.events)


CHECK = Check(rule="event-unnamed", severity=Severity.INFO, find=_find)
