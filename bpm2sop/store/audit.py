"""The audit: who did what when, one row an act, each row's hash over the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from bpm2sop.store import seals
from bpm2sop.store.tables import audit, meta

FIRST = "0" * 64
"""What the first row has for the hash before it."""
_HEAD = "head"
_MANY = 1000
_NAMES = ("id", "previous", "at", "who", "act", "subject", "detail")
"""What the hash of a row covers."""


class Head(NamedTuple):
    """The end of the chain: its last row's number and hash. Writers lock where it stands."""

    id: int
    hash: str


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
    """Append an act in the transaction that does it, with seals on what was written for it; give its hash.

    Args:
        connection: that of the transaction, from `Store.writing`.
        at: when, UTC text.
        who: the login of the person.
        act: what was done (`import`, `edit`, `approve`, …).
        subject: the id of what it was done to.
        detail: what else there is to know, as JSON can hold it.
    """
    last = head(connection)
    sealed = seals.take(connection)
    row: dict[str, Any] = {
        "id": last.id + 1,
        "previous": last.hash,
        "at": at,
        "who": who,
        "act": act,
        "subject": subject,
        "detail": canonical({**(detail or {}), **({seals.SEALS: sealed} if sealed else {})}),
    }
    made = _hash(row)
    connection.execute(insert(audit).values(**row, hash=made))
    connection.execute(update(meta).where(meta.c.name == _HEAD).values(value=f"{row['id']} {made}"))
    return made


def head(connection: Connection) -> Head:
    """Give the end of the chain as it was noted beside it."""
    noted = connection.scalar(select(meta.c.value).where(meta.c.name == _HEAD)) or ""
    number, _, made = noted.partition(" ")
    return Head(int(number), made) if number.isascii() and number.isdigit() else Head(0, FIRST)


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


def forward(connection: Connection) -> Iterator[Act]:
    """Iterate over all acts, the first one first, a few in hand at a time."""
    query = select(audit).order_by(audit.c.id)
    with connection.execute(query, execution_options={"yield_per": _MANY}) as rows:
        for row in rows:
            yield Act(*row)


def broken(connection: Connection) -> int | None:
    """Give the number of the first row that is missing or not as it was written; None when the chain holds.

    What was cut off at the end is missing too: the last number and hash are noted beside the chain.
    """
    before = Head(0, FIRST)
    query = select(audit).order_by(audit.c.id)
    # Said with the query, for options of a connection would outlive it.
    with connection.execute(query, execution_options={"yield_per": _MANY}) as rows:
        for found in rows.mappings():
            row = dict(found)
            follows = row["id"] == before.id + 1 and row["previous"] == before.hash
            if not follows or _hash(row) != row["hash"]:
                return before.id + 1
            before = Head(row["id"], row["hash"])
    noted = head(connection)
    if before == noted:
        return None
    return min(before.id, noted.id) + 1 if before.id != noted.id else before.id


def count(connection: Connection) -> int:
    """Count the acts."""
    return connection.scalar(select(func.count()).select_from(audit)) or 0


def canonical(value: Any) -> str:  # noqa: ANN401  (whatever JSON can hold)
    """Write JSON of which there is one form only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(row: Mapping[str, Any]) -> str:
    """Hash a row with the hash before it."""
    return hashlib.sha256(canonical([row[name] for name in _NAMES]).encode()).hexdigest()
