"""General SOPs (*SOP generik*): one unit's SOP adopted by others, with actors and numbers of their own.

An adopted SOP is a working copy like any other, over an edition of the general one instead of over a map. What people
write on it survives a new edition in the way in which it survives a revised map.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection

from bpm2sop.drafting.keys import slug, sop_key
from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.model.sop import Cell, Identity, Sop, SopKey
from bpm2sop.store import adoptions, editions, files, sops, units
from bpm2sop.store.adoptions import AdoptionRow
from bpm2sop.store.audit import canonical
from bpm2sop.store.editions import EditionRow
from bpm2sop.store.reviews import EditRow
from bpm2sop.store.sops import SopRow
from bpm2sop.store.terms import Term
from bpm2sop.trace.matching_changes import SopDiff, What, compare
from bpm2sop.trace.overlay import Field
from bpm2sop.trace.performers import plain, renamed
from bpm2sop.workspace.acting import working_copy
from bpm2sop.workspace.carrying import carry
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.editing import HERE, keep_edit
from bpm2sop.workspace.in_force import force_of, today
from bpm2sop.workspace.issued import issued
from bpm2sop.workspace.material import find_sop, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import drafted, read_settings, with_merge
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned_cell
from bpm2sop.workspace.turns import Touched, Turn
from bpm2sop.workspace.units import one_line
from bpm2sop.workspace.written import ACTIVE, HEAD, Written, read_written

DRAFTED, GENERAL, ADOPTED = "drafted", "general", "adopted"
"""Where an SOP is from: its map; its map, and others adopt it; a general one."""
_SERIES = "adopted"
"""State of the series that an adopted SOP's drafts belong to: it has no files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt:
    """A unit adopts a general SOP; `actors` gives its own names by the general ones, the others keep theirs.

    `number` is the unit's own for it, as far as it is known already; it is the edition's when that is put in force.
    """

    general: str
    unit: str
    actors: Mapping[str, str] = field(default_factory=dict)
    number: str = ""


class AdoptionLine(NamedTuple):
    """An adopted SOP. `upstream` is the general one's edition in force; `changes` is how many steps another one touches.

    `why` tells why a person should look at it: the general one has another `edition` in force, has none any more
    (`revoked`), or is out of use or in no map any more (`retired`).
    """

    sop: str
    title: str
    unit: str
    general: str
    edition: int
    upstream: int
    changes: int
    general_id: str = ""
    why: str = ""

    @property
    def suspect(self) -> bool:
        """Tell whether a person should look at what happened upstream."""
        return bool(self.why)


def make_general(
    workspace: Workspace, who: Person, sop_id: str, *, seen: int, general: bool = True
) -> None:
    """Offer an SOP to all units, or take the offer back; those that adopted it keep theirs.

    Raises:
        Missing: there is no such SOP.
        Stale: it has changed since the person saw it.
        Refused: it is itself adopted.
    """
    require(who, Right.APPROVE, sop_id)
    with workspace.store.writing() as connection:
        row = working_copy(connection, sop_id)
        if row.version != seen:
            raise Stale("sop-stale", Where(file=row.title))
        if row.origin == ADOPTED:
            raise Refused("general-adopted", Where(file=row.title))
        origin = GENERAL if general else DRAFTED
        sops.change(connection, row.id, origin=origin)
        files.count_change(connection)
        workspace.record(connection, who, act=f"make-{origin}", subject=row.id)


def adopt(workspace: Workspace, who: Person, command: Adopt) -> str:
    """Adopt the edition in force of a general SOP; give the id of the unit's own.

    Raises:
        Missing: there is no such SOP or unit, or an actor named is not in it.
        Refused: the SOP is not general, has no edition in force, or the unit has adopted it already.
    """
    require(who, Right.WRITE, command.general)
    with workspace.store.writing() as connection:
        row = find_sop(connection, command.general)
        if row.origin != GENERAL:
            raise Refused("general-not", Where(file=row.title))
        unit = units.find_unit(connection, command.unit)
        if unit is None or unit.state != "active":
            raise Missing("unit-missing", Where(file=command.unit))
        edition = _upstream(connection, row, today(workspace))
        for one in adoptions.every(connection, row.id):
            if find_sop(connection, one.sop_id).unit_id == unit.id:
                raise Refused("general-twice", Where(file=row.title), {"unit": unit.name})
        called = _called(issued(edition), command.actors, row.title)
        own = workspace.token()
        sop = _own(issued(edition), called, unit.short or unit.name)
        files.add(connection, own, f"{_SERIES}/{own}", unit.id)
        files.set_state(connection, own, _SERIES)
        turn = Turn(
            file_id=own, number=edition.number, old=Drafted(()), sops=(sop,), written=Written()
        )
        (made,) = carry(
            connection,
            workspace,
            turn,
            settings=read_settings(connection, workspace)[1],
            unit_id=unit.id,
        )
        sops.change(connection, made.id, origin=ADOPTED)
        if command.number:
            _number(connection, workspace, who, sop_id=made.id, number=command.number)
        adoptions.add(
            connection,
            AdoptionRow(
                sop_id=made.id,
                general_id=row.id,
                edition=edition.number,
                actors=canonical({**called, "": unit.short or unit.name}),
                who=who.login,
                at=workspace.now(),
                version=1,
            ),
        )
        files.count_change(connection)
        detail = {"general": row.id, "edition": edition.number, "unit": unit.id}
        workspace.record(connection, who, act="adopt", subject=made.id, detail=detail)
        return made.id


def _number(
    connection: Connection, workspace: Workspace, who: Person, *, sop_id: str, number: str
) -> None:
    """Write the unit's own number on an SOP that was just adopted."""
    material = read_material(connection, workspace, sop_id)
    row = EditRow(
        id=0,
        sop_id=sop_id,
        key=HEAD,
        field=Field.NUMBER,
        value=cleaned_cell(Field.NUMBER, number, material.row.title),
        who=who.login,
        at=workspace.now(),
        via=HERE,
        orphan="",
        rank=0,
    )
    keep_edit(connection, workspace, who, material=material, row=row)


def list_adoptions(
    workspace: Workspace, who: Person, general: str | None = None
) -> tuple[AdoptionLine, ...]:
    """List the adopted SOPs, those of one general SOP where it is given, each with whether its general one has moved on."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        day = today(workspace)
        return tuple(_line(connection, one, day) for one in adoptions.every(connection, general))


def adoption_of(workspace: Workspace, who: Person, sop_id: str) -> AdoptionLine:
    """Show one adopted SOP.

    Raises:
        Missing: there is no such SOP, or it is not adopted.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        return _line(connection, _adoption(connection, sop_id), today(workspace))


def upstream_changes(workspace: Workspace, who: Person, sop_id: str) -> tuple[SopDiff, ...]:
    """Show what the general SOP's edition in force says differently than the adopted one.

    Raises:
        Missing: there is no such SOP, or it is not adopted.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        found = _adoption(connection, sop_id)
        return _changes(connection, found, today(workspace))


def accept_upstream(workspace: Workspace, who: Person, sop_id: str, *, seen: int) -> Touched:
    """Follow the general SOP's edition in force; the unit's own words survive, doubt is told.

    Args:
        workspace: where.
        who: the person.
        sop_id: the adopted SOP.
        seen: the edition of the general SOP that the person looked at.

    Raises:
        Missing: there is no such SOP, or it is not adopted.
        Stale: the general SOP has another edition in force by now.
        Refused: it follows this edition already.
    """
    require(who, Right.WRITE, sop_id)
    with workspace.store.writing() as connection:
        row = working_copy(connection, sop_id)
        found = _adoption(connection, sop_id)
        general = find_sop(connection, found.general_id)
        edition = _upstream(connection, general, today(workspace))
        if edition.number != seen:
            raise Stale("edition-stale", Where(file=row.title))
        if edition.number == found.edition:
            raise Refused("general-followed", Where(file=row.title))
        series = row.file_id or ""
        draft = files.latest_draft(connection, series)
        turn = Turn(
            file_id=series,
            number=edition.number,
            old=drafted(connection, workspace, draft or 0),
            sops=(_kept(found, issued(edition)),),
            written=read_written(connection, series),
        )
        mark = read_settings(connection, workspace)[1]
        told = carry(connection, workspace, with_merge(turn, fresh=True), settings=mark)
        adoptions.follow(connection, sop_id, edition.number)
        files.count_change(connection)
        detail = {"general": found.general_id, "edition": edition.number}
        workspace.record(connection, who, act="accept-upstream", subject=sop_id, detail=detail)
        return next(one for one in told if one.id == sop_id)


def _adoption(connection: Connection, sop_id: str) -> AdoptionRow:
    """Find how an SOP was adopted.

    Raises:
        Missing: it was not.
    """
    found = adoptions.find(connection, sop_id)
    if found is None:
        raise Missing("adoption-missing", Where(file=find_sop(connection, sop_id).title))
    return found


def _upstream(connection: Connection, row: SopRow, day: date) -> EditionRow:
    """Find the edition of a general SOP that is in force on a day.

    Raises:
        Refused: there is none.
    """
    force = force_of(connection, row.id, day)
    edition = editions.find(connection, row.id, force.number) if force is not None else None
    if edition is None:
        raise Refused("general-not-in-force", Where(file=row.title))
    return edition


def _called(sop: Sop, given: Mapping[str, str], place: str) -> dict[str, str]:
    """Check the names that a unit gives to the actors of a general SOP.

    Raises:
        Missing: the SOP has no such actor.
    """
    known = {plain(actor.name) for actor in sop.actors}
    for name in given:
        if plain(name) not in known:
            raise Missing("actor-missing", Where(file=place), {"name": name})
    return {plain(name): one_line(own) for name, own in sorted(given.items())}


def _own(sop: Sop, called: Mapping[str, str], unit: str) -> Sop:
    """Make a unit's own of a general SOP: its key, its actors, number and dates still open."""
    stem = sop.key.rpartition("-")[0]
    blank = replace(
        sop.identity,
        **{name: Cell() for name in ("number", "created", "revised", "effective", "approved_by")},
    )
    identity: Identity = blank
    key: SopKey = sop_key(f"{stem}-{slug(unit)}", f"{sop.key}\0{unit}")
    return replace(renamed(sop, called), key=key, identity=identity)


def _kept(found: AdoptionRow, sop: Sop) -> Sop:
    """Make of an edition what the unit that adopted another has of it."""
    called: dict[str, str] = json.loads(found.actors)
    unit = called.pop("", "")
    return _own(sop, called, unit)


def _changes(connection: Connection, found: AdoptionRow, day: date) -> tuple[SopDiff, ...]:
    """Compare the edition adopted with the one in force."""
    old = editions.find(connection, found.general_id, found.edition)
    try:
        new = _upstream(connection, find_sop(connection, found.general_id), day)
    except Refused:
        return ()
    before = (_kept(found, issued(old)),) if old is not None else ()
    return compare(before, (_kept(found, issued(new)),))


def _why(general: SopRow, force: Term | None, edition: int) -> str:
    """Tell why a person should look at an SOP that follows an edition of a general one, if so."""
    if general.state != ACTIVE:
        return "retired"
    if force is None:
        return "revoked"
    return "edition" if force.number != edition else ""


def _line(connection: Connection, found: AdoptionRow, day: date) -> AdoptionLine:
    """Show an adopted SOP in a list, as it is on a day."""
    row = find_sop(connection, found.sop_id)
    unit = units.find_unit(connection, row.unit_id or "")
    general = find_sop(connection, found.general_id)
    force = force_of(connection, general.id, day)
    upstream = force.number if force is not None else found.edition
    changed = [
        step
        for diff in (_changes(connection, found, day) if upstream != found.edition else ())
        for step in diff.steps
        if step.what is not What.SAME
    ]
    return AdoptionLine(
        sop=row.id,
        title=row.title,
        unit=unit.name if unit is not None else "",
        general=general.title,
        edition=found.edition,
        upstream=upstream,
        changes=len(changed),
        general_id=general.id,
        why=_why(general, force, found.edition),
    )
