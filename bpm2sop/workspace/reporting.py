"""The coverage report of a workspace: its maps, its SOPs as they stand, its editions and forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop import __version__
from bpm2sop.drafting import Settings, draft_file
from bpm2sop.garbage import uncollected
from bpm2sop.model.sop import Sop
from bpm2sop.settings import Profile
from bpm2sop.store import units
from bpm2sop.store.files import FileRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace import trace
from bpm2sop.trace.ladders import Item
from bpm2sop.trace.matching_changes import What, compare
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.report import Header, Holdings, Link, Register, Report
from bpm2sop.trace.report import report as report_of
from bpm2sop.wording import Language
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.drafting import DraftRun
from bpm2sop.workspace.evaluating import standings
from bpm2sop.workspace.in_force import force_on
from bpm2sop.workspace.material import Material, read_materials
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import Base, all_drafted, read_base, read_version
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.values import StepStatus
from bpm2sop.workspace.whole import Whole, as_kept, as_run, drafted_anew
from bpm2sop.workspace.written import ACTIVE

_CHANGED = frozenset({StepStatus.SUSPECT, StepStatus.CONFLICT})


class Asked(NamedTuple):
    """What a report is to say that no record holds: the day, the regulations, and what an official attests."""

    on: date
    regulation: str = ""
    decree: str = ""
    attested: Collection[Item] = ()
    profile: Profile | None = None
    """Whose cut-offs and agency count; the workspace's own where none is named."""
    language: Language | None = None
    """Of an evidence pack's own words; the workspace's where none is named."""


@uncollected()
def report(workspace: Workspace, who: Person, asked: Asked) -> Report:
    """Make the coverage report of a workspace for a day."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        base = read_base(connection, workspace)
        held = read_materials(connection, workspace)
        drafts = _drafts(connection, workspace, base, held) if base.is_kept else None
        register = _register(connection, workspace, base, held=held, asked=asked)
    whole = (
        as_kept(workspace, base, drafts) if drafts is not None else drafted_anew(workspace, base)
    )
    profile = asked.profile or base.settings.profile
    return report_of(
        _header(whole, asked, profile),
        _holdings(whole, held, profile),
        register,
        cuts=profile.coverage,
        cross_functional=base.settings.cross_functional_level,
    )


def _drafts(
    connection: Connection, workspace: Workspace, base: Base, held: Iterable[Material]
) -> dict[int, Drafted]:
    """Give the latest drafts of the files of a set; those of the SOPs are open already."""
    known = {one.row.draft_id: one.draft for one in held}
    heads = [base.heads[file.id].id for file, _ in base.current]
    others = all_drafted(connection, workspace, (head for head in heads if head not in known))
    return {head: known[head] if head in known else others[head] for head in heads}


def _register(
    connection: Connection, workspace: Workspace, base: Base, *, held: list[Material], asked: Asked
) -> Register:
    """Read what a workspace knows beside maps and SOPs."""
    rows = {row.id: row for row in base.known.values()}
    names = {row.id: row.name for row in units.all_units(connection)}
    owners = {key: names.get(row.unit_id or "", "") for key, row in rows.items()}
    behind = _Behind(connection, workspace, rows, base.settings)
    return Register(
        standings=standings(
            connection, asked.on, behind=behind.among(held, asked.on), owners=owners
        ),
        units=tuple(row.name for row in units.all_units(connection) if row.state == ACTIVE),
        owners={row.name: owners[key] for key, row in rows.items() if owners[key]},
        links=_links(held),
        attested=asked.attested,
    )


def report_of_run(run: DraftRun, asked: Asked, settings: Settings) -> Report:
    """Make the coverage report of maps that lie in no workspace: what is drafted from them, and nothing in force."""
    whole = as_run(run)
    return report_of(
        _header(whole, asked, settings.profile),
        _holdings(whole, [], settings.profile),
        Register(attested=asked.attested),
        cuts=settings.profile.coverage,
        cross_functional=settings.cross_functional_level,
    )


def _header(whole: Whole, asked: Asked, profile: Profile) -> Header:
    """Say of whom, for when and from what the report is."""
    return Header(
        on=asked.on,
        agency=profile.unit.agency,
        regulation=asked.regulation,
        decree=asked.decree,
        tool=f"bpm2sop {__version__}",
        files=tuple((file.name, file.sha256) for file in whole.files),
    )


def _holdings(whole: Whole, held: list[Material], profile: Profile) -> Holdings:
    """Put the SOPs as they stand beside the maps."""
    stands = {one.row.key: one.effective for one in held}
    sops_ = tuple(stands.get(sop.key, sop) for sop in whole.sops)
    matrix = trace(sops_, whole.files, whole.atlas, cuts=profile.coverage)
    return Holdings(matrix, whole.atlas, sops_)


def _links(held: list[Material]) -> dict[tuple[str, str], Link]:
    """Name the elements of steps that say something else than when they were reviewed."""
    found: dict[tuple[str, str], Link] = {}
    for one in held:
        if not (one.reviews or one.conflicts):
            continue
        for step, _ in steps_of(one.base.steps):
            if one.status(step.key, "") in _CHANGED:
                for part in step.elements:
                    found[one.base.source.file, part.id] = Link.CHANGED
    return found


class _Behind:
    """Finds the SOPs in force whose map says something else now than when they were approved."""

    def __init__(
        self,
        connection: Connection,
        workspace: Workspace,
        rows: Mapping[str, FileRow],
        settings: Settings,
    ) -> None:
        """Remember what was compared: the SOPs of one file are often approved together."""
        self._connection = connection
        self._workspace = workspace
        self._rows = rows
        self._settings = settings
        self._same: dict[tuple[str, int], frozenset[str]] = {}

    def among(self, held: Iterable[Material], on: date) -> list[str]:
        """Name those in force on a day by their ids."""
        force = {key: one.file_version for key, one in force_on(self._connection, on).items()}
        return [
            one.row.id
            for one in held
            if one.row.id in force and self._is_behind(one.row, force[one.row.id])
        ]

    def _is_behind(self, row: SopRow, number: int) -> bool:
        """Tell whether the steps of an SOP differ between the version that it was approved of and the current one."""
        file = self._rows.get(row.file_id or "")
        if file is None or number == file.current:
            return False
        known = self._same.get((file.id, number))
        if known is None:
            known = self._same[file.id, number] = self._unchanged(file, number)
        return row.key not in known

    def _unchanged(self, file: FileRow, number: int) -> frozenset[str]:
        """Give the keys of SOPs that say the same in two versions of a file."""
        versions = [
            read_version(self._connection, self._workspace, file.id, one)
            for one in (number, file.current)
        ]
        old, new = (draft_file(one, self._settings) if one else () for one in versions)
        found: dict[str, bool] = {}
        for diff in compare(old, new):
            for key in _keys(diff.old, diff.new):
                found[key] = found.get(key, True) and diff.what is What.SAME
        return frozenset(key for key, same in found.items() if same)


def _keys(*sides: Sop | None) -> set[str]:
    return {side.key for side in sides if side is not None}
