"""Actors of one SOP called otherwise than on its map; two of one name are one. Other SOPs keep their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.store.reviews import EditRow
from bpm2sop.trace.overlay import Field
from bpm2sop.trace.performers import plain
from bpm2sop.workspace.acting import working_copy
from bpm2sop.workspace.editing import HERE, EditCell, cell_of, edit_cell, keep_edit
from bpm2sop.workspace.effective import ARROW, called_here
from bpm2sop.workspace.material import Material, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned_line
from bpm2sop.workspace.views import sop_view
from bpm2sop.workspace.written import HEAD

_LONGEST = 200


class CallActor(NamedTuple):
    """An actor of an SOP gets another name there; one that another actor has makes them one.

    `seen` is the version of the names (`Field.ACTOR_NAMES`) that the person saw.
    """

    sop: str
    actor: str
    name: str
    seen: int


class MoveActor(NamedTuple):
    """An actor of an SOP goes one column to the left or to the right; `seen` is the version of the order."""

    sop: str
    actor: str
    earlier: bool
    seen: int


def call_actor(workspace: Workspace, who: Person, command: CallActor) -> None:
    """Call an actor otherwise in one SOP: its lanes and steps stay its own.

    Raises:
        Missing: there is no such SOP or actor.
        Stale: somebody gave names meanwhile.
        Refused: the name is empty, too long, or has an arrow in it.
    """
    require(who, Right.WRITE, command.sop)
    with workspace.store.writing() as connection:
        working_copy(connection, command.sop)
        material = read_material(connection, workspace, command.sop)
        name = _name(command.name, material.row.title)
        if plain(command.actor) not in {plain(one.name) for one in material.effective.actors}:
            raise Missing("actor-missing", Where(file=material.row.title))
        _seen(material, command.seen, name)
        old = plain(command.actor)
        edits = [("", Field.ACTOR_NAMES, _names(material, old, name))]
        for (key, kind), row in material.last.items():
            if kind in {Field.ACTORS, Field.ACTOR_ORDER} and row.value:
                edits.append((key, Field(kind), _replaced(row.value.split("\n"), old, name)))
        _keep(connection, workspace, who, material=material, edits=edits)


def move_actor(workspace: Workspace, who: Person, command: MoveActor) -> None:
    """Move an actor by one column; at the edge it stays.

    Raises:
        Missing: there is no such SOP or actor.
        Stale: somebody moved actors meanwhile.
    """
    view = sop_view(workspace, who, command.sop)
    names = [actor.name for actor in view.sop.actors]
    at = next((n for n, name in enumerate(names) if plain(name) == plain(command.actor)), None)
    if at is None:
        raise Missing("actor-missing", Where(file=view.title))
    to = min(max(at + (-1 if command.earlier else 1), 0), len(names) - 1)
    names.insert(to, names.pop(at))
    order = EditCell(command.sop, HEAD, Field.ACTOR_ORDER, "\n".join(names), command.seen)
    edit_cell(workspace, who, order)


def _name(words: str, place: str) -> str:
    """Clean a name.

    Raises:
        Refused: it is empty, too long, or has an arrow in it.
    """
    name = cleaned_line(words, place)
    if not 0 < len(name) <= _LONGEST:
        raise Refused("name-length", Where(file=place), {"most": str(_LONGEST)})
    if ARROW.strip() in name:
        raise Refused("actor-arrow", Where(file=place))
    return name


def _seen(material: Material, seen: int, mine: str) -> None:
    """Make sure that the person saw the names that hold.

    Raises:
        Stale: somebody gave others meanwhile.
    """
    before = cell_of(material, HEAD, Field.ACTOR_NAMES)
    if before.seen != seen:
        params = {"who": before.who, "at": before.at, "seen": str(before.seen)}
        where = Where(file=material.row.title)
        raise Stale("cell-stale", where, params, mine=mine, theirs=before.value, map=before.map)


def _names(material: Material, old: str, name: str) -> str | None:
    """Give the names that hold from now on, by those of the map; None where all are the map's again."""
    row = material.last.get((HEAD, Field.ACTOR_NAMES))
    own = called_here(row.value or "") if row is not None else {}
    lines = []
    for actor in material.base.actors:
        was = plain(actor.name)
        if plain(material.known.get(was, actor.name)) == old:
            own[was] = name
        if was in own and own[was] != material.called.get(was, actor.name):
            lines.append(f"{actor.name}{ARROW}{own[was]}")
    return "\n".join(lines) or None


def _replaced(names: Iterable[str], old: str, name: str) -> str:
    """Put the new name in the place of the old one; a name stands once."""
    found = (name if plain(one) == old else one for one in names)
    return "\n".join({plain(one): one for one in found}.values())


def _keep(
    connection: Connection,
    workspace: Workspace,
    who: Person,
    *,
    material: Material,
    edits: Iterable[tuple[str, Field, str | None]],
) -> None:
    """Keep the edits that say something else than what stands."""
    for key, name, value in edits:
        before = material.last.get((key, name))
        if value == (before.value if before is not None else None):
            continue
        row = EditRow(
            id=0, sop_id=material.row.id, key=key, field=name, value=value, who=who.login,
            at=workspace.now(), via=HERE, orphan="", rank=0,
        )  # fmt: skip
        keep_edit(connection, workspace, who, material=material, row=row)
