"""Monitoring and evaluation: forms filled in for editions in force, follow-up, and what is due (sop-ap.md 1.11, 1.12)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Missing, Refused, Stale, Where
from bpm2sop.store import adoptions, evaluations, sops, terms, units
from bpm2sop.store.audit import canonical
from bpm2sop.store.evaluations import EvaluationRow
from bpm2sop.store.sops import SopRow
from bpm2sop.store.terms import Term
from bpm2sop.trace.ladders import Due, Standing
from bpm2sop.trace.ladders import due as due_of
from bpm2sop.workspace.dates import read_day
from bpm2sop.workspace.in_force import coming_after, force_of, in_force_on, today
from bpm2sop.workspace.material import find_sop
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import cleaned
from bpm2sop.workspace.written import ACTIVE, RETIRED
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
        head = _in_force(connection, workspace, row, command.edition)
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
        return due_of(standings(connection, on), on)


def standings(
    connection: Connection,
    on: date,
    *,
    behind: Iterable[str] = (),
    owners: Mapping[str, str] | None = None,
) -> tuple[Standing, ...]:
    """Tell how each SOP stands on a day, by its key; those that are retired only while an edition of them is in force.

    Args:
        connection: that of the transaction.
        on: the day; editions that took effect and forms that were filled in later do not count.
        behind: the ids of those whose map has changed since they were approved.
        owners: the unit of each file, by the id of its series, for SOPs that have none of their own.
    """
    held = terms.every(connection)
    names = {row.id: row.name for row in units.all_units(connection)}
    forms: dict[tuple[str, int], list[EvaluationRow]] = {}
    for form in evaluations.every(connection):
        if form.on <= on.isoformat():
            forms.setdefault((form.sop_id, form.edition), []).append(form)
    late, linked = frozenset(behind), _linked(connection)
    found = []
    for row in sops.every(connection):
        own = held.get(row.id, ())
        force = in_force_on(own, on)
        if row.state == RETIRED and force is None:
            continue
        unit = names.get(row.unit_id or "") or (owners or {}).get(row.file_id or "", "")
        filled = forms.get((row.id, force.number), []) if force is not None else []
        standing = Standing(sop=row.key, title=row.title, unit=unit, linked=row.id in linked)
        told = _told(standing, force, coming_after(own, on))
        found.append(_judged(replace(told, behind=row.id in late), filled, on))
    return tuple(found)


def _linked(connection: Connection) -> set[str]:
    """Give the ids of the SOPs whose process is in a map; an adopted one's is that of the general one."""
    generals = {one.sop_id: one.general_id for one in adoptions.every(connection)}
    active = {row.id for row in sops.every(connection, state=ACTIVE) if row.draft_id is not None}
    return {one for one in active if generals.get(one, one) in active}


def _told(standing: Standing, force: Term | None, coming: Term | None) -> Standing:
    """Add what the edition in force says, and from which day the next one will be."""
    term = force or coming
    return replace(
        standing,
        number=term.sop_number if term is not None else "",
        in_force=force is not None,
        effective=date.fromisoformat(force.effective) if force is not None else None,
        coming=date.fromisoformat(coming.effective) if coming is not None else None,
    )


def _judged(standing: Standing, forms: Iterable[EvaluationRow], on: date) -> Standing:
    """Add what the forms found that are about the edition in force; they stand by their days."""
    held = [one for one in forms if one.kind == FormKind.MONITORING]
    well = [one for one in held if json.loads(one.answers).get(WELL)]
    judged = [one for one in forms if one.kind == FormKind.EVALUATION]
    followed = judged[-1].followed_up if judged else ""
    return replace(
        standing,
        monitored=_last(held),
        well=_last(well),
        evaluated=_last(judged),
        followed_up=bool(followed) and followed <= on.isoformat(),
    )


def _last(forms: Sequence[EvaluationRow]) -> date | None:
    """Give the day of the last form."""
    return date.fromisoformat(forms[-1].on) if forms else None


def _in_force(connection: Connection, workspace: Workspace, row: SopRow, number: int) -> Term:
    """Find the edition of an SOP that is in force.

    Raises:
        Refused: there is none, or it is another one.
    """
    force = force_of(connection, row.id, today(workspace))
    if force is None or force.number != number:
        raise Refused("form-not-in-force", Where(file=row.title), {"number": str(number)})
    return force


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
