"""Cells as the review page shows them: what stands, what the map says, and who typed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpm2sop.model.sop import Cell, CellSource, Identity, Sop, Step
from bpm2sop.store.reviews import ConflictRow, EditRow
from bpm2sop.trace.fingerprints import worded_remarks
from bpm2sop.trace.matching_spots import values
from bpm2sop.trace.overlay import KINDS, Field
from bpm2sop.workspace.values import CellView, ConflictView

Rows = Mapping[tuple[str, str], EditRow]
"""The last edit of each cell, by key and field."""
Conflicts = Mapping[tuple[str, str], ConflictRow]

_IDENTITY = tuple((name, Field(f"identity.{name}")) for name in Identity.__struct_fields__)


def step_entries(step: Step, names: Mapping[str, str]) -> dict[Field, tuple[Cell, ...]]:
    """Give the cells of a step, entry by entry; `names` are those of the actors by id."""
    source = CellSource.MAP if step.label else CellSource.ASSUMED
    return {
        Field.TEXT: (Cell(step.text, source, step.key, step.text_rule or None),),
        Field.TIME: (step.time,) if step.time is not None else (),
        Field.INPUTS: step.inputs,
        Field.OUTPUTS: step.outputs,
        Field.REMARKS: tuple(worded_remarks(step)),
        Field.ACTORS: tuple(Cell(names.get(one, one), CellSource.MAP, one) for one in step.actors),
    }


def head_entries(sop: Sop) -> dict[Field, tuple[Cell, ...]]:
    """Give the cells of title and identity, and the actors from left to right."""
    found = {
        Field.TITLE: (Cell(sop.title, CellSource.MAP),),
        Field.ACTOR_ORDER: tuple(Cell(one.name, CellSource.MAP, one.id) for one in sop.actors),
        Field.ACTOR_NAMES: (),
    }
    for axis in KINDS:
        value = getattr(sop.kind, axis.value.removeprefix("kind."))
        found[axis] = (Cell(value, CellSource.ASSUMED),)
    return found | {name: (getattr(sop.identity, own),) for own, name in _IDENTITY}


def cell_view(
    key: str,
    name: Field,
    entries: Sequence[Cell],
    *,
    edit: EditRow | None,
    conflict: ConflictRow | None,
    reopened: bool = False,
) -> CellView:
    """Show one cell.

    Args:
        key: the step's key; empty for title and identity.
        name: which cell.
        entries: what the draft has there.
        edit: the last thing typed there.
        conflict: the open conflict of the cell.
        reopened: whether a submitted SOP has just gone back to draft.
    """
    words = "\n".join(values(entries))
    source = _source(entries)
    typed = edit is not None and edit.value is not None
    return CellView(
        key=key,
        field=name,
        value=edit.value or "" if edit is not None and typed else words,
        source=CellSource.PERSON.value if typed else source,
        map=words,
        map_source=source,
        seen=edit.id if edit is not None else 0,
        who=edit.who if edit is not None else "",
        at=edit.at if edit is not None else "",
        entries=tuple(entries),
        conflict=(
            ConflictView(conflict.base, conflict.ours, conflict.theirs, conflict.via)
            if conflict is not None
            else None
        ),
        reopened=reopened,
    )


def cell_views(
    key: str, entries: Mapping[Field, Sequence[Cell]], rows: Rows, conflicts: Conflicts
) -> dict[Field, CellView]:
    """Show the cells of a step, or of title and identity."""
    return {
        name: cell_view(
            key,
            name,
            cells,
            edit=rows.get((key, name)),
            conflict=conflicts.get((key, name)),
        )
        for name, cells in entries.items()
    }


def _source(entries: Sequence[Cell]) -> str:
    """Say where the words of a cell come from: the map before what was assumed."""
    found = {cell.source for cell in entries if cell.value}
    for source in (CellSource.MAP, CellSource.ASSUMED, CellSource.PERSON):
        if source in found:
            return source.value
    return CellSource.NONE.value
