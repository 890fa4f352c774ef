"""What each map in use gives by itself, as it was last read and drafted: so that a change of the set reads only what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from bpm2sop.store.lots import in_lots
from bpm2sop.store.tables import work


class WorkHead(NamedTuple):
    """What is known of a work without opening it."""

    file_id: str
    stamp: str
    linked: str


class WorkRow(NamedTuple):
    """A work; `data` is packed."""

    file_id: str
    stamp: str
    linked: str
    data: bytes


def heads(connection: Connection) -> dict[str, WorkHead]:
    """Give what is known of all works, by the series."""
    query = select(work.c.file_id, work.c.stamp, work.c.linked)
    return {row[0]: WorkHead(*row) for row in connection.execute(query)}


def read(connection: Connection, file_ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Read works, some hundred in one query: the series and what is packed."""
    for part in in_lots(file_ids):
        query = select(work.c.file_id, work.c.data).where(work.c.file_id.in_(part))
        for row in connection.execute(query):
            yield row[0], row[1]


def write(connection: Connection, rows: Sequence[WorkRow]) -> None:
    """Keep works, in the place of those of before."""
    drop(connection, [row.file_id for row in rows])
    if rows:
        connection.execute(insert(work), [row._asdict() for row in rows])


def drop(connection: Connection, file_ids: Sequence[str]) -> None:
    """Keep the works of series no more."""
    for part in in_lots(file_ids):
        connection.execute(delete(work).where(work.c.file_id.in_(part)))
