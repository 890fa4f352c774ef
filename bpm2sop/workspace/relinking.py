"""Changes the set of maps: the one way in which drafts change.

All that takes long is done outside the transaction; the transaction goes on only with a set that is still as it was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bpm2sop.atlas import Page
from bpm2sop.drafting import Settings
from bpm2sop.errors import Stale, Where
from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import MapFile
from bpm2sop.store import files, pack, pages, sops, works
from bpm2sop.store.files import VersionRow
from bpm2sop.store.pages import PageRow
from bpm2sop.workspace.carrying import carry
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import (
    Arrival,
    Base,
    Item,
    Plan,
    make_plan,
    read_base,
    to_keep,
    with_merge,
)
from bpm2sop.workspace.preferences import keep_settings, kept_settings, plain
from bpm2sop.workspace.turns import Touched, Turn
from bpm2sop.workspace.written import ACTIVE, RETIRED, read_written

_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was carried out: the set's files as read, and by name what became of each file's SOPs."""

    files: Mapping[str, MapFile]
    ids: Mapping[str, str]
    """The series of each file."""
    touched: Mapping[str, tuple[Touched, ...]]
    turns: Mapping[str, Turn]


def change_set(
    workspace: Workspace,
    arrivals: Sequence[Arrival] = (),
    *,
    retire: str | None = None,
    house: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    who: str,
    record: Callable[[Connection, Outcome], None],
    progress: Callable[[str], None] = lambda _name: None,
) -> Outcome:
    """Bring versions of files in, or take one out, and link the set anew; all of it or nothing.

    Args:
        workspace: where.
        arrivals: versions that were found to be readable.
        retire: the id of a series that is no longer part of the set.
        house: phrases that are accepted with this change.
        settings: by what all maps are drafted from now on; as they were where None is given.
        who: the login of the person.
        record: writes the act into the audit, in the same transaction.
        progress: is told each file that was read.

    Raises:
        Stale: others changed the set again and again meanwhile, or a version that the sender saw is no longer current.
    """
    for _ in range(_TRIES):
        with workspace.store.reading() as connection:
            base = read_base(connection, workspace, house, settings)
        plan = make_plan(workspace, base, arrivals, retire=retire, progress=progress)
        outcome = _write(workspace, plan, who=who, record=record, retire=retire, settings=settings)
        if outcome is not None:
            return outcome
    raise Stale("set-busy", Where(file=workspace.store.place))


def take_in(
    workspace: Workspace,
    judge: Callable[[Base], Sequence[Arrival]],
    *,
    who: str,
    record: Callable[[Connection, Outcome], None],
    progress: Callable[[str], None] = lambda _name: None,
) -> Outcome | None:
    """Bring in what is judged to be fit for the set as it stands, and no other; None where nothing is.

    Args:
        workspace: where.
        judge: says which versions come in; asked anew where others changed the set meanwhile.
        who: the login of the person.
        record: writes the act into the audit, in the same transaction.
        progress: is told each file that was read.

    Raises:
        Stale: others changed the set again and again meanwhile.
    """
    for _ in range(_TRIES):
        with workspace.store.reading() as connection:
            base = read_base(connection, workspace)
        arrivals = judge(base)
        if not arrivals:
            return None
        plan = make_plan(workspace, base, arrivals, progress=progress)
        outcome = _write(workspace, plan, who=who, record=record)
        if outcome is not None:
            return outcome
    raise Stale("set-busy", Where(file=workspace.store.place))


def _write(
    workspace: Workspace,
    plan: Plan,
    *,
    who: str,
    record: Callable[[Connection, Outcome], None],
    retire: str | None = None,
    settings: Settings | None = None,
) -> Outcome | None:
    """Write what was worked out, in one transaction; None where the set is no longer as it was read."""
    rows = to_keep(plan)
    with workspace.store.writing() as connection:
        if files.changes(connection) != plan.base.changes:
            return None
        outcome = _carry_out(connection, workspace, plan, who=who, retire=retire)
        works.write(connection, rows)
        if settings is not None or kept_settings(connection) is None:
            keep_settings(connection, settings or plain(workspace.settings))
        record(connection, outcome)
        return outcome


def _carry_out(
    connection: Connection, workspace: Workspace, plan: Plan, *, who: str, retire: str | None
) -> Outcome:
    """Write what was worked out."""
    read = {file.name: file for file in plan.run.files}
    for item in plan.items:
        file, turn = read[item.name], plan.turns.get(item.name)
        _set_version(connection, item, turn, file=file, who=who, at=workspace.now())
    touched: dict[str, tuple[Touched, ...]] = {}
    turns: dict[str, Turn] = {}
    for item in plan.items:
        if item.name in plan.turns:
            planned = plan.turns[item.name]
            turn = _as_of_now(connection, planned, fresh=item.arrival is not None)
            turns[item.name] = turn
            unit = item.file.unit_id if item.file is not None else None
            touched[item.name] = carry(
                connection, workspace, turn, settings=plan.base.mark, unit_id=unit
            )
    if retire is not None:
        _retire(connection, retire)
    files.drop_drafts(connection, [turn.file_id for turn in turns.values()])
    ids = {item.name: item.file.id for item in plan.items if item.file is not None}
    ids |= {name: turn.file_id for name, turn in turns.items()}
    pages.replace(connection, _pages(connection, plan, ids))
    files.count_change(connection)
    files.note_drafted(connection, plan.base.mark)
    return Outcome(files=read, ids=ids, touched=touched, turns=turns)


def _set_version(
    connection: Connection, item: Item, turn: Turn | None, *, file: MapFile, who: str, at: str
) -> None:
    """Keep a version that came in; note what the set around the others shows in them."""
    findings = pack(file.findings)
    weights = Counter(finding.severity for finding in file.findings)
    errors, warnings = weights[Severity.ERROR], weights[Severity.WARNING]
    if item.arrival is None or turn is None:
        if item.version is not None and findings != item.version.findings:
            files.set_findings(
                connection, item.version.id, findings, errors=errors, warnings=warnings
            )
        return
    if item.file is None:
        files.add(connection, turn.file_id, item.name, None)
    row = VersionRow(
        id=0,
        file_id=turn.file_id,
        number=turn.number,
        sha256=files.keep(connection, item.arrival.data),
        uploaded_as=item.arrival.uploaded_as,
        status=file.status.value,
        exporter=file.exporter,
        findings=findings,
        errors=errors,
        warnings=warnings,
        who=who,
        at=at,
        note=item.arrival.note,
    )
    files.add_version(connection, row)


def _as_of_now(connection: Connection, turn: Turn, *, fresh: bool) -> Turn:
    """Take what people wrote while this was worked out into it."""
    if not turn.old.sops and not turn.written.sops:
        return turn
    written = read_written(connection, turn.file_id)
    if written == turn.written:
        return turn
    return with_merge(replace(turn, written=written, merged=None), fresh=fresh)


def _retire(connection: Connection, file_id: str) -> None:
    """Take a series and its SOPs out of use."""
    files.set_state(connection, file_id, RETIRED)
    works.drop(connection, [file_id])
    for row in sops.of_file(connection, file_id):
        if row.state == ACTIVE:
            sops.change(connection, row.id, state=RETIRED)


def _pages(connection: Connection, plan: Plan, ids: Mapping[str, str]) -> list[PageRow]:
    """Make the rows of the atlas."""
    rows = {row.key: row.id for row in sops.every(connection, state=ACTIVE)}
    homes = {
        (sop.source.file, scope): rows[sop.key]
        for sop in reversed(plan.run.sops)
        if sop.key in rows
        for scope in sop.source.scopes
    }
    return [_page(page, position, ids, homes) for position, page in enumerate(plan.run.atlas.pages)]


def _page(
    page: Page, position: int, ids: Mapping[str, str], homes: Mapping[tuple[str, str], str]
) -> PageRow:
    """Make the row of one page."""
    own = (homes.get((page.file, scope)) for scope in page.scopes)
    return PageRow(
        key=page.key,
        position=position,
        file_id=ids.get(page.file),
        kind=page.kind.value,
        element=page.element,
        title=page.title,
        code=page.code or "",
        level=page.level,
        group=page.group.value if page.group is not None else "",
        owner=page.owner,
        parent=page.parent or "",
        link=page.link.value if page.link is not None else "",
        sop_id=next((sop_id for sop_id in own if sop_id is not None), None),
    )
