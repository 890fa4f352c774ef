"""Reorganisation of work units: made one, or abolished. What is theirs goes to the unit that takes over, and is shown before.

The SOPs of a unit that is no more are taken back to draft, for they are to be approved and numbered by another; editions in
force stay in force until a new one replaces them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.store import files, people, sops
from bpm2sop.store.audit import canonical
from bpm2sop.store.files import FileRow
from bpm2sop.store.sops import SopRow
from bpm2sop.store.units import UnitRow, all_units, insert_unit, pass_on, update_unit
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.performers import Touched, touched
from bpm2sop.workspace.material import Material, read_materials
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.preferences import in_use
from bpm2sop.workspace.reorganising import ABOLISHED, MERGED, reopen, words_of
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.units import ACTIVE, one_line


class MergeUnits(NamedTuple):
    """Units become one: the one of the id `into`, or a new one of the name `called` in the place of the first."""

    units: tuple[str, ...]
    into: str = ""
    called: str = ""


class AbolishUnit(NamedTuple):
    """A unit is no more; what was its own goes to the successor. Without one it may have neither SOPs nor maps."""

    unit: str
    successor: str = ""


UnitChange = MergeUnits | AbolishUnit


class UnitSop(NamedTuple):
    """An SOP of a unit that is no more, with the numbers of its steps."""

    sop: str
    title: str
    number: str
    unit: str
    steps: tuple[str, ...]


class UnitPreview(NamedTuple):
    """What a change of units touches, by names. `seen` stands for all of it as it was looked at.

    `actors` are performers who are called like a unit that is no more: they stay until they are reorganised themselves.
    """

    sops: tuple[UnitSop, ...]
    maps: tuple[str, ...]
    people: tuple[str, ...]
    units: tuple[str, ...]
    actors: tuple[Touched, ...]
    heir: str
    seen: str


class _Work(NamedTuple):
    """A change in the making: the units that end, the one that takes over, and what belongs to the former."""

    ending: tuple[UnitRow, ...]
    heir: UnitRow | None
    made: bool
    moved: tuple[UnitRow, ...]
    """Other units, as they will be."""
    held: tuple[Material, ...]
    preview: UnitPreview


def preview_units(workspace: Workspace, who: Person, change: UnitChange) -> UnitPreview:
    """List every SOP, step, number, map, person and unit that a change of units touches; nothing changes.

    Raises:
        Refused: the change makes no sense, or a unit that has SOPs or maps would be left without an heir.
        Missing: there is no such unit.
    """
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        return _work(connection, workspace, change).preview


def carry_out_units(
    workspace: Workspace, who: Person, change: UnitChange, *, seen: str
) -> UnitPreview:
    """Carry a change of units out; each SOP touched goes back to draft with a remark that says why.

    Args:
        workspace: where.
        who: the person.
        change: what is done.
        seen: what it touches, as the person looked at it (`UnitPreview.seen`).

    Raises:
        Stale: it touches something else by now.
        Refused: the change makes no sense, or a unit that has SOPs or maps would be left without an heir.
        Missing: there is no such unit.
    """
    require(who, Right.KEEP)
    with workspace.store.writing() as connection:
        work = _work(connection, workspace, change)
        if work.preview.seen != seen:
            raise Stale("set-changed", Where(file=workspace.store.place))
        told = _told(change, work)
        if work.heir is not None and work.made:
            insert_unit(connection, work.heir)
        for row in (*work.moved, *work.ending):
            update_unit(connection, row)
        for row in work.ending:
            pass_on(connection, row.id, _heir_of(row, work))
        words = words_of(told, in_use(connection, workspace.settings).language)
        for one in work.held:
            reopen(connection, workspace, who, one=one, told=told, words=words)
        files.count_change(connection)
        subject = work.heir.id if work.heir is not None else work.ending[0].id
        workspace.record(connection, who, act=str(told["act"]), subject=subject, detail=told)
        return work.preview


def _heir_of(row: UnitRow, work: _Work) -> str | None:
    """Give the unit that people of a unit that ends go to: its heir, else the unit above it."""
    return work.heir.id if work.heir is not None else row.parent_id


def _work(connection: Connection, workspace: Workspace, change: UnitChange) -> _Work:
    """Check a change, and work out what it does."""
    rows = {row.id: row for row in all_units(connection)}
    ending, heir, made = _sides(workspace, rows, change)
    ids = {row.id for row in ending}
    state = MERGED if isinstance(change, MergeUnits) else ABOLISHED
    maps = {row.id: row for row in files.every(connection) if row.unit_id in ids}
    own = [row for row in sops.every(connection) if _unit_of(row, maps) in ids]
    used = [row for row in own if row.state == ACTIVE]
    drawn = [row.name for row in maps.values() if row.state == ACTIVE]
    if heir is None and (used or drawn):
        counts = {"sops": str(len(used)), "maps": str(len(drawn))}
        raise Refused("unit-holds", Where(file=ending[0].name), counts)
    moved, heir = _moved(rows, ending, heir)
    after = {row.id: row for row in (*rows.values(), *moved) if row.id not in ids}
    _refuse_twins(after if heir is None else after | {heir.id: heir})
    if heir is not None and not made:
        moved = (*moved, *([heir] if heir != rows[heir.id] else []))
    every = {one.row.id: one for one in read_materials(connection, workspace)}
    held = tuple(every[row.id] for row in used if row.id in every)
    called = {name for row in ending for name in (row.name, row.short) if name}
    preview = UnitPreview(
        sops=tuple(_line(one, rows, maps) for one in held),
        maps=tuple(sorted(drawn)),
        people=tuple(row.login for row in people.all_people(connection) if row.unit_id in ids),
        units=tuple(row.name for row in moved if heir is None or row.id != heir.id),
        actors=touched(
            [one.effective for one in every.values()],
            called - ({heir.name} if heir is not None else set()),
        ),
        heir=heir.name if heir is not None else "",
        seen="",
    )
    stamp = canonical(
        [files.changes(connection), [list(row) for row in rows.values()], repr(preview)]
    )
    return _Work(
        ending=tuple(row._replace(state=state) for row in ending),
        heir=heir,
        made=made,
        moved=moved,
        held=held,
        preview=preview._replace(seen=hashlib.sha256(stamp.encode()).hexdigest()[:16]),
    )


def _sides(
    workspace: Workspace, rows: Mapping[str, UnitRow], change: UnitChange
) -> tuple[tuple[UnitRow, ...], UnitRow | None, bool]:
    """Find the units that end and the one that takes over, and tell whether that is a new one."""
    if isinstance(change, AbolishUnit):
        one = _active(rows, change.unit)
        heir = _active(rows, change.successor) if change.successor else None
        if heir is not None and heir.id == one.id:
            raise Refused("unit-alone", Where(file=one.name))
        return (one,), heir, False
    named = tuple(_active(rows, unit) for unit in dict.fromkeys(change.units))
    if change.into:
        heir = _active(rows, change.into)
    elif named:
        name = one_line(change.called)
        heir = UnitRow(workspace.token(), name, "", _above(rows, named), ACTIVE)
    else:
        raise Refused("unit-alone", Where(file=change.called or "-"))
    ending = tuple(row for row in named if row.id != heir.id)
    if not ending or (not change.into and len(ending) == 1):
        raise Refused("unit-alone", Where(file=heir.name))
    return ending, heir, not change.into


def _above(rows: Mapping[str, UnitRow], named: Sequence[UnitRow]) -> str | None:
    """Give the unit under which a new one stands that takes the place of others."""
    ids = {row.id for row in named}
    parent = named[0].parent_id
    while parent in ids:
        parent = rows[parent].parent_id
    return parent


def _moved(
    rows: Mapping[str, UnitRow], ending: Sequence[UnitRow], heir: UnitRow | None
) -> tuple[tuple[UnitRow, ...], UnitRow | None]:
    """Give the units below those that end as they will be, and the heir out of the way of a circle."""
    ids = {row.id for row in ending}
    if heir is not None:
        chain, at = [], heir.parent_id
        while at is not None:
            chain.append(at)
            at = rows[at].parent_id
        if topmost := [one for one in chain if one in ids]:
            heir = heir._replace(parent_id=rows[topmost[-1]].parent_id)
    moved = []
    for row in rows.values():
        if row.parent_id in ids and row.id not in ids and (heir is None or row.id != heir.id):
            parent = heir.id if heir is not None else rows[row.parent_id].parent_id
            moved.append(row._replace(parent_id=parent))
    return tuple(moved), heir


def _refuse_twins(after: Mapping[str, UnitRow]) -> None:
    """Refuse two units of one name under the same one."""
    seen: set[tuple[str | None, str]] = set()
    for row in after.values():
        place = (row.parent_id, row.name.casefold())
        if row.state == ACTIVE and place in seen:
            raise Refused("unit-twin", Where(file=row.name))
        if row.state == ACTIVE:
            seen.add(place)


def _active(rows: Mapping[str, UnitRow], unit: str) -> UnitRow:
    """Find an active unit.

    Raises:
        Missing: there is none of this id.
    """
    row = rows.get(unit)
    if row is None or row.state != ACTIVE:
        raise Missing("unit-missing", Where(file=unit))
    return row


def _unit_of(row: SopRow, maps: Mapping[str, FileRow]) -> str | None:
    """Give the unit that an SOP belongs to: its own, else that of its map."""
    if row.unit_id is not None:
        return row.unit_id
    file = maps.get(row.file_id or "")
    return file.unit_id if file is not None else None


def _line(one: Material, rows: Mapping[str, UnitRow], maps: Mapping[str, FileRow]) -> UnitSop:
    """Show an SOP of a unit that ends."""
    return UnitSop(
        sop=one.row.id,
        title=one.row.title,
        number=one.row.number,
        unit=rows[_unit_of(one.row, maps) or ""].name,
        steps=tuple(step.no for step, _ in steps_of(one.effective.steps)),
    )


def _told(change: UnitChange, work: _Work) -> dict[str, Any]:
    """Tell a change for the audit and the remarks."""
    return {
        "act": "unit-merge" if isinstance(change, MergeUnits) else "unit-abolish",
        "old": [row.name for row in work.ending],
        "new": [work.heir.name] if work.heir is not None else [],
        "units": [row.id for row in work.ending],
        "sops": len(work.held),
        "maps": len(work.preview.maps),
        "people": len(work.preview.people),
    }
