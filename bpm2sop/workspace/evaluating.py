"""Monitoring and evaluation: forms filled in for editions in force, follow-up, and what is due (sop-ap.md 1.11, 1.12)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.store import editions, evaluations, sops, units
from bpm2sop.store.audit import canonical
from bpm2sop.store.editions import EditionHead
from bpm2sop.store.evaluations import EvaluationRow
from bpm2sop.store.sops import SopRow
from bpm2sop.trace.ladders import Due, Standing
from bpm2sop.trace.ladders import due as due_of
from bpm2sop.workspace.dates import read_day
from bpm2sop.workspace.issued import IN_FORCE
from bpm2sop.workspace.material import find_sop
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned
from bpm2sop.workspace.written import RETIRED
from bpm2sop.writers.forms import FormKind

WELL = "runs_well"
"""The one question of monitoring: does the procedure run well."""
STATEMENTS = tuple(f"statement_{number}" for number in range(1, 8))
"""The seven statements of evaluation, in the form's order."""
_QUESTIONS: Mapping[FormKind, tuple[str, ...]] = {
    FormKind.MONITORING: (WELL,),
    FormKind.EVALUATION: STATEMENTS,
}
"""The identification form is not filled in for one SOP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillForm:
    """A form filled in: the edition in force that it is about, the day, and yes or no to each question."""

    sop: str
    edition: int
    kind: FormKind
    on: str
    answers: Mapping[str, bool] = field(default_factory=dict)
    note: str = ""


class FollowUp(NamedTuple):
    """What a form found was followed up on a day. `seen` is the form's version as the person saw it."""

    form: str
    seen: int
    on: str


class FormLine(NamedTuple):
    """A form as it was filled in."""

    id: str
    sop: str
    edition: int
    kind: FormKind
    on: str
    answers: Mapping[str, bool]
    note: str
    followed_up: str
    who: str
    at: str
    version: int


def fill_form(workspace: Workspace, who: Person, command: FillForm) -> FormLine:
    """Keep a monitoring or evaluation form.

    Raises:
        Missing: there is no such SOP.
        Refused: the edition is not in force, the day is none, before it took effect or yet to come, or an answer is missing.
    """
    require(who, Right.REVIEW, command.sop)
    with workspace.store.writing() as connection:
        row = find_sop(connection, command.sop)
        head = _in_force(connection, row, command.edition)
        day = _past_day(workspace, command.on, row.title)
        if day < date.fromisoformat(head.effective):
            raise Refused(
                "form-before-effect", Where(file=row.title), {"effective": head.effective}
            )
        if set(command.answers) != set(_QUESTIONS.get(command.kind, ())):
            raise Refused("form-incomplete", Where(file=row.title))
        made = EvaluationRow(
            id=workspace.token(),
            sop_id=row.id,
            edition=head.number,
            kind=command.kind.value,
            on=day.isoformat(),
            answers=canonical(dict(command.answers)),
            note=cleaned(command.note, row.title),
            followed_up="",
            who=who.login,
            at=workspace.now(),
            version=1,
        )
        evaluations.add(connection, made)
        detail = {"form": made.id, "kind": made.kind, "on": made.on, "edition": made.edition}
        workspace.record(connection, who, act="fill-form", subject=row.id, detail=detail)
        return _line(made)


def follow_up(workspace: Workspace, who: Person, command: FollowUp) -> FormLine:
    """Note that what a form found was followed up.

    Raises:
        Missing: there is no such form.
        Stale: it has changed since the person saw it.
        Refused: the day is none, before the form's or yet to come.
    """
    require(who, Right.REVIEW, command.form)
    with workspace.store.writing() as connection:
        row = evaluations.find(connection, command.form)
        if row is None:
            raise Missing("form-missing", Where(file=command.form))
        title = find_sop(connection, row.sop_id).title
        if row.version != command.seen:
            raise Stale("form-stale", Where(file=title))
        day = _past_day(workspace, command.on, title)
        if day < date.fromisoformat(row.on):
            raise Refused("form-before-itself", Where(file=title), {"on": row.on})
        evaluations.change(connection, row.id, followed_up=day.isoformat())
        detail = {"form": row.id, "on": day.isoformat()}
        workspace.record(connection, who, act="follow-up", subject=row.sop_id, detail=detail)
        return _line(row._replace(followed_up=day.isoformat(), version=row.version + 1))


def list_forms(workspace: Workspace, who: Person, sop_id: str) -> tuple[FormLine, ...]:
    """List the forms of an SOP, the first one first."""
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        find_sop(connection, sop_id)
        return tuple(map(_line, evaluations.every(connection, sop_id)))


def due(workspace: Workspace, who: Person, on: date) -> tuple[Due, ...]:
    """List the forms that have to be filled in, the earliest first; `on` tells which are overdue."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        return due_of(standings(connection), on)


def standings(
    connection: Connection, *, behind: Iterable[str] = (), owners: Mapping[str, str] | None = None
) -> tuple[Standing, ...]:
    """Tell how each SOP that is not retired stands, by its key.

    Args:
        connection: that of the transaction.
        behind: the ids of those whose map has changed since they were approved.
        owners: the unit of each file, by the id of its series, for SOPs that have none of their own.
    """
    force = {one.sop_id: one for one in editions.at_stage(connection, IN_FORCE)}
    names = {row.id: row.name for row in units.all_units(connection)}
    forms: dict[tuple[str, int], list[EvaluationRow]] = {}
    for form in evaluations.every(connection):
        forms.setdefault((form.sop_id, form.edition), []).append(form)
    late = frozenset(behind)
    return tuple(
        _standing(
            row,
            force.get(row.id),
            forms.get((row.id, force[row.id].number), []) if row.id in force else [],
            unit=names.get(row.unit_id or "") or (owners or {}).get(row.file_id or "", ""),
            behind=row.id in late,
        )
        for row in sops.every(connection)
        if row.state != RETIRED
    )


def _standing(
    row: SopRow,
    head: EditionHead | None,
    forms: Iterable[EvaluationRow],
    *,
    unit: str,
    behind: bool,
) -> Standing:
    """Tell how one SOP stands: forms count for the edition that they are about."""
    forms = list(forms)
    well = [
        one.on
        for one in forms
        if one.kind == FormKind.MONITORING and json.loads(one.answers).get(WELL)
    ]
    judged = [one for one in forms if one.kind == FormKind.EVALUATION]
    return Standing(
        sop=row.key,
        title=row.title,
        unit=unit,
        number=head.sop_number if head is not None else "",
        linked=row.state == "active" and row.draft_id is not None,
        in_force=head is not None,
        effective=date.fromisoformat(head.effective) if head is not None else None,
        monitored=date.fromisoformat(max(well)) if well else None,
        evaluated=date.fromisoformat(judged[-1].on) if judged else None,
        followed_up=bool(judged and judged[-1].followed_up),
        behind=behind,
    )


def _in_force(connection: Connection, row: SopRow, number: int) -> EditionHead:
    """Find the edition of an SOP that is in force.

    Raises:
        Refused: there is none, or it is another one.
    """
    for head in editions.heads(connection, row.id):
        if head.number == number and head.stage == IN_FORCE:
            return head
    raise Refused("form-not-in-force", Where(file=row.title), {"number": str(number)})


def _past_day(workspace: Workspace, text: str, place: str) -> date:
    """Read a day that is not yet to come, by the workspace's clock."""
    day = read_day(text, place)
    if day > workspace.clock().date():
        raise Refused("day-to-come", Where(file=place), {"day": text})
    return day


def _line(row: EvaluationRow) -> FormLine:
    """Give a form as pages and programs have it."""
    answers = {name: bool(value) for name, value in json.loads(row.answers).items()}
    return FormLine(
        row.id,
        row.sop_id,
        row.edition,
        FormKind(row.kind),
        row.on,
        answers,
        row.note,
        row.followed_up,
        row.who,
        row.at,
        row.version,
    )
