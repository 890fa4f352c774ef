"""Reviews of steps. To review is to say that a row is right; to clear is to say that a change of the map does no harm.

The other acts of a review stand beside this: words (`editing`), remarks, orphans, phrases.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Refused, Stale, Where
from bpm2sop.store import pack, reviews
from bpm2sop.store.reviews import ReviewRow
from bpm2sop.workspace.acting import touched, working_copy
from bpm2sop.workspace.editing import EditCell, edit_cell, find_step
from bpm2sop.workspace.material import Material, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.orphans import OrphanAct, answer_question, confirm_orphan, place_orphan
from bpm2sop.workspace.phrases import PhraseView, accept_phrase, list_phrases
from bpm2sop.workspace.remarks import AddComment, add_comment, resolve_comment
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned
from bpm2sop.workspace.values import StepStatus

__all__ = [
    "AddComment",
    "EditCell",
    "OrphanAct",
    "PhraseView",
    "StepAct",
    "accept_phrase",
    "add_comment",
    "answer_question",
    "clear_step",
    "confirm_orphan",
    "edit_cell",
    "list_phrases",
    "place_orphan",
    "resolve_comment",
    "review_step",
    "withdraw_review",
]


class StepAct(NamedTuple):
    """An act on a row. `seen` stands for the row as the person saw it (`StepView.seen`)."""

    sop: str
    key: str
    seen: str
    word: str = ""


def review_step(workspace: Workspace, who: Person, command: StepAct) -> StepStatus:
    """Say that a row is right as it stands.

    Raises:
        Missing: there is no such SOP or step.
        Stale: the row says something else than what the person saw.
        Refused: a cell of it is in conflict, or a change of the map has to be cleared first.
    """
    require(who, Right.REVIEW, command.sop)
    with workspace.store.writing() as connection:
        material = _seen(connection, workspace, command)
        if command.key in material.torn:
            raise Refused("step-conflict", _where(material, command.key))
        if material.why(command.key):
            raise Refused("step-suspect", _where(material, command.key))
        row = ReviewRow(
            sop_id=command.sop,
            key=command.key,
            seen=_prints(material, command.key),
            edit_id=material.newest.get(command.key, 0),
            suspect=0,
            who=who.login,
            at=workspace.now(),
            cleared_by="",
            cleared_at="",
            word=cleaned(command.word, material.row.title),
        )
        reviews.set_review(connection, row)
        _done(connection, workspace, who, material=material, command=command, act="review")
    return StepStatus.REVIEWED


def clear_step(workspace: Workspace, who: Person, command: StepAct) -> StepStatus:
    """Say that what the map changed in a reviewed row does it no harm. Words typed since stay to be reviewed.

    Raises:
        Missing: there is no such SOP or step.
        Stale: the row says something else than what the person saw.
        Refused: the row is not suspect.
    """
    require(who, Right.REVIEW, command.sop)
    with workspace.store.writing() as connection:
        material = _seen(connection, workspace, command)
        review = material.reviews.get(command.key)
        if review is None or not material.why(command.key):
            raise Refused("step-not-suspect", _where(material, command.key))
        cleared = review._replace(
            seen=_prints(material, command.key),
            suspect=0,
            cleared_by=who.login,
            cleared_at=workspace.now(),
            word=cleaned(command.word, material.row.title),
        )
        reviews.set_review(connection, cleared)
        _done(connection, workspace, who, material=material, command=command, act="clear")
        after = read_material(connection, workspace, command.sop)
    return after.status(command.key, "")


def withdraw_review(workspace: Workspace, who: Person, command: StepAct) -> StepStatus:
    """Take the review of a row back.

    Raises:
        Missing: there is no such SOP or step.
        Stale: the row says something else than what the person saw.
    """
    require(who, Right.REVIEW, command.sop)
    with workspace.store.writing() as connection:
        material = _seen(connection, workspace, command)
        reviews.drop_review(connection, command.sop, command.key)
        _done(connection, workspace, who, material=material, command=command, act="withdraw-review")
        after = read_material(connection, workspace, command.sop)
    return after.status(command.key, "")


def _seen(connection: Connection, workspace: Workspace, command: StepAct) -> Material:
    """Read an SOP whose row is as the person saw it."""
    working_copy(connection, command.sop)
    material = read_material(connection, workspace, command.sop)
    find_step(material, command.key)
    if material.stamp(command.key) != command.seen:
        raise Stale("step-stale", _where(material, command.key))
    return material


def _where(material: Material, key: str) -> Where:
    """Name a row as a person finds it."""
    return Where(file=f"{material.row.title} ({material.steps[key].no})")


def _prints(material: Material, key: str) -> bytes:
    """Pack what the map says of a step now."""
    return pack(material.draft.prints[find_step(material, key)])


def _done(
    connection: Connection,
    workspace: Workspace,
    who: Person,
    *,
    material: Material,
    command: StepAct,
    act: str,
) -> None:
    """Note an act on a row."""
    touched(connection, material.row)
    detail = {"key": command.key, "word": command.word}
    workspace.record(connection, who, act=act, subject=command.sop, detail=detail)
