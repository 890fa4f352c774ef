"""SOPs that units adopted from general ones."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from bpm2sop.store import seals
from bpm2sop.store.tables import adoption


class AdoptionRow(NamedTuple):
    """An SOP adopted from an edition of a general one; `actors` is canonical JSON: own names by the general ones."""

    sop_id: str
    general_id: str
    edition: int
    actors: str
    who: str
    at: str
    version: int


_COLUMNS = tuple(adoption.c[name] for name in AdoptionRow._fields)


def add(connection: Connection, row: AdoptionRow) -> None:
    """Note an adoption."""
    connection.execute(insert(adoption).values(**row._asdict()))
    seals.touch(connection, "adoption", [(row.sop_id,)])


def find(connection: Connection, sop_id: str) -> AdoptionRow | None:
    """Find how an SOP was adopted."""
    row = connection.execute(select(*_COLUMNS).where(adoption.c.sop_id == sop_id)).first()
    return None if row is None else AdoptionRow(*row)


def every(connection: Connection, general_id: str | None = None) -> list[AdoptionRow]:
    """List all adoptions, those of one general SOP where it is given."""
    query = select(*_COLUMNS).order_by(adoption.c.at, adoption.c.sop_id)
    if general_id is not None:
        query = query.where(adoption.c.general_id == general_id)
    return [AdoptionRow(*row) for row in connection.execute(query)]


def follow(connection: Connection, sop_id: str, edition: int) -> None:
    """Note that an adopted SOP follows another edition now."""
    connection.execute(
        update(adoption)
        .where(adoption.c.sop_id == sop_id)
        .values(edition=edition, version=adoption.c.version + 1)
    )
    seals.touch(connection, "adoption", [(sop_id,)])
