"""Steps have no inputs, or only assumed ones."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import Cell, CellSource
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find the activities where a person must fill in or confirm; they are told together."""
    blank = [step for step in view.work if not any(cell.value for cell in step.inputs)]
    assumed = [
        step for step in view.work if step.inputs and all(_is_assumed(cell) for cell in step.inputs)
    ]
    if blank or assumed:
        words = {"blank": str(len(blank)), "assumed": str(len(assumed)), "of": str(len(view.work))}
        yield Found((*blank, *assumed), words)


def _is_assumed(cell: Cell) -> bool:
    return cell.source is CellSource.ASSUMED


CHECK = SopCheck(
    rule="sop-inputs-missing",
    code="L08",
    severity=Severity.WARNING,
    find=_find,
)
