"""Work units, as rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from bpm2sop.store.tables import unit


class UnitRow(NamedTuple):
    """One work unit; `state` is active or abolished."""

    id: str
    name: str
    short: str
    parent_id: str | None
    state: str
    version: int = 1


def all_units(connection: Connection) -> tuple[UnitRow, ...]:
    """Give all units by name."""
    rows = connection.execute(select(unit).order_by(unit.c.name, unit.c.id))
    return tuple(UnitRow(*row) for row in rows)


def find_unit(connection: Connection, key: str) -> UnitRow | None:
    """Find a unit by id."""
    row = connection.execute(select(unit).where(unit.c.id == key)).one_or_none()
    return None if row is None else UnitRow(*row)


def insert_unit(connection: Connection, row: UnitRow) -> None:
    """Add a unit."""
    connection.execute(insert(unit).values(**row._asdict()))


def update_unit(connection: Connection, row: UnitRow) -> None:
    """Write a unit anew, as the next version."""
    values = row._asdict() | {"version": row.version + 1}
    connection.execute(update(unit).where(unit.c.id == row.id).values(**values))
