"""A step or a cell does not say where in the map it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import CellSource
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView, core_id


def _find(view: SopView) -> Iterator[Found]:
    """Find rows without a node of the map, and cells from the map without an element."""
    for step in view.rows:
        cells = (*step.inputs, *step.outputs, *step.remarks, *((step.time,) if step.time else ()))
        nameless = any(cell.source is CellSource.MAP and not cell.element for cell in cells)
        if core_id(step) is None or nameless:
            yield Found((step,))


CHECK = SopCheck(
    rule="sop-trace-missing",
    code="L15",
    severity=Severity.WARNING,
    find=_find,
)
