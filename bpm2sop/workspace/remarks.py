"""Remarks on steps, elements and whole SOPs: answered, and settled."""

from __future__ import annotations

from typing import NamedTuple

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.store import comments
from bpm2sop.store.comments import CommentRow
from bpm2sop.workspace.acting import touched, working_copy
from bpm2sop.workspace.editing import find_step
from bpm2sop.workspace.material import find_sop, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned, cleaned_line
from bpm2sop.workspace.values import CommentView
from bpm2sop.workspace.views import comment_view

_ID = 300


class AddComment(NamedTuple):
    """A remark on a step (`key`), an element, or the whole SOP; `answers` is the remark that it answers."""

    sop: str
    text: str
    key: str = ""
    element: str = ""
    answers: str | None = None


def add_comment(workspace: Workspace, who: Person, command: AddComment) -> CommentView:
    """Make a remark.

    Raises:
        Missing: there is no such SOP, step or remark.
        Refused: the text is empty or too long.
    """
    require(who, Right.COMMENT, command.sop)
    with workspace.store.writing() as connection:
        row = working_copy(connection, command.sop)
        text = cleaned(command.text, row.title)
        if not text:
            raise Refused("comment-empty", Where(file=row.title))
        material = read_material(connection, workspace, command.sop)
        if command.key:
            find_step(material, command.key)
        if command.answers is not None:
            first = comments.find(connection, command.answers)
            if first is None or first.sop_id != row.id:
                raise Missing("comment-missing", Where(file=row.title))
        made = CommentRow(
            id=workspace.token(),
            sop_id=row.id,
            key=command.key,
            element=cleaned_line(command.element, row.title, limit=_ID),
            text=text,
            who=who.login,
            at=workspace.now(),
            answers=command.answers,
            file_version=material.draft.version,
            resolved_by="",
            resolved_at="",
            version=1,
        )
        comments.add(connection, made)
        touched(connection, row)
        detail = {"comment": made.id, "key": made.key}
        workspace.record(connection, who, act="comment", subject=row.id, detail=detail)
    return comment_view(made, material.steps)


def resolve_comment(
    workspace: Workspace, who: Person, comment_id: str, *, seen: int, resolved: bool = True
) -> None:
    """Note that a remark is settled, or open again.

    Raises:
        Missing: there is no such remark.
        Stale: somebody else changed it meanwhile.
    """
    require(who, Right.COMMENT, comment_id)
    with workspace.store.writing() as connection:
        remark = comments.find(connection, comment_id)
        if remark is None:
            raise Missing("comment-missing", Where(file=comment_id))
        row = find_sop(connection, remark.sop_id)
        if remark.version != seen:
            raise Stale("comment-stale", Where(file=row.title), {"who": remark.resolved_by})
        told = (who.login, workspace.now()) if resolved else ("", "")
        comments.resolve(connection, comment_id, *told)
        touched(connection, row)
        act = "resolve" if resolved else "reopen-comment"
        workspace.record(connection, who, act=act, subject=row.id, detail={"comment": comment_id})
