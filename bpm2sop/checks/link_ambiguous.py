"""Several catching link events share one name: where the link leads cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find link names that are caught more than once in a scope."""
    for (_, name), nodes in view.link_catches.items():
        if len(nodes) >= TWO:
            yield Found(tuple(node.id for node in nodes), {"link": name or nodes[0].id})


CHECK = Check(rule="link-ambiguous", severity=Severity.ERROR, find=_find)
