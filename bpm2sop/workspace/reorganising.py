"""Reorganisation: actors renamed, made one, split and abolished; every SOP and step it touches is shown before, and reopened.

The maps stay as they were drawn. Editions in force stay in force until a new one replaces them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.model.sop import StepKey
from bpm2sop.store import actors, comments, files, reviews
from bpm2sop.store.actors import ActorRow
from bpm2sop.store.comments import CommentRow
from bpm2sop.store.reviews import EditRow
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.overlay import Field
from bpm2sop.trace.performers import Touched, plain, touched
from bpm2sop.wording import Language, say
from bpm2sop.workspace.acting import touched as note_touched
from bpm2sop.workspace.material import Material, read_materials
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.preferences import in_use
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.units import one_line
from bpm2sop.workspace.written import ACTIVE

MERGED, ABOLISHED = "merged", "abolished"
REORGANISED = "reorganised"
"""How words came that a reorganisation wrote."""


class Rename(NamedTuple):
    """An actor gets another name."""

    name: str
    to: str


class Merge(NamedTuple):
    """Actors become one, under the name of one of them or a new one."""

    names: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class Split:
    """An actor's work goes to several: the steps named (SOP id, step key) to the others, all the rest to the first."""

    name: str
    into: tuple[str, ...]
    steps: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Abolish(NamedTuple):
    """An actor is no more; its work goes to the successor. Without one its steps stay, and the actor counts as unknown."""

    name: str
    successor: str = ""


Change = Rename | Merge | Split | Abolish


class Preview(NamedTuple):
    """What a change touches. `seen` stands for the set as it was looked at."""

    touched: tuple[Touched, ...]
    seen: int


class ActorLine(NamedTuple):
    """An actor as the SOPs have it: in how many, and how many steps; `state` of its record."""

    name: str
    state: str
    sops: int
    steps: int


def list_actors(workspace: Workspace, who: Person) -> tuple[ActorLine, ...]:
    """List the actors of all SOPs in use by name, and those whose record is kept."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        held = read_materials(connection, workspace)
        records = {plain(row.name): row for row in actors.every(connection)}
    found: dict[str, ActorLine] = {
        key: ActorLine(row.name, row.state, 0, 0) for key, row in records.items()
    }
    for one in held:
        sop = one.effective
        for actor in sop.actors:
            key = plain(actor.name)
            line = found.get(key, ActorLine(actor.name, ACTIVE, 0, 0))
            steps = sum(actor.id in step.actors for step, _ in steps_of(sop.steps))
            found[key] = line._replace(sops=line.sops + 1, steps=line.steps + steps)
    return tuple(sorted(found.values(), key=lambda line: (plain(line.name), line.name)))


def preview_change(workspace: Workspace, who: Person, change: Change) -> Preview:
    """List every SOP and step that a change touches.

    Raises:
        Refused: the change makes no sense.
        Missing: no SOP has such an actor.
    """
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        held = read_materials(connection, workspace)
        return Preview(_touched(held, change), files.changes(connection))


def carry_out(workspace: Workspace, who: Person, change: Change, *, seen: int) -> Preview:
    """Carry a change out in all SOPs that it touches; submitted ones go back to draft, each with a remark that says why.

    Args:
        workspace: where.
        who: the person.
        change: what is done.
        seen: the set as the person looked at it (`Preview.seen`).

    Raises:
        Stale: the set has changed since.
        Refused: the change makes no sense.
        Missing: no SOP has such an actor, or a step named is not there.
    """
    require(who, Right.KEEP)
    with workspace.store.writing() as connection:
        if files.changes(connection) != seen:
            raise Stale("set-changed", Where(file=workspace.store.place))
        held = read_materials(connection, workspace)
        found = _touched(held, change)
        if isinstance(change, Split):
            _share_out(connection, workspace, who, held=held, change=change)
        _record(connection, workspace, change)
        keys = {one.sop for one in found}
        told = _told(change)
        words = words_of(told, in_use(connection, workspace.settings).language)
        for one in held:
            if one.row.key in keys:
                reopen(connection, workspace, who, one=one, told=told, words=words)
        files.count_change(connection)
        workspace.record(connection, who, act="reorganise", subject="", detail=told)
        return Preview(found, files.changes(connection))


def _old_names(change: Change) -> tuple[str, ...]:
    return change.names if isinstance(change, Merge) else (change.name,)


def _new_names(change: Change) -> tuple[str, ...]:
    if isinstance(change, Rename):
        return (change.to,)
    if isinstance(change, Merge):
        return (change.into,)
    if isinstance(change, Split):
        return change.into
    return (change.successor,) if change.successor else ()


def _touched(held: Sequence[Material], change: Change) -> tuple[Touched, ...]:
    """Check a change, and list what it touches."""
    every = {plain(actor.name) for one in held for actor in one.effective.actors}
    for name in (*_old_names(change), *_new_names(change)):
        one_line(name)
    for name in _old_names(change):
        if plain(name) not in every:
            raise Missing("actor-missing", Where(file=name))
    old = {plain(name) for name in _old_names(change)}
    new = {plain(name) for name in _new_names(change)}
    if isinstance(change, Rename) and new & every and new != old:
        raise Refused("actor-twin", Where(file=change.to))
    if isinstance(change, Merge) and len(old | new) < 2:  # noqa: PLR2004  (one alone is no merge)
        raise Refused("actor-alone", Where(file=change.into))
    if isinstance(change, Split) and len(new) < 2:  # noqa: PLR2004  (as above)
        raise Refused("actor-alone", Where(file=change.name))
    if isinstance(change, Abolish) and old == new:
        raise Refused("actor-alone", Where(file=change.name))
    names = {*_old_names(change)} - ({change.into} if isinstance(change, Merge) else set())
    numbers = {one.row.key: one.row.number for one in held}
    found = touched([one.effective for one in held], names)
    return tuple(one._replace(number=numbers[one.sop] or one.number) for one in found)


def _record(connection: Connection, workspace: Workspace, change: Change) -> None:
    """Note in the records which names stand for whom."""
    old, new = _old_names(change), _new_names(change)
    if isinstance(change, Rename):
        row = _record_of(connection, workspace, change.name)
        actors.change(connection, row.id, name=one_line(change.to))
        actors.call(connection, plain(change.to), row.id)
        return
    if not new:
        row = _record_of(connection, workspace, old[0])
        actors.change(connection, row.id, state=ABOLISHED)
        return
    into = _record_of(connection, workspace, new[0])
    for name in new[1:]:
        _record_of(connection, workspace, name)
    for name in old:
        row = _record_of(connection, workspace, name)
        if row.id != into.id:
            actors.change(
                connection, row.id, state=ABOLISHED if isinstance(change, Abolish) else MERGED
            )
            actors.pass_on(connection, row.id, into.id)


def _record_of(connection: Connection, workspace: Workspace, name: str) -> ActorRow:
    """Find the record that a name stands for, or make it."""
    known = actors.names(connection).get(plain(name))
    rows = {row.id: row for row in actors.every(connection)}
    if known is not None:
        return rows[known]
    row = ActorRow(workspace.token(), one_line(name), None, ACTIVE)
    actors.add(connection, row)
    actors.call(connection, plain(name), row.id)
    return row


def _share_out(
    connection: Connection,
    workspace: Workspace,
    who: Person,
    *,
    held: Sequence[Material],
    change: Split,
) -> None:
    """Give the steps named to the others, as words of the person."""
    others = {plain(name): one_line(name) for name in change.into}
    by_id = {one.row.id: one for one in held}
    for (sop_id, key), name in sorted(change.steps.items()):
        one = by_id.get(sop_id)
        step = None if one is None else one.steps.get(key)
        if one is None or step is None:
            raise Missing("step-missing", Where(file=sop_id), {"key": key})
        if plain(name) not in others:
            raise Missing("actor-missing", Where(file=name))
        standing = {actor.id: actor.name for actor in one.effective.actors}
        now = next(s for s, _ in steps_of(one.effective.steps) if s.key == StepKey(key))
        names = [
            others[plain(name)] if plain(standing[actor]) == plain(change.name) else standing[actor]
            for actor in now.actors
        ]
        row = EditRow(
            id=0,
            sop_id=sop_id,
            key=key,
            field=Field.ACTORS.value,
            value="\n".join(names),
            who=who.login,
            at=workspace.now(),
            via=REORGANISED,
            orphan="",
            rank=0,
        )
        reviews.add_edit(connection, row)


def reopen(
    connection: Connection,
    workspace: Workspace,
    who: Person,
    *,
    one: Material,
    told: Mapping[str, Any],
    words: str,
) -> None:
    """Say on an SOP why it has changed, and take it back to draft."""
    remark = CommentRow(
        id=workspace.token(),
        sop_id=one.row.id,
        key="",
        element="",
        text=words,
        who=who.login,
        at=workspace.now(),
        answers=None,
        file_version=one.draft.version,
        resolved_by="",
        resolved_at="",
        version=1,
    )
    comments.add(connection, remark)
    note_touched(connection, one.row, reopen=True)
    workspace.record(connection, who, act="reorganised", subject=one.row.id, detail=told)


def words_of(told: Mapping[str, Any], language: Language) -> str:
    """Say a change, for the remarks."""
    names = {"old": ", ".join(told["old"]), "new": ", ".join(told["new"]) or "-"}
    return say(language, f"reorganise.{told['act']}", **names)


def _told(change: Change) -> dict[str, Any]:
    """Tell a change for the audit and the remarks."""
    act = type(change).__name__.lower()
    return {"act": act, "old": list(_old_names(change)), "new": list(_new_names(change))}
