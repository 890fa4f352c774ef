"""The audit: who did what when, one row an act, each row's hash over the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from bpm2sop.store.tables import audit

FIRST = "0" * 64
"""What the first row has for the hash before it."""


class Act(NamedTuple):
    """One row. `detail` is canonical JSON; `hash` covers everything above it."""

    id: int
    at: str
    who: str
    act: str
    subject: str
    detail: str
    previous: str
    hash: str


def record(
    connection: Connection,
    *,
    at: str,
    who: str,
    act: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
) -> str:
    """Append an act in the transaction that does it; give its hash.

    Args:
        connection: that of the transaction, from `Store.writing`.
        at: when, UTC text.
        who: the login of the person.
        act: what was done (`import`, `edit`, `approve`, …).
        subject: the id of what it was done to.
        detail: what else there is to know, as JSON can hold it.
    """
    told = canonical(detail or {})
    before = connection.scalar(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)) or FIRST
    row = {"at": at, "who": who, "act": act, "subject": subject, "detail": told, "previous": before}
    row["hash"] = _hash(row)
    connection.execute(insert(audit).values(**row))
    return row["hash"]


def acts(
    connection: Connection, *, subject: str | None = None, limit: int | None = None
) -> Iterator[Act]:
    """Iterate over the acts, the newest first; those on one subject when it is given."""
    query = select(audit).order_by(audit.c.id.desc())
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    if limit is not None:
        query = query.limit(limit)
    for row in connection.execute(query):
        yield Act(*row)


def broken(connection: Connection) -> int | None:
    """Give the id of the first row whose hash does not follow from what is before it; None when the chain holds."""
    before = FIRST
    for row in connection.execute(select(audit).order_by(audit.c.id)).mappings():
        if row["previous"] != before or _hash(dict(row)) != row["hash"]:
            return int(row["id"])
        before = row["hash"]
    return None


def count(connection: Connection) -> int:
    """Count the acts."""
    return connection.scalar(select(func.count()).select_from(audit)) or 0


def canonical(value: Any) -> str:  # noqa: ANN401  (whatever JSON can hold)
    """Write JSON of which there is one form only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(row: Mapping[str, Any]) -> str:
    """Hash a row with the hash before it."""
    parts = [row[name] for name in ("previous", "at", "who", "act", "subject", "detail")]
    return hashlib.sha256(canonical(parts).encode()).hexdigest()
