"""A new version of one map: looked at first, then carried out as one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace
from sqlalchemy import Connection

from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import FileStatus, MapFile, ProcessMap
from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.trace.matching_changes import SopDiff, compare
from bpm2sop.trace.merge import Merged
from bpm2sop.workspace.deciding import settle
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.drafting import Work
from bpm2sop.workspace.importing import is_other, linked_ones
from bpm2sop.workspace.maps import find_file
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import (
    Arrival,
    Base,
    Plan,
    drafted,
    make_plan,
    read_arrivals,
    read_base,
    read_version,
)
from bpm2sop.workspace.relinking import Outcome, change_set
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import NAME, cleaned_line
from bpm2sop.workspace.turns import Touched

_NOTHING: Mapping[str, str | None] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """A new version of a map. `seen` is the number of the version that the person saw as the current one.

    `given` pairs steps of the old version with those of the new one, as a person said; None says that a step is gone.
    `other` takes a file that has little in common with the map all the same. `decided` settles conflicts that it would
    bring, by key (an SOP's for title and identity) and field: True keeps what stands, False takes what the map says.
    """

    file: str
    data: bytes
    seen: int
    given: Mapping[str, str | None] = field(default_factory=dict)
    note: str = ""
    uploaded_as: str = ""
    other: bool = False
    decided: Mapping[tuple[str, str], bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a new version would do. Nothing is changed yet.

    `merged` has the pairs with their confidence, the questions, and cell by cell what would stand; `sops` what differs in
    the drafts; the maps are those of the version in use and of the new one.
    """

    file: str
    name: str
    seen: int
    is_other: bool
    findings: tuple[Finding, ...]
    merged: Merged
    sops: tuple[SopDiff, ...]
    old_maps: tuple[ProcessMap, ...]
    new_maps: tuple[ProcessMap, ...]
    linked: tuple[str, ...]
    """Titles of SOPs of other maps that say something else with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionReport:
    """What a new version did: the SOPs of its map, and those of other maps that say something else now."""

    file: str
    name: str
    number: int
    findings: tuple[Finding, ...]
    maps: tuple[ProcessMap, ...]
    sops: tuple[Touched, ...]
    linked: tuple[Touched, ...]
    questions: int
    conflicts: int
    orphans: int


def preview(
    workspace: Workspace,
    who: Person,
    file_id: str,
    data: bytes,
    *,
    given: Mapping[str, str | None] = _NOTHING,
) -> Preview:
    """Say what a new version of a map would do.

    Raises:
        Missing: there is no such map.
        Refused: the file cannot be read, or is the version in use.
    """
    require(who, Right.WRITE, file_id)
    command = Revise(file=file_id, data=data, seen=0, given=given)
    with workspace.store.reading() as connection:
        base = read_base(connection, workspace)
        name, number = _current(connection, file_id)
    arrival = _arrival(command, name, seen=number)
    work, old = _read(workspace, base, arrival)
    plan = make_plan(workspace, base, [arrival])
    turn = plan.turns[name]
    if turn.merged is None:
        raise Refused("revision-same", Where(file=name))
    with workspace.store.reading() as connection:
        before = read_version(connection, workspace, file_id, number)
    return Preview(
        file=file_id,
        name=name,
        seen=number,
        is_other=is_other(old, work),
        findings=_file(plan, name).findings,
        merged=turn.merged,
        sops=compare(turn.old.sops, turn.sops),
        old_maps=before.maps if before is not None else (),
        new_maps=_file(plan, name).maps,
        linked=tuple(_linked(plan, name)),
    )


def revise(workspace: Workspace, who: Person, command: Revise) -> RevisionReport:
    """Put a new version in the place of the one in use; what people wrote goes along.

    Raises:
        Missing: there is no such map.
        Stale: another version is in use now than the one that the person saw.
        Refused: the file cannot be read, is the version in use, or is another map.
    """
    require(who, Right.WRITE, command.file)
    with workspace.store.reading() as connection:
        base = read_base(connection, workspace)
        name, _ = _current(connection, command.file)
    arrival = _arrival(command, name, seen=command.seen)
    work, old = _read(workspace, base, arrival)
    if is_other(old, work) and not command.other:
        raise Refused("map-other", Where(file=name))

    def record(connection: Connection, outcome: Outcome) -> None:
        turn = outcome.turns[name]
        detail = {"name": name, "version": turn.number, "sha256": arrival.sha256}
        pairs = {str(old): new for old, new in arrival.given.items()}
        if pairs:
            detail["given"] = pairs
        workspace.record(connection, who, act="revise", subject=command.file, detail=detail)

    outcome = change_set(workspace, [arrival], who=who.login, record=record)
    turn = outcome.turns[name]
    told = tuple(
        one._replace(conflicts=one.conflicts - settle(workspace, who, one, command.decided))
        for one in outcome.touched[name]
    )
    return RevisionReport(
        file=command.file,
        name=name,
        number=turn.number,
        findings=outcome.files[name].findings,
        maps=outcome.files[name].maps,
        sops=told,
        linked=linked_ones(outcome, {name}),
        questions=turn.questions,
        conflicts=sum(one.conflicts for one in told),
        orphans=sum(orphan.has_words for orphan in turn.orphaned),
    )


def _current(connection: Connection, file_id: str) -> tuple[str, int]:
    """Give the name of a series and the number of its version in use."""
    file = find_file(connection, file_id)
    return file.name, file.current


def _arrival(command: Revise, name: str, *, seen: int) -> Arrival:
    """Make the arrival of a new version, under its series' name: so its keys hold."""
    given = {
        StepKey(old): StepKey(new) if new is not None else None
        for old, new in command.given.items()
    }
    return Arrival(
        name=name,
        data=command.data,
        uploaded_as=cleaned_line(command.uploaded_as or name, "name", limit=NAME),
        note=cleaned_line(command.note, "note"),
        given=given,
        seen=seen,
    )


def _read(workspace: Workspace, base: Base, arrival: Arrival) -> tuple[Work, Drafted]:
    """Read a new version, and open the draft of the one in use.

    Raises:
        Refused: it cannot be read, or is the version in use.
    """
    file = base.known[arrival.name]
    in_use = [version for one, version in base.current if one.id == file.id]
    if any(version.sha256 == arrival.sha256 for version in in_use):
        raise Refused("revision-same", Where(file=arrival.name))
    (work,) = read_arrivals(workspace, base, [arrival])
    if work.file.status is FileStatus.REFUSED:
        reason = work.file.findings[0]
        where = Where(file=arrival.uploaded_as, line=reason.line)
        raise Refused(reason.rule, where, dict(reason.params))
    head = base.heads.get(file.id)
    with workspace.store.reading() as connection:
        old = drafted(connection, workspace, head.id) if head is not None else Drafted(())
    return work, old


def _file(plan: Plan, name: str) -> MapFile:
    return next(file for file in plan.run.files if file.name == name)


def _linked(plan: Plan, name: str) -> list[str]:
    """Name the SOPs of other maps whose drafts change."""

    def bare(sop: Sop) -> Sop:
        return replace(sop, findings=())

    return [
        sop.title
        for own, turn in plan.turns.items()
        if own != name
        for sop in turn.sops
        if sop.key not in turn.old.by_key or bare(turn.old.by_key[sop.key]) != bare(sop)
    ]
