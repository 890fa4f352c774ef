"""Branches that run at the same time meet where nothing waits for them: what follows runs more than once."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.tokens import split_of, wait_of
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import NodeType
from bpm2sop.model.sop import Split, Wait

_SEVERAL = (Split.ALL, Split.SOME)


def _find(view: MapView) -> Iterator[Found]:
    """Find merges of branches that are all started."""
    nodes = view.map.nodes
    for split, join in view.joins:
        # An end that is reached twice repeats nothing.
        if nodes[join].type is NodeType.END_EVENT or wait_of(nodes[join]) is not Wait.ANY:
            continue
        if split_of(nodes[split], view) in _SEVERAL:
            yield Found((split, join), {"join": view.name(join)})


CHECK = Check(rule="lack-of-synchronisation", severity=Severity.WARNING, find=_find)
