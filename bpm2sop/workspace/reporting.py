"""The coverage report of a workspace: its maps, its SOPs as they stand, its editions and forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop import __version__
from bpm2sop.drafting import Settings
from bpm2sop.garbage import uncollected
from bpm2sop.settings import Profile
from bpm2sop.store import adoptions, units
from bpm2sop.trace import trace
from bpm2sop.trace.ladders import Item
from bpm2sop.trace.report import Adopted, Header, Holdings, Register, Report
from bpm2sop.trace.report import report as report_of
from bpm2sop.wording import Language
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.drafting import DraftRun
from bpm2sop.workspace.drifting import Drifting
from bpm2sop.workspace.evaluating import standings
from bpm2sop.workspace.material import Material, read_materials
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import Base, all_drafted, read_base
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.whole import Whole, as_kept, as_run, drafted_anew
from bpm2sop.workspace.written import ACTIVE


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
        generals = {one.sop_id: one.general_id for one in adoptions.every(connection)}
    whole = (
        as_kept(workspace, base, drafts) if drafts is not None else drafted_anew(workspace, base)
    )
    profile = asked.profile or base.settings.profile
    return report_of(
        _header(whole, asked, profile),
        _holdings(whole, held, profile, generals=generals),
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
    drift = Drifting(connection, workspace, rows, base.settings).of(held, asked.on)
    return Register(
        standings=standings(connection, asked.on, behind=drift.behind, owners=owners),
        units=tuple(row.name for row in units.all_units(connection) if row.state == ACTIVE),
        owners={row.name: owners[key] for key, row in rows.items() if owners[key]},
        links=drift.links,
        orphans=drift.orphans,
        attested=asked.attested,
    )


def report_of_run(run: DraftRun, asked: Asked, settings: Settings) -> Report:
    """Make the coverage report of maps that lie in no workspace: what is drafted from them, and nothing in force."""
    whole = as_run(run)
    return report_of(
        _header(whole, asked, settings.profile),
        _holdings(whole, [], settings.profile, generals={}),
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


def _holdings(
    whole: Whole, held: list[Material], profile: Profile, *, generals: Mapping[str, str]
) -> Holdings:
    """Put the SOPs as they stand beside the maps; `generals` are those that units adopted, by the adopted ones' ids."""
    stands = {one.row.key: one.effective for one in held}
    sops_ = tuple(stands.get(sop.key, sop) for sop in whole.sops)
    matrix = trace(sops_, whole.files, whole.atlas, cuts=profile.coverage)
    keys = {sop.key for sop in sops_}
    return Holdings(
        matrix,
        whole.atlas,
        sops_,
        tuple(one for one in _adopted(generals, held) if one.general in keys),
    )


def _adopted(generals: Mapping[str, str], held: Iterable[Material]) -> Iterator[Adopted]:
    """Iterate over the SOPs that units adopted, each with the key of the general one."""
    keys = {one.row.id: one.row.key for one in held}
    for one in held:
        general = generals.get(one.row.id)
        if general in keys:
            yield Adopted(one.effective, keys[general])
