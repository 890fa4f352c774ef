"""The terms of editions: from when and till when each is in force."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, select

from bpm2sop.store.tables import edition


class Term(NamedTuple):
    """From when and till when an edition is in force; `by` is the number of the one that took its place, or 0."""

    sop_id: str
    number: int
    stage: str
    file_version: int
    sop_number: str
    effective: str
    revoked: str
    by: int = 0


_ENDED = case((edition.c.stage.in_(("superseded", "revoked")), edition.c.acts), else_="")
"""The acts of those that may have a successor; the others' are not read."""
_TERMS = select(*(edition.c[name] for name in Term._fields[:-1]), _ENDED).order_by(
    edition.c.sop_id, edition.c.number
)


def every(connection: Connection) -> dict[str, list[Term]]:
    """List the terms of all editions by SOP, the first edition first."""
    found: dict[str, list[Term]] = {}
    for *row, acts in connection.execute(_TERMS):
        found.setdefault(row[0], []).append(_term(row, acts))
    return found


def of_sop(connection: Connection, sop_id: str) -> list[Term]:
    """List the terms of the editions of an SOP, the first edition first."""
    rows = connection.execute(_TERMS.where(edition.c.sop_id == sop_id))
    return [_term(row, acts) for *row, acts in rows]


def _term(row: list[Any], acts: str) -> Term:
    by = json.loads(acts or "{}").get("superseded", {}).get("by", 0)
    return Term._make((*row, int(by)))


def bearers(connection: Connection, sop_number: str) -> set[str]:
    """Give the ids of the SOPs with an edition of a number, in capitals or not, that was not revoked."""
    query = select(edition.c.sop_id, edition.c.sop_number).where(
        edition.c.sop_number != "", edition.c.stage != "revoked"
    )
    wanted = sop_number.casefold()
    return {sop_id for sop_id, number in connection.execute(query) if number.casefold() == wanted}
