"""Monitoring and evaluation forms that were filled in."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from bpm2sop.store import seals
from bpm2sop.store.tables import evaluation


class EvaluationRow(NamedTuple):
    """A form filled in for an edition; `on` and `followed_up` are days (2026-01-31), `answers` is canonical JSON."""

    id: str
    sop_id: str
    edition: int
    kind: str
    on: str
    answers: str
    note: str
    followed_up: str
    who: str
    at: str
    version: int


_COLUMNS = tuple(evaluation.c[name] for name in EvaluationRow._fields)


def add(connection: Connection, row: EvaluationRow) -> None:
    """Add a form."""
    connection.execute(insert(evaluation).values(**row._asdict()))
    seals.touch(connection, "evaluation", [(row.id,)])


def find(connection: Connection, form_id: str) -> EvaluationRow | None:
    """Find a form by its id."""
    row = connection.execute(select(*_COLUMNS).where(evaluation.c.id == form_id)).first()
    return None if row is None else EvaluationRow(*row)


def every(connection: Connection, sop_id: str | None = None) -> list[EvaluationRow]:
    """List the forms by day, of one SOP where it is given."""
    query = select(*_COLUMNS).order_by(evaluation.c.on, evaluation.c.at, evaluation.c.id)
    if sop_id is not None:
        query = query.where(evaluation.c.sop_id == sop_id)
    return [EvaluationRow(*row) for row in connection.execute(query)]


def change(connection: Connection, form_id: str, **values: Any) -> None:  # noqa: ANN401  (whatever columns hold)
    """Change columns of a form; its version grows."""
    connection.execute(
        update(evaluation)
        .where(evaluation.c.id == form_id)
        .values(**values, version=evaluation.c.version + 1)
    )
    seals.touch(connection, "evaluation", [(form_id,)])
