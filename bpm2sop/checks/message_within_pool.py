"""A message flow stays within one pool."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId


def _find(view: MapView) -> Iterator[Found]:
    """Find message flows between two places of one process."""
    for message in view.map.messages:
        source = _process(view, message.source)
        if source is not None and source == _process(view, message.target):
            yield Found((message.id,))


def _process(view: MapView, end: ElementId | None) -> ElementId | None:
    node = view.map.nodes.get(end) if end is not None else None
    return view.process(node.scope) if node else None


CHECK = Check(rule="message-within-pool", severity=Severity.WARNING, find=_find)
