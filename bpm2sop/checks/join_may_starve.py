"""A join waits for all branches, and one of them may end before it gets there."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.tokens import TOO_FEW, split_of
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import EventKind, NodeType

_HALTING = {EventKind.TERMINATE, EventKind.ERROR, EventKind.CANCEL}


def _find(view: MapView) -> Iterator[Found]:
    """Find choices within parallel branches whose other way out passes the join by."""
    split_before = {join: split for split, join in view.joins}
    joins = [
        node.id
        for node in view.gateways
        if node.type is NodeType.PARALLEL_GATEWAY and node.id in split_before
        # Of a join whose own split is a choice deadlock speaks.
        if split_of(view.map.nodes[split_before[node.id]], view) not in TOO_FEW
    ]
    if not joins:
        return
    choices = {
        node.id
        for node in view.nodes
        if len(view.successors[node.id]) >= TWO and split_of(node, view) in TOO_FEW
    }
    halts = {
        node.id
        for node in view.events
        if node.type is NodeType.END_EVENT and any(event.kind in _HALTING for event in node.events)
    }
    for choice, join in view.meetings.escapes(joins, choices=choices, halts=halts):
        yield Found((choice, join), {"join": view.name(join)})


CHECK = Check(rule="join-may-starve", severity=Severity.WARNING, find=_find)
