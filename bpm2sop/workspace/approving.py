"""Editions: an SOP is approved as it stands, put in force with number and dates, and revoked. Its words never change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.model.sop import Cell, CellSource, Sop
from bpm2sop.store import editions, files, pack, reviews, sops, terms, unpack
from bpm2sop.store.audit import canonical
from bpm2sop.store.editions import EditionRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace.matching_changes import SopDiff, compare
from bpm2sop.workspace.acting import DRAFT, SUBMITTED, VERIFIED, acts_of
from bpm2sop.workspace.authors import refuse_authors
from bpm2sop.workspace.dates import read_day
from bpm2sop.workspace.in_force import (
    TO_COME,
    coming_after,
    in_force_on,
    is_or_will_be,
    stages_on,
    today,
)
from bpm2sop.workspace.issued import (
    APPROVED,
    ENACTED,
    IN_FORCE,
    REVOKED,
    SUPERSEDED,
    as_enacted,
    document_of,
    issued,
)
from bpm2sop.workspace.judging import judged
from bpm2sop.workspace.material import find_sop, read_material
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL, Person, Right, require
from bpm2sop.workspace.submitting import SopAct, needed_word, seen_copy, send_back, submit, verify
from bpm2sop.workspace.texts import cleaned, cleaned_line
from bpm2sop.workspace.values import EditionLine
from bpm2sop.workspace.views import edition_lines
from bpm2sop.workspace.written import ACTIVE, RETIRED

__all__ = [
    "EditionAct",
    "EditionView",
    "Enact",
    "SopAct",
    "approve",
    "compare_editions",
    "edition_view",
    "enact",
    "list_editions",
    "retire_sop",
    "revoke",
    "send_back",
    "submit",
    "verify",
]

_NUMBER = 200


class Enact(NamedTuple):
    """Number and dates (2026-01-31) with which an edition is put in force. `seen` is the version of the SOP."""

    sop: str
    edition: int
    seen: int
    number: str
    created: str
    effective: str


class EditionAct(NamedTuple):
    """An act on an edition. `seen` is the version of the SOP as the person saw it."""

    sop: str
    edition: int
    seen: int
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """An edition: the SOP as it was approved, and what became of it. `document` is its JSON, whose hash is `line.sha256`."""

    sop_id: str
    line: EditionLine
    sop: Sop
    document: bytes


def approve(workspace: Workspace, who: Person, command: SopAct) -> EditionLine:
    """Approve a verified working copy: it is frozen as the next edition.

    Raises:
        Stale: the SOP has changed since the person saw it.
        Forbidden: the person wrote in it or submitted it.
        Refused: it is not verified.
    """
    require(who, Right.APPROVE, command.sop)
    with workspace.store.writing() as connection:
        row = seen_copy(connection, command, VERIFIED)
        refuse_authors(connection, workspace, who, row)
        material = read_material(connection, workspace, row.id)
        name = who.name or (who.login if who != LOCAL else "")
        frozen = _signed(judged(connection, workspace, material), name)
        document = document_of(frozen)
        told = {
            "who": who.login,
            "at": workspace.now(),
            "word": cleaned(command.word, row.title),
            "edit": str(reviews.last_edit(connection, row.id)),
            "sha256": files.keep(connection, document),
        }
        past = {name: act for name, act in acts_of(row).items() if name in (SUBMITTED, VERIFIED)}
        made = EditionRow(
            id=0,
            sop_id=row.id,
            number=row.edition + 1,
            stage=APPROVED,
            content=pack(frozen),
            sha256=told["sha256"],
            file_version=material.draft.version,
            sop_number="",
            acts=canonical({**past, APPROVED: told}),
            effective="",
            revoked="",
            version=1,
        )
        editions.add(connection, made)
        sops.change(connection, row.id, stage=DRAFT, acts=canonical({}), edition=made.number)
        detail = {"edition": made.number, "sha256": made.sha256}
        workspace.record(connection, who, act="approve", subject=row.id, detail=detail)
        return _line(connection, workspace, row, made.number)


def enact(workspace: Workspace, who: Person, command: Enact) -> EditionLine:
    """Put an approved edition in force under a number; on its day it takes the place of the one in force before it.

    Raises:
        Stale: the SOP has changed since the person saw it.
        Missing: there is no such edition.
        Refused: it is not approved, the number is another SOP's, or a date is none.
    """
    require(who, Right.APPROVE, command.sop)
    with workspace.store.writing() as connection:
        row = _seen_sop(connection, command.sop, command.seen)
        edition = _edition(connection, row, command.edition)
        if edition.stage != APPROVED:
            raise Refused(f"edition-{edition.stage.replace('_', '-')}", Where(file=row.title))
        number = _free_number(connection, workspace, row, command.number)
        days = (read_day(command.created, row.title), read_day(command.effective, row.title))
        if days[1] < days[0]:
            raise Refused("days-order", Where(file=row.title))
        acts = json.loads(edition.acts)
        told = {
            "who": who.login,
            "at": workspace.now(),
            "number": number,
            "created": days[0].isoformat(),
            "effective": days[1].isoformat(),
            "revised": acts[APPROVED]["at"][:10] if edition.number > 1 else "",
        }
        dated = as_enacted(unpack(edition.content, Sop), told)
        acts[ENACTED] = {**told, "sha256": files.keep(connection, document_of(dated))}
        _supersede(connection, row, by=edition.number)
        editions.change(
            connection,
            edition.id,
            stage=IN_FORCE,
            sop_number=number,
            effective=days[1].isoformat(),
            acts=canonical(acts),
        )
        sops.change(connection, row.id, number=number)
        detail = {"edition": edition.number, "number": number, "effective": command.effective}
        workspace.record(connection, who, act="enact", subject=row.id, detail=detail)
        return _line(connection, workspace, row, edition.number)


def revoke(workspace: Workspace, who: Person, command: EditionAct) -> EditionLine:
    """Take an edition out of force, with a word on why.

    Raises:
        Stale: the SOP has changed since the person saw it.
        Missing: there is no such edition.
        Refused: it is out of force already, or no word is given.
    """
    require(who, Right.APPROVE, command.sop)
    with workspace.store.writing() as connection:
        row = _seen_sop(connection, command.sop, command.seen)
        edition = _edition(connection, row, command.edition)
        day = today(workspace)
        stage = stages_on(terms.of_sop(connection, row.id), day)[edition.number]
        if stage not in (APPROVED, IN_FORCE, TO_COME):
            raise Refused(f"edition-{stage}", Where(file=row.title))
        at = workspace.now()
        told = {"who": who.login, "at": at, "word": needed_word(command.word, row.title)}
        acts = {**json.loads(edition.acts), REVOKED: told}
        editions.change(
            connection, edition.id, stage=REVOKED, revoked=day.isoformat(), acts=canonical(acts)
        )
        if stage == TO_COME:
            _give_back(connection, row, edition.number)
        left = terms.of_sop(connection, row.id)
        stands = in_force_on(left, day) or coming_after(left, day)
        freed = {} if stage == APPROVED else {"number": stands.sop_number if stands else ""}
        sops.change(connection, row.id, **freed)
        detail = {"edition": edition.number, **told}
        workspace.record(connection, who, act="revoke", subject=row.id, detail=detail)
        return _line(connection, workspace, row, edition.number)


def retire_sop(workspace: Workspace, who: Person, command: SopAct, *, retired: bool = True) -> None:
    """Take an SOP out of use while its map stays, or bring it back. Nothing of it is lost.

    Raises:
        Stale: the SOP has changed since the person saw it.
        Refused: an edition of it is in force, or will be.
    """
    require(who, Right.APPROVE, command.sop)
    with workspace.store.writing() as connection:
        row = _seen_sop(connection, command.sop, command.seen)
        if is_or_will_be(connection, row.id, today(workspace)):
            raise Refused("edition-in-force", Where(file=row.title))
        state, stage = (RETIRED, RETIRED) if retired else (ACTIVE, DRAFT)
        sops.change(connection, row.id, state=state, stage=stage)
        act = "retire" if retired else "bring-back"
        workspace.record(connection, who, act=act, subject=row.id, detail={"word": command.word})


def list_editions(workspace: Workspace, who: Person, sop_id: str) -> tuple[EditionLine, ...]:
    """List the editions of an SOP, the first one first.

    Raises:
        Missing: there is no such SOP.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        find_sop(connection, sop_id)
        return edition_lines(connection, sop_id, today(workspace))


def edition_view(workspace: Workspace, who: Person, sop_id: str, number: int) -> EditionView:
    """Show an edition.

    Raises:
        Missing: there is no such SOP or edition.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        row = find_sop(connection, sop_id)
        edition = _edition(connection, row, number)
        line = _line(connection, workspace, row, number)
        return EditionView(
            sop_id=sop_id,
            line=line,
            sop=issued(edition),
            document=files.kept(connection, line.sha256) or b"",
        )


def compare_editions(
    workspace: Workspace, who: Person, sop_id: str, old: int, *, new: int | None = None
) -> SopDiff:
    """Say what an edition changes against an earlier one; without `new`, what the working copy changes.

    Raises:
        Missing: there is no such SOP or edition.
    """
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        row = find_sop(connection, sop_id)
        before = issued(_edition(connection, row, old))
        after = (
            issued(_edition(connection, row, new))
            if new is not None
            else read_material(connection, workspace, sop_id).effective
        )
    return compare([before], [after])[0]


def _seen_sop(connection: Connection, sop_id: str, seen: int) -> SopRow:
    """Find an SOP that is as the person saw it."""
    row = find_sop(connection, sop_id)
    if row.version != seen:
        raise Stale("sop-stale", Where(file=row.title))
    return row


def _edition(connection: Connection, row: SopRow, number: int) -> EditionRow:
    """Find an edition of an SOP.

    Raises:
        Missing: there is none of this number.
    """
    edition = editions.find(connection, row.id, number)
    if edition is None:
        raise Missing("edition-missing", Where(file=row.title), {"number": str(number)})
    return edition


def _line(connection: Connection, workspace: Workspace, row: SopRow, number: int) -> EditionLine:
    lines = edition_lines(connection, row.id, today(workspace))
    return next(line for line in lines if line.number == number)


def _supersede(connection: Connection, row: SopRow, *, by: int) -> None:
    """Note which edition takes the place of those in force; it does so on its own day."""
    for head in editions.heads(connection, row.id):
        if head.stage == IN_FORCE:
            acts: Mapping[str, Any] = {**json.loads(head.acts), SUPERSEDED: {"by": str(by)}}
            editions.change(connection, head.id, stage=SUPERSEDED, acts=canonical(acts))


def _give_back(connection: Connection, row: SopRow, number: int) -> None:
    """Let the editions whose place one was to take keep it: it never took effect."""
    heads = editions.heads(connection, row.id)
    told = {head.number: json.loads(head.acts) for head in heads}
    after = told[number].get(SUPERSEDED)
    for head in heads:
        acts = told[head.number]
        if acts.get(SUPERSEDED, {}).get("by") != str(number):
            continue
        del acts[SUPERSEDED]
        if after is not None:
            acts[SUPERSEDED] = after
        stage = IN_FORCE if after is None and head.stage == SUPERSEDED else head.stage
        editions.change(connection, head.id, stage=stage, acts=canonical(acts))


def _free_number(connection: Connection, workspace: Workspace, row: SopRow, number: str) -> str:
    """Clean a number that no other SOP in force bears, in capitals or not.

    Raises:
        Refused: there is none, or another SOP bears it.
    """
    wanted = cleaned_line(number, row.title, limit=_NUMBER)
    if not wanted:
        raise Refused("number-needed", Where(file=row.title))
    for bearer in sorted(terms.bearers(connection, wanted) - {row.id}):
        if is_or_will_be(connection, bearer, today(workspace)):
            other = find_sop(connection, bearer).title
            raise Refused("number-taken", Where(file=row.title), {"number": wanted, "other": other})
    return wanted


def _signed(sop: Sop, name: str) -> Sop:
    """Put the name of who approves under what stands there: the post, as a rule; a person's own words stay."""
    cell = sop.identity.approved_by
    if cell.source is CellSource.PERSON and cell.value:
        return sop
    words = "\n".join(part for part in (cell.value, name) if part)
    signed = Cell(words, CellSource.PERSON)
    return replace(sop, identity=replace(sop.identity, approved_by=signed))
