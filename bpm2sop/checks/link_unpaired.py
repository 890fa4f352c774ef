"""A link event has no partner of its name in the same scope."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId, FlowNode

_Links = dict[tuple[ElementId, str], list[FlowNode]]


def _find(view: MapView) -> Iterator[Found]:
    """Find throwing link events without a catching one, and the other way round."""
    yield from _alone(view.link_throws, view.link_catches)
    yield from _alone(view.link_catches, view.link_throws)


def _alone(these: _Links, others: _Links) -> Iterator[Found]:
    for key, nodes in these.items():
        if key not in others:
            for node in nodes:
                yield Found((node.id,), {"link": key[1] or node.id})


CHECK = Check(rule="link-unpaired", severity=Severity.ERROR, find=_find)
