"""A note is tied to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity


def _find(view: MapView) -> Iterator[Found]:
    """Find text annotations without an association."""
    for note in view.map.annotations:
        if note.text and not note.elements:
            yield Found((note.id,))


CHECK = Check(rule="annotation-unattached", severity=Severity.INFO, find=_find)
