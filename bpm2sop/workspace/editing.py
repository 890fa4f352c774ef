"""Words typed into cells. What is typed is never lost: who saw an older word is told."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Stale, Where
from bpm2sop.model.sop import Cell, StepKey
from bpm2sop.store import entries, files, reviews
from bpm2sop.store.entries import EntryRow
from bpm2sop.store.reviews import EditRow
from bpm2sop.trace.overlay import STEP_FIELDS, Field
from bpm2sop.workspace.acting import touched, working_copy
from bpm2sop.workspace.carrying import step_entry
from bpm2sop.workspace.cellviews import cell_view, head_entries, step_entries
from bpm2sop.workspace.material import Material, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned_cell
from bpm2sop.workspace.values import CellView
from bpm2sop.workspace.written import HEAD

HERE = ""
"""How words came that were typed on a page."""


class EditCell(NamedTuple):
    """Words for a cell; None gives it back to the map. `key` is that of a step, or empty for title and identity.

    `seen` is the version of the cell that the person saw.
    """

    sop: str
    key: str
    field: Field
    value: str | None
    seen: int


def edit_cell(workspace: Workspace, who: Person, command: EditCell, *, via: str = HERE) -> CellView:
    """Type into a cell, or give it back to the map. It settles the conflict of the cell.

    Raises:
        Missing: there is no such SOP, step or cell.
        Stale: somebody else typed there meanwhile; it tells mine, theirs and the map's.
        Refused: the words cannot be kept.
    """
    require(who, Right.WRITE, command.sop)
    with workspace.store.writing() as connection:
        working_copy(connection, command.sop)
        material = read_material(connection, workspace, command.sop)
        key = HEAD if command.key == material.row.key else command.key
        before = cell_of(material, key, command.field)
        if before.seen != command.seen:
            raise _stale(material, before, command.value)
        value = command.value
        if value is not None:
            value = cleaned_cell(command.field, value, material.row.title)
        if _changes_nothing(before, value):
            return before
        row = EditRow(
            id=0,
            sop_id=command.sop,
            key=key,
            field=command.field,
            value=value,
            who=who.login,
            at=workspace.now(),
            via=via,
            orphan="",
            rank=0,
        )
        return keep_edit(connection, workspace, who, material=material, row=row)


def keep_edit(
    connection: Connection, workspace: Workspace, who: Person, *, material: Material, row: EditRow
) -> CellView:
    """Keep an edit and what follows from it; show the cell as it is now."""
    row = row._replace(id=reviews.add_edit(connection, row))
    reviews.settle(connection, row.sop_id, row.key, row.field)
    name = Field(row.field)
    after = cell_view(row.key, name, _entries(material, row.key)[name], edit=row, conflict=None)
    renamed = {"title": after.value} if name is Field.TITLE else {}
    reopened = touched(connection, material.row, reopen=True, **renamed)
    if name is Field.TITLE:
        files.count_change(connection)
        entry = EntryRow(row.sop_id, "title", material.base.key, after.value)
        entries.reword(connection, entry)
    if name is Field.TEXT:
        label = material.steps[row.key].label
        entries.reword(connection, step_entry(row.sop_id, row.key, after.value, label))
    detail = {"key": row.key, "field": row.field, "edit": row.id}
    workspace.record(connection, who, act="edit", subject=row.sop_id, detail=detail)
    return after._replace(reopened=reopened)


def _entries(material: Material, key: str) -> dict[Field, tuple[Cell, ...]]:
    """Give the draft's cells of a step, or of title and identity."""
    if key == HEAD:
        return head_entries(material.base)
    return step_entries(material.steps[key], material.names)


def cell_of(material: Material, key: str, name: Field) -> CellView:
    """Show a cell as it is.

    Raises:
        Missing: there is no such step or cell.
    """
    if key != HEAD:
        find_step(material, key)
    if (key != HEAD) != (name in STEP_FIELDS):
        raise Missing("cell-missing", Where(file=material.row.title), {"field": name.value})
    return cell_view(
        key,
        name,
        _entries(material, key)[name],
        edit=material.last.get((key, name)),
        conflict=material.conflicts.get((key, name)),
    )


def find_step(material: Material, key: str) -> StepKey:
    """Make sure that an SOP has a step.

    Raises:
        Missing: it has none of this key.
    """
    if key not in material.steps:
        raise Missing("step-missing", Where(file=material.row.title), {"key": key})
    return StepKey(key)


def _stale(material: Material, before: CellView, mine: str | None) -> Stale:
    """Tell all three texts of a cell in which somebody else typed meanwhile, and the version that it has now."""
    return Stale(
        "cell-stale",
        Where(file=material.row.title),
        {"who": before.who, "at": before.at, "seen": str(before.seen)},
        mine=before.map if mine is None else mine,
        theirs=before.value,
        map=before.map,
    )


def _changes_nothing(before: CellView, value: str | None) -> bool:
    """Tell whether the words stand there already; what was assumed may be confirmed by typing it."""
    if before.conflict is not None:
        return False
    if before.source == "person":
        return value == before.value
    return value is None or (value == before.map and before.map_source != "assumed")
