"""The coverage report of a workspace: its maps, its SOPs as they stand, its editions and forms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop import __version__
from bpm2sop.drafting import Settings, draft_file
from bpm2sop.model.processmap import MapFile
from bpm2sop.model.sop import Sop
from bpm2sop.settings import Profile
from bpm2sop.store import editions, files, units
from bpm2sop.store.sops import SopRow
from bpm2sop.trace import trace
from bpm2sop.trace.ladders import Item
from bpm2sop.trace.matching_changes import What, compare
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.report import Header, Holdings, Link, Register, Report
from bpm2sop.trace.report import report as report_of
from bpm2sop.wording import Language
from bpm2sop.workspace.drafting import DraftRun
from bpm2sop.workspace.evaluating import standings
from bpm2sop.workspace.issued import IN_FORCE
from bpm2sop.workspace.material import Material, read_materials
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import make_plan, read_base, read_version
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.values import StepStatus
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


def report(workspace: Workspace, who: Person, asked: Asked) -> Report:
    """Make the coverage report of a workspace for a day."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        base = read_base(connection, workspace)
    run = make_plan(workspace, base).run
    profile = asked.profile or base.settings.profile
    with workspace.store.reading() as connection:
        held = read_materials(connection, workspace)
        by_id = {row.id: row for row in files.every(connection)}
        names = {row.id: row.name for row in units.all_units(connection)}
        owners = {key: names.get(row.unit_id or "", "") for key, row in by_id.items()}
        register = Register(
            standings=standings(
                connection,
                behind=_behind(connection, workspace, held, settings=base.settings),
                owners=owners,
            ),
            units=tuple(row.name for row in units.all_units(connection) if row.state == ACTIVE),
            owners={row.name: owners[key] for key, row in by_id.items() if owners[key]},
            links=_links(held),
            attested=asked.attested,
        )
    return report_of(
        _header(run, asked, profile),
        _holdings(run, held, profile),
        register,
        cuts=profile.coverage,
        cross_functional=base.settings.cross_functional_level,
    )


def report_of_run(run: DraftRun, asked: Asked, settings: Settings) -> Report:
    """Make the coverage report of maps that lie in no workspace: what is drafted from them, and nothing in force."""
    return report_of(
        _header(run, asked, settings.profile),
        _holdings(run, [], settings.profile),
        Register(attested=asked.attested),
        cuts=settings.profile.coverage,
        cross_functional=settings.cross_functional_level,
    )


def _header(run: DraftRun, asked: Asked, profile: Profile) -> Header:
    """Say of whom, for when and from what the report is."""
    return Header(
        on=asked.on,
        agency=profile.unit.agency,
        regulation=asked.regulation,
        decree=asked.decree,
        tool=f"bpm2sop {__version__}",
        files=tuple((file.name, file.sha256) for file in run.files),
    )


def _holdings(run: DraftRun, held: list[Material], profile: Profile) -> Holdings:
    """Put the SOPs as they stand beside the maps."""
    stands = {one.row.key: one.effective for one in held}
    sops_ = tuple(stands.get(sop.key, sop) for sop in run.sops)
    return Holdings(trace(sops_, run.files, run.atlas, cuts=profile.coverage), run.atlas, sops_)


def _links(held: list[Material]) -> dict[tuple[str, str], Link]:
    """Name the elements of steps that say something else than when they were reviewed."""
    found: dict[tuple[str, str], Link] = {}
    for one in held:
        for step, _ in steps_of(one.base.steps):
            if one.status(step.key, "") in _CHANGED:
                for part in step.elements:
                    found[one.base.source.file, part.id] = Link.CHANGED
    return found


def _behind(
    connection: Connection,
    workspace: Workspace,
    held: list[Material],
    *,
    settings: Settings,
) -> list[str]:
    """Name the SOPs in force whose map says something else now than when they were approved."""
    by_id = {row.id: row for row in files.every(connection)}
    force = {one.sop_id: one.file_version for one in editions.at_stage(connection, IN_FORCE)}
    found = []
    for one in held:
        row, number = one.row, force.get(one.row.id)
        file = by_id.get(row.file_id or "")
        if number is None or file is None or number == file.current:
            continue
        versions = [
            read_version(connection, workspace, row.file_id or "", one)
            for one in (number, file.current)
        ]
        if _differs(row, versions, settings):
            found.append(row.id)
    return found


def _differs(row: SopRow, versions: Sequence[MapFile | None], settings: Settings) -> bool:
    """Tell whether an SOP's steps differ between two versions of its file."""
    old, new = (draft_file(file, settings) if file is not None else () for file in versions)
    own = [diff for diff in compare(old, new) if row.key in _keys(diff.old, diff.new)]
    return not own or any(diff.what is not What.SAME for diff in own)


def _keys(*sides: Sop | None) -> set[str]:
    return {side.key for side in sides if side is not None}
