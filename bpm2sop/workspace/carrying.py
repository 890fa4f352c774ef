"""Puts another draft of a file in the place of the one before it; what people wrote goes along as the merge says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection

from bpm2sop import __version__
from bpm2sop.model.sop import Role, Sop
from bpm2sop.store import entries, files, pack, sops
from bpm2sop.store.audit import canonical
from bpm2sop.store.entries import EntryRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.merge import Status
from bpm2sop.workspace.acting import DRAFT, SUBMITTED, VERIFIED, reopening
from bpm2sop.workspace.effective import Cells, overlaid, standing
from bpm2sop.workspace.moving import Moving
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.sameness import same
from bpm2sop.workspace.turns import Touched, Turn
from bpm2sop.workspace.written import ACTIVE, GONE, RETIRED


def carry(
    connection: Connection,
    workspace: Workspace,
    turn: Turn,
    *,
    settings: str,
    unit_id: str | None = None,
    draft_id: int | None = None,
) -> tuple[Touched, ...]:
    """Keep the new draft, and move what people wrote to where the merge says.

    Args:
        connection: that of the transaction.
        workspace: whose clock and ids are used.
        turn: what was worked out.
        settings: the hash of what the new draft was made with.
        unit_id: the unit of SOPs that are new.
        draft_id: the draft, where it is kept already and only words move.
    """
    rows, gone = _place(connection, workspace, turn, unit_id)
    ids = {key: row.id for key, row in rows.items()}
    if turn.merged is not None:
        away = frozenset(row.id for row in gone)
        Moving(connection, workspace, turn, turn.merged, ids, away).run()
    if draft_id is None:
        draft_id = files.add_draft(
            connection,
            file_id=turn.file_id,
            file_version=turn.number,
            tool=__version__,
            settings=settings,
            sops=pack(turn.sops),
            news=pack(_news(turn, workspace.now())),
            at=workspace.now(),
        )
    found = standing(turn.overlay.edits)
    entries.replace(connection, list(ids.values()), _entries(turn, ids, found))
    told = _set(connection, turn, rows, draft_id=draft_id, cells=found)
    return (*told, *(Touched(row.id, row.key, row.title, GONE) for row in gone))


def _place(
    connection: Connection, workspace: Workspace, turn: Turn, unit_id: str | None
) -> tuple[dict[str, SopRow], list[SopRow]]:
    """Find the row of each SOP of the new draft, or make one; give them by key, and the rows that have none."""
    before = turn.written.present
    back = {new: old for old, new in turn.heads.items()}
    away = {row.key: row for row in turn.written.sops if row.state == GONE}
    gone = [row for key, row in before.items() if key not in turn.heads]
    for row in gone:
        sops.change(connection, row.id, state=GONE)
    rows: dict[str, SopRow] = {}
    for sop in turn.sops:
        old = back.get(sop.key)
        known = before.get(old) if old is not None else away.get(sop.key)
        if known is None:
            known = _new_row(workspace.token(), sop, turn.file_id, unit_id)
            sops.add(connection, known)
        rows[sop.key] = known
    sops.rekey(connection, {row.id: key for key, row in rows.items() if row.key != key})
    return rows, gone


def _new_row(own: str, sop: Sop, file_id: str, unit_id: str | None) -> SopRow:
    """Make the row of a new SOP. It becomes active with its first draft."""
    return SopRow(
        id=own,
        file_id=file_id,
        draft_id=None,
        key=sop.key,
        title=sop.title,
        code=sop.code or "",
        level=sop.level,
        unit_id=unit_id,
        origin="drafted",
        stage=DRAFT,
        number="",
        edition=0,
        state=GONE,
        acts=canonical({}),
        version=0,
    )


def _news(turn: Turn, at: str) -> Mapping[str, str]:
    """Say which steps are news, and since when; the first draft of a file has none."""
    carried: dict[str, str] = {
        turn.forward[key]: when for key, when in turn.old.news.items() if key in turn.forward
    }
    if turn.old.sops:
        carried.update(dict.fromkeys(turn.appeared, at))
    return carried


def _set(
    connection: Connection,
    turn: Turn,
    rows: Mapping[str, SopRow],
    *,
    draft_id: int,
    cells: Cells,
) -> list[Touched]:
    """Point the SOPs to the new draft, and say what became of each."""
    back = {new: old for old, new in turn.heads.items()}
    before = standing(turn.written.overlay.edits)
    counts = _counts(turn)
    told = []
    for sop in turn.sops:
        row = rows[sop.key]
        was = turn.old.by_key.get(back.get(sop.key, ""))
        now = overlaid(sop, cells)
        unchanged = was is not None and same(overlaid(was, before), now)
        reopened = row.stage in (SUBMITTED, VERIFIED) and not unchanged
        acts = reopening(row) if reopened else {}
        state = RETIRED if row.stage == RETIRED else ACTIVE
        sops.change(
            connection,
            row.id,
            draft_id=draft_id,
            title=now.title,
            code=now.code or "",
            level=now.level,
            **({"state": state} if state != row.state else {}),
            **acts,
        )
        status = "new" if was is None else "same" if unchanged else "changed"
        told.append(Touched(row.id, sop.key, now.title, status, reopened, *counts[sop.key]))
    return told


def _counts(turn: Turn) -> dict[str, tuple[int, int, int]]:
    """Count by SOP what waits for a person: suspects, conflicts, orphans."""
    found: dict[str, Counter[str]] = {sop.key: Counter() for sop in turn.sops}
    if turn.merged is not None:
        for step in turn.merged.steps:
            found[step.sop]["suspect"] += step.status is Status.SUSPECT
        for one in turn.merged.conflicts:
            found[turn.home.get(one.key, one.key)]["conflict"] += 1
        for orphan in turn.orphaned:
            left = turn.left(orphan)
            home = turn.heads.get(left) if left is not None else None
            if home is not None:
                found[home]["orphan"] += orphan.has_words
    return {key: (c["suspect"], c["conflict"], c["orphan"]) for key, c in found.items()}


def _entries(turn: Turn, ids: Mapping[str, str], cells: Cells) -> list[EntryRow]:
    """List what search finds in the SOPs."""
    return [entry for sop in turn.sops for entry in entries_of(overlaid(sop, cells), ids[sop.key])]


def entries_of(sop: Sop, sop_id: str) -> list[EntryRow]:
    """List what search finds in one SOP: title, actors, steps, and nodes by their ids."""
    found = [EntryRow(sop_id, "title", sop.key, sop.title)]
    found += [EntryRow(sop_id, "actor", actor.id, actor.name) for actor in sop.actors]
    for step, _ in steps_of(sop.steps):
        found.append(step_entry(sop_id, step.key, step.text, step.label))
        found += [
            EntryRow(sop_id, "element", part.id, "")
            for part in step.elements
            if part.id != step.key and part.role is not Role.FLOW
        ]
    return found


def step_entry(sop_id: str, key: str, text: str, label: str) -> EntryRow:
    """Make the entry of a step: its text, and its label where it says it otherwise."""
    words = text if label.casefold() in text.casefold() else f"{text} ({label})"
    return EntryRow(sop_id, "step", key, words)
