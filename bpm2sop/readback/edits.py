"""What a person changed in an exported document: edits by row, rows gone and new, and what contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bpm2sop.model.sop import Sop, StepKey


class Edit(NamedTuple):
    """One cell that says something else than when it was exported.

    `field` is the column ("activity", "inputs", "time", "outputs", "remarks", "no", "actor:<id>") of the step `key`;
    with no key it is a field of the identity ("number") or a column's head ("head:time").
    """

    key: StepKey | None
    field: str
    old: str
    new: str
    place: str


class Stranger(NamedTuple):
    """A row that was not exported: its words by column, and the step whose row stands above it."""

    place: str
    cells: tuple[tuple[str, str], ...]
    after: StepKey | None


class Aside(NamedTuple):
    """Words that stand where no field is, with the step of their row if it is one's.

    `kind` is "words", "formula" (it has no result) or "note" (what people put on a cell, or in the margin).
    """

    kind: str
    place: str
    words: str
    key: StepKey | None = None


class Conflict(NamedTuple):
    """Rows that stand for the same step; `edits` are what each of them changes, and are nowhere else."""

    key: StepKey
    places: tuple[str, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What an exported document says now. `sop` is the table as it stands: rows gone left out, rows in their order.

    `exported` is the SOP as it was written; `lost` are fields and columns that are no longer to be found; `asides` are
    words beside all fields, of files that say which words they had there.
    """

    sop: Sop
    exported: Sop
    edits: tuple[Edit, ...] = ()
    deleted: tuple[StepKey, ...] = ()
    added: tuple[Stranger, ...] = ()
    moved: tuple[StepKey, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    lost: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
