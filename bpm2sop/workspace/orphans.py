"""Words whose step is gone: put on another step, or let go by a person who says so."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.model.sop import StepKey
from bpm2sop.store import files, reviews, sops, unpack
from bpm2sop.store.audit import canonical
from bpm2sop.store.reviews import OrphanRow
from bpm2sop.trace.merge import merge
from bpm2sop.trace.overlay import Orphan
from bpm2sop.workspace.acting import PLACED, acts_of, touched, working_copy
from bpm2sop.workspace.carrying import carry
from bpm2sop.workspace.drafted import Drafted
from bpm2sop.workspace.elsewhere import retold
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import drafted
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.turns import Turn
from bpm2sop.workspace.written import Written, mark, read_written


class OrphanAct(NamedTuple):
    """An act on an orphan. `seen` is its version as the person saw it; `step` the step that it is now, if any.

    `sop` is the SOP of that step where it is one of another map.
    """

    orphan: str
    seen: int
    step: str | None = None
    word: str = ""
    sop: str = ""


def confirm_orphan(workspace: Workspace, who: Person, command: OrphanAct) -> None:
    """Let an orphan go: its step is gone for good. The words stay in the history.

    Raises:
        Missing: there is no such orphan.
        Stale: somebody else settled it meanwhile.
    """
    require(who, Right.REVIEW, command.orphan)
    with workspace.store.writing() as connection:
        row = _open_orphan(connection, command)
        reviews.set_orphan(connection, row.id, "confirmed")
        reviews.drop_question(connection, row.file_id, row.key)
        sop = sops.find(connection, row.sop_id) if row.sop_id is not None else None
        if sop is not None:
            touched(connection, sop)
        detail = {"orphan": row.id, "key": row.key, "word": command.word}
        subject = row.sop_id or row.file_id
        workspace.record(connection, who, act="confirm-orphan", subject=subject, detail=detail)


def place_orphan(workspace: Workspace, who: Person, command: OrphanAct) -> None:
    """Put the words of an orphan on a step: there they stand where nobody has typed, and as earlier words where somebody has.

    Raises:
        Missing: there is no such orphan, SOP or step.
        Stale: somebody else settled it meanwhile.
        Refused: it holds the words of a whole SOP, or the other SOP is no longer worked on.
    """
    require(who, Right.WRITE, command.orphan)
    with workspace.store.writing() as connection:
        row = _open_orphan(connection, command)
        series = _series(connection, row, command)
        draft_id = files.latest_draft(connection, series)
        draft = drafted(connection, workspace, draft_id or 0)
        if command.step not in draft.steps or draft_id is None:
            raise Missing("step-missing", Where(file=row.key), {"key": command.step or ""})
        written = _with_orphan(read_written(connection, series), row, draft)
        turn = _placing(row, written, draft, StepKey(command.step))
        carry(connection, workspace, turn, settings="", draft_id=draft_id)
        reviews.drop_question(connection, row.file_id, row.key)
        own = turn.written.present[turn.home[command.step]].id
        _note_author(connection, own, who.login, workspace.now())
        detail = {"orphan": row.id, "key": row.key, "step": command.step}
        if series != row.file_id:
            detail["sop"] = own
            _leave(connection, row)
        subject = row.sop_id or row.file_id
        workspace.record(connection, who, act="place-orphan", subject=subject, detail=detail)


def answer_question(workspace: Workspace, who: Person, command: OrphanAct) -> None:
    """Say which step a step of the old version is now; None says that it is none of those proposed.

    Raises:
        Missing: there is no such question or step.
        Stale: somebody else answered meanwhile.
    """
    if command.step is not None:
        place_orphan(workspace, who, command)
        return
    require(who, Right.WRITE, command.orphan)
    with workspace.store.writing() as connection:
        row = _open_orphan(connection, command)
        if not reviews.drop_question(connection, row.file_id, row.key):
            raise Missing("question-missing", Where(file=row.key))
        sop = sops.find(connection, row.sop_id) if row.sop_id is not None else None
        if sop is not None:
            touched(connection, sop)
        subject = row.sop_id or row.file_id
        detail = {"orphan": row.id, "key": row.key}
        workspace.record(connection, who, act="answer-none", subject=subject, detail=detail)


def _open_orphan(connection: Connection, command: OrphanAct) -> OrphanRow:
    """Find an orphan that waits.

    Raises:
        Missing: there is none of this id.
        Stale: somebody else settled it meanwhile.
    """
    row = reviews.find_orphan(connection, command.orphan)
    if row is None:
        raise Missing("orphan-missing", Where(file=command.orphan))
    if row.state != "open" or row.version != command.seen:
        raise Stale("orphan-stale", Where(file=row.key))
    return row


def _series(connection: Connection, row: OrphanRow, command: OrphanAct) -> str:
    """Name the series of the step that words go to: the orphan's own, or that of the SOP named."""
    if not command.sop or command.sop == row.sop_id:
        return row.file_id
    return working_copy(connection, command.sop).file_id or row.file_id


def _with_orphan(written: Written, row: OrphanRow, draft: Drafted) -> Written:
    """Add an orphan of another map, told in the terms of this one."""
    if any(own.id == row.id for own, _ in written.orphans):
        return written
    orphan = retold(unpack(row.content, Orphan), draft)
    called = replace(written.overlay, orphans=(orphan._replace(key=mark(row.id)),))
    return replace(written, orphans=((row, orphan),), overlay=called)


def _leave(connection: Connection, row: OrphanRow) -> None:
    """Note that words left an SOP for another map's."""
    sop = sops.find(connection, row.sop_id) if row.sop_id is not None else None
    if sop is not None:
        touched(connection, sop)


def _placing(row: OrphanRow, written: Written, draft: Drafted, step: StepKey) -> Turn:
    """Work out where an orphan's words go; no other orphan moves."""
    mine = next(orphan for orphan in written.overlay.orphans if orphan.key == mark(row.id))
    if mine.step is None:
        raise Refused("orphan-of-sop", Where(file=row.key))
    given = {StepKey(mine.key): step}
    overlay = replace(written.overlay, orphans=(mine,))
    merged = merge(draft.sops, draft.sops, overlay, given=given)
    return Turn(
        file_id=row.file_id,
        number=draft.version,
        old=draft,
        sops=draft.sops,
        written=written,
        merged=merged,
        given=given,
    )


def _note_author(connection: Connection, sop_id: str, login: str, at: str) -> None:
    """Note who put words into an SOP: nobody approves what they wrote."""
    sop = sops.find(connection, sop_id)
    if sop is not None:
        acts = acts_of(sop)
        acts[PLACED] = {**acts.get(PLACED, {}), login: at}
        sops.change(connection, sop.id, acts=canonical(acts))
