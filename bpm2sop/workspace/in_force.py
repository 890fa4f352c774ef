"""Which edition is in force on a day: worked out from days, so that what takes effect later waits for its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from bpm2sop.store import terms
from bpm2sop.store.terms import Term
from bpm2sop.workspace.issued import APPROVED, IN_FORCE, REVOKED, SUPERSEDED
from bpm2sop.workspace.opening import Workspace

TO_COME = "to_come"
"""The stage of an edition that was put in force for a day to come; no store knows it, the days tell it."""


def today(workspace: Workspace) -> date:
    """Give the day where the workspace is kept."""
    return workspace.clock().astimezone().date()


def in_force_on(held: Iterable[Term], day: date) -> Term | None:
    """Give the edition of an SOP that is in force on a day.

    It has taken effect, was not revoked, and none that took its place has taken effect. One that was revoked before its day
    never took anything's place.
    """
    on = day.isoformat()
    known = {one.number: one for one in held}
    begun = {
        one.number: one
        for one in known.values()
        if one.effective and one.effective <= on and not _never(one)
    }
    return next(
        (one for one in begun.values() if not _ended(one, on) and not _replaced(one, known, begun)),
        None,
    )


def coming_after(held: Iterable[Term], day: date) -> Term | None:
    """Give the edition of an SOP that takes effect next after a day."""
    every = list(held)
    later = (one for one in every if one.effective > day.isoformat() and not _never(one))
    return next(
        (
            one
            for one in sorted(later, key=lambda one: (one.effective, one.number))
            if in_force_on(every, date.fromisoformat(one.effective)) == one
        ),
        None,
    )


def stages_on(held: Iterable[Term], day: date) -> dict[int, str]:
    """Give the stage of each edition of an SOP on a day, by its number."""
    every = list(held)
    force = in_force_on(every, day)
    return {one.number: _stage(one, force, every, day) for one in every}


def force_on(connection: Connection, day: date) -> dict[str, Term]:
    """Give the editions in force on a day, by the ids of their SOPs."""
    found = {key: in_force_on(held, day) for key, held in terms.every(connection).items()}
    return {key: one for key, one in found.items() if one is not None}


def force_of(connection: Connection, sop_id: str, day: date) -> Term | None:
    """Give the edition of one SOP that is in force on a day."""
    return in_force_on(terms.of_sop(connection, sop_id), day)


def is_or_will_be(connection: Connection, sop_id: str, day: date) -> bool:
    """Tell whether an edition of an SOP is in force on a day, or waits for its own."""
    held = terms.of_sop(connection, sop_id)
    return in_force_on(held, day) is not None or coming_after(held, day) is not None


def _never(one: Term) -> bool:
    """Tell whether an edition was revoked before it took effect."""
    return bool(one.revoked) and one.revoked < one.effective


def _ended(one: Term, on: str) -> bool:
    return bool(one.revoked) and one.revoked <= on


def _replaced(one: Term, known: dict[int, Term], begun: dict[int, Term]) -> bool:
    """Tell whether an edition that took the place of one, or the place of that, has begun."""
    by = one.by
    for _ in known:
        if by in begun:
            return True
        by = known[by].by if by in known else 0
    return one.stage == SUPERSEDED and not one.by


def _stage(one: Term, force: Term | None, every: list[Term], day: date) -> str:
    if one == force:
        return IN_FORCE
    if one.stage in (APPROVED, REVOKED):
        return one.stage
    waits = one.effective > day.isoformat()
    if waits and in_force_on(every, date.fromisoformat(one.effective)) == one:
        return TO_COME
    return SUPERSEDED
