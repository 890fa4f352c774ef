"""Editions: SOPs as they were approved."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from bpm2sop.store import seals
from bpm2sop.store.tables import edition


class EditionRow(NamedTuple):
    """An SOP as it was approved; `content` is packed, `acts` canonical JSON."""

    id: int
    sop_id: str
    number: int
    stage: str
    content: bytes
    sha256: str
    file_version: int
    sop_number: str
    acts: str
    effective: str
    revoked: str
    version: int


class EditionHead(NamedTuple):
    """What is known of an edition without opening it."""

    id: int
    sop_id: str
    number: int
    stage: str
    sha256: str
    file_version: int
    sop_number: str
    acts: str
    effective: str
    revoked: str
    version: int


_COLUMNS = tuple(edition.c[name] for name in EditionRow._fields)
_HEAD = tuple(edition.c[name] for name in EditionHead._fields)
_OF_SOP = select(*_HEAD).where(edition.c.sop_id == bindparam("sop")).order_by(edition.c.number)


def heads(connection: Connection, sop_id: str) -> list[EditionHead]:
    """List the editions of an SOP, the first one first."""
    return [EditionHead(*row) for row in connection.execute(_OF_SOP, {"sop": sop_id})]


def find(connection: Connection, sop_id: str, number: int) -> EditionRow | None:
    """Find an edition by its SOP and number."""
    query = select(*_COLUMNS).where(edition.c.sop_id == sop_id, edition.c.number == number)
    row = connection.execute(query).first()
    return None if row is None else EditionRow(*row)


def add(connection: Connection, row: EditionRow) -> None:
    """Add an edition; its `id` is given by the store."""
    values = {name: value for name, value in row._asdict().items() if name != "id"}
    connection.execute(insert(edition).values(**values))
    seals.touch(connection, "edition", [(row.sop_id, row.number)])


def change(connection: Connection, edition_id: int, **values: Any) -> None:  # noqa: ANN401  (whatever columns hold)
    """Change columns of an edition; its version grows."""
    done = connection.execute(
        update(edition)
        .where(edition.c.id == edition_id)
        .values(**values, version=edition.c.version + 1)
        .returning(edition.c.sop_id, edition.c.number)
    )
    seals.touch(connection, "edition", map(tuple, done))
