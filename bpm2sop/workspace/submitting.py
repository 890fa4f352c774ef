"""A working copy on its way: submitted, verified, sent back."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Refused, Stale, Where
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.store import reviews, sops
from bpm2sop.store.audit import canonical
from bpm2sop.store.sops import SopRow
from bpm2sop.workspace.acting import (
    DRAFT,
    SUBMITTED,
    VERIFIED,
    Acts,
    acts_of,
    reopening,
    working_copy,
)
from bpm2sop.workspace.authors import refuse_authors
from bpm2sop.workspace.judging import findings_of
from bpm2sop.workspace.material import Material, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned
from bpm2sop.workspace.views import orphan_views

SENT_BACK = "sent_back"
_SHOWN = 10


class SopAct(NamedTuple):
    """An act on a working copy. `seen` is the version of the SOP as the person saw it."""

    sop: str
    seen: int
    word: str = ""


def submit(workspace: Workspace, who: Person, command: SopAct) -> None:
    """Hand a working copy in to be verified. `word` is the reason why errors that were found are accepted.

    Raises:
        Stale: the SOP has changed since the person saw it.
        Refused: it is no draft; something waits for a decision; or errors were found and no reason is given.
    """
    require(who, Right.WRITE, command.sop)
    with workspace.store.writing() as connection:
        row = seen_copy(connection, command, DRAFT)
        material = read_material(connection, workspace, row.id)
        _refuse_open(connection, material)
        errors = _errors(findings_of(connection, workspace, material))
        word = cleaned(command.word, row.title)
        if errors and not word:
            raise Refused("submit-errors", Where(file=row.title), {"rules": ", ".join(errors)})
        acts = {name: act for name, act in acts_of(row).items() if name != SENT_BACK}
        acts[SUBMITTED] = {"who": who.login, "at": workspace.now(), "word": word}
        if errors:
            acts[SUBMITTED]["accepted"] = ", ".join(errors)
        _set(connection, row, SUBMITTED, acts)
        workspace.record(connection, who, act="submit", subject=row.id, detail=acts[SUBMITTED])


def verify(workspace: Workspace, who: Person, command: SopAct) -> None:
    """Say that a submitted working copy is true and in form.

    Raises:
        Stale: the SOP has changed since the person saw it.
        Forbidden: the person wrote in it or submitted it.
        Refused: it is not submitted.
    """
    require(who, Right.REVIEW, command.sop)
    with workspace.store.writing() as connection:
        row = seen_copy(connection, command, SUBMITTED)
        refuse_authors(connection, workspace, who, row)
        word = cleaned(command.word, row.title)
        acts = {**acts_of(row), VERIFIED: {"who": who.login, "at": workspace.now(), "word": word}}
        _set(connection, row, VERIFIED, acts)
        workspace.record(connection, who, act="verify", subject=row.id, detail=acts[VERIFIED])


def send_back(workspace: Workspace, who: Person, command: SopAct) -> None:
    """Give a working copy back to its authors, with a word on why.

    Raises:
        Stale: the SOP has changed since the person saw it.
        Refused: it is not submitted, or no word is given.
    """
    require(who, Right.REVIEW, command.sop)
    with workspace.store.writing() as connection:
        row = seen_copy(connection, command, SUBMITTED, VERIFIED)
        word = needed_word(command.word, row.title)
        acts = acts_of(row._replace(acts=reopening(row)["acts"]))
        acts[SENT_BACK] = {"who": who.login, "at": workspace.now(), "word": word}
        _set(connection, row, DRAFT, acts)
        workspace.record(connection, who, act="send-back", subject=row.id, detail=acts[SENT_BACK])


def seen_copy(connection: Connection, command: SopAct, *stages: str) -> SopRow:
    """Find a working copy that is as the person saw it, and where the act can be done.

    Raises:
        Stale: it has changed since.
        Refused: it is at another stage.
    """
    row = working_copy(connection, command.sop)
    if row.version != command.seen:
        raise Stale("sop-stale", Where(file=row.title))
    if row.stage not in stages:
        raise Refused(f"stage-{row.stage}", Where(file=row.title))
    return row


def needed_word(word: str, place: str) -> str:
    """Clean a word without which an act is not done.

    Raises:
        Refused: there is none.
    """
    said = cleaned(word, place)
    if not said:
        raise Refused("word-needed", Where(file=place))
    return said


def _set(connection: Connection, row: SopRow, stage: str, acts: Acts) -> None:
    sops.change(connection, row.id, stage=stage, acts=canonical(acts))


def _errors(findings: tuple[Finding, ...]) -> list[str]:
    """Name the rules by which errors were found."""
    found = (finding.rule for finding in findings if finding.severity is Severity.ERROR)
    return list(dict.fromkeys(found))


def _refuse_open(connection: Connection, material: Material) -> None:
    """Refuse an SOP in which something waits for a decision, and say what."""
    numbers = {key: step.no for key, step in material.steps.items()}
    torn = [f"{numbers.get(key, '')} {field}".strip() for key, field in sorted(material.conflicts)]
    waiting = orphan_views(connection, reviews.orphans(connection, material.row.id))
    if torn:
        found = {"cells": ", ".join(torn[:_SHOWN]), "count": str(len(torn))}
        raise Refused("submit-conflicts", Where(file=material.row.title), found)
    if waiting:
        names = [one.label or one.text or one.key for one in waiting]
        found = {"names": ", ".join(names[:_SHOWN]), "count": str(len(names))}
        raise Refused("submit-orphans", Where(file=material.row.title), found)
