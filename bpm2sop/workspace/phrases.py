"""The house list: a text accepted once for a label is used wherever a map says so."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Where
from bpm2sop.settings import pair_key
from bpm2sop.store import comments
from bpm2sop.store.comments import PhraseRow
from bpm2sop.workspace.importing import linked_ones
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.relinking import Outcome, change_set
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned_line
from bpm2sop.workspace.turns import Touched

_LONGEST = 1_000


class PhraseView(NamedTuple):
    """An accepted phrase."""

    label: str
    text: str
    who: str
    at: str


def list_phrases(workspace: Workspace, who: Person) -> tuple[PhraseView, ...]:
    """List the accepted phrases by label."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        return tuple(PhraseView(*row) for row in comments.phrases(connection))


def accept_phrase(workspace: Workspace, who: Person, label: str, text: str) -> tuple[Touched, ...]:
    """Accept a text for a label; every draft whose map says so is made anew. Give the SOPs that changed.

    Raises:
        Refused: label or text is empty or too long.
    """
    require(who, Right.WRITE)
    key = pair_key(cleaned_line(label, "label", limit=_LONGEST))
    words = cleaned_line(text, "text", limit=_LONGEST)
    if not key or not words:
        raise Refused("phrase-empty", Where(file=label or text))

    def record(connection: Connection, outcome: Outcome) -> None:
        comments.set_phrase(connection, PhraseRow(key, words, who.login, workspace.now()))
        detail = {"label": key, "text": words, "files": len(outcome.touched)}
        workspace.record(connection, who, act="accept-phrase", subject="", detail=detail)

    outcome = change_set(workspace, house={key: words}, who=who.login, record=record)
    return linked_ones(outcome, set())


def remove_phrase(workspace: Workspace, who: Person, label: str) -> tuple[Touched, ...]:
    """Let maps speak again where a phrase was accepted; what people typed stays. Give the SOPs that changed.

    Raises:
        Missing: no phrase is accepted for this label.
    """
    require(who, Right.KEEP)
    key = pair_key(cleaned_line(label, "label", limit=_LONGEST))

    def record(connection: Connection, outcome: Outcome) -> None:
        if not comments.drop_phrase(connection, key):
            raise Missing("phrase-missing", Where(file=key))
        detail = {"label": key, "files": len(outcome.touched)}
        workspace.record(connection, who, act="remove-phrase", subject="", detail=detail)

    outcome = change_set(workspace, house={key: ""}, who=who.login, record=record)
    return linked_ones(outcome, set())
