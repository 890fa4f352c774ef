"""Which boxes carry a mark: those that hold an assumption, and those that the map leaves empty."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bpm2sop.layout import ColumnKind, Part, Row, RowKind, TextBox
from bpm2sop.model.sop import CellSource

_MAY_BE_EMPTY: Final = {ColumnKind.NO.value, ColumnKind.ACTIVITY.value, ColumnKind.REMARKS.value}


class Mark(StrEnum):
    """A corner of a box: filled for an assumption, hollow for what no map holds."""

    ASSUMED = "assumed"
    NONE = "none"


def mark_of(box: TextBox, row: Row | None = None) -> Mark | None:
    """Return the mark of a box; `row` is the one that a cell stands in. A person's words carry none."""
    if row is not None and row.kind is not RowKind.STEP:
        return None
    if CellSource.ASSUMED in box.sources:
        return Mark.ASSUMED
    form = box.part in {Part.FIELD, Part.SIGNATURE}
    cell = box.part is Part.CELL and box.name not in _MAY_BE_EMPTY
    return Mark.NONE if (form or cell) and not box.full else None
