"""Working copies of SOPs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bpm2sop.store import seals
from bpm2sop.store.tables import sop


class SopRow(NamedTuple):
    """A working copy. `acts` is canonical JSON."""

    id: str
    file_id: str | None
    draft_id: int | None
    key: str
    title: str
    code: str
    level: int | None
    unit_id: str | None
    origin: str
    stage: str
    number: str
    edition: int
    state: str
    acts: str
    version: int


_COLUMNS = tuple(sop.c[name] for name in SopRow._fields)
_FIND = select(*_COLUMNS).where(sop.c.id == bindparam("sop"))


def find(connection: Connection, sop_id: str) -> SopRow | None:
    """Find an SOP by its id."""
    row = connection.execute(_FIND, {"sop": sop_id}).first()
    return None if row is None else SopRow(*row)


def of_file(connection: Connection, file_id: str) -> list[SopRow]:
    """List the SOPs of a series, those gone too."""
    query = select(*_COLUMNS).where(sop.c.file_id == file_id).order_by(sop.c.key, sop.c.id)
    return [SopRow(*row) for row in connection.execute(query)]


def by_key(connection: Connection, key: str) -> list[SopRow]:
    """Find the SOPs that have a key, active ones first."""
    query = select(*_COLUMNS).where(sop.c.key == key).order_by(sop.c.state, sop.c.id)
    return [SopRow(*row) for row in connection.execute(query)]


def every(
    connection: Connection,
    *,
    state: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[SopRow]:
    """List SOPs by code and title: those of a state where one is given, a part of them where a limit is."""
    query = select(*_COLUMNS).order_by(sop.c.code, sop.c.title, sop.c.id)
    if state is not None:
        query = query.where(sop.c.state == state)
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return [SopRow(*row) for row in connection.execute(query)]


def count_by_file(connection: Connection) -> dict[str, int]:
    """Count the active SOPs of each series."""
    query = (
        select(sop.c.file_id, func.count())
        .where(sop.c.state == "active", sop.c.file_id.is_not(None))
        .group_by(sop.c.file_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def add(connection: Connection, row: SopRow) -> None:
    """Add a working copy."""
    connection.execute(insert(sop).values(**row._asdict()))
    seals.born(connection, row.id)


def change(connection: Connection, sop_id: str, **values: Any) -> None:  # noqa: ANN401  (whatever columns hold)
    """Change columns of an SOP; its version grows."""
    connection.execute(
        update(sop).where(sop.c.id == sop_id).values(**values, version=sop.c.version + 1)
    )
    own = seals.SOP_COLUMNS & values.keys()
    if own - {"state"} or (own and not seals.is_born(connection, sop_id)):
        seals.touch(connection, "sop", [(sop_id,)])


def rekey(connection: Connection, keys: dict[str, str]) -> None:
    """Give SOPs other keys, by id, all at once: they may be exchanged."""
    for sop_id in keys:
        connection.execute(update(sop).where(sop.c.id == sop_id).values(key=f"~{sop_id}"))
    for sop_id, key in keys.items():
        connection.execute(update(sop).where(sop.c.id == sop_id).values(key=key))


def titles_among(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    """Give those of the names that are titles of active SOPs."""
    query = select(sop.c.title).where(sop.c.title.in_(tuple(names)), sop.c.state == "active")
    return frozenset(connection.scalars(query))
