"""Work units, as rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from bpm2sop.store.tables import actor, map_file, person, sop, unit


class UnitRow(NamedTuple):
    """One work unit; `state` is active, merged or abolished."""

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


def pass_on(connection: Connection, old: str, new: str | None) -> None:
    """Let all maps, SOPs, people and actors of one unit belong to another, or to none."""
    for table in (map_file, sop, person, actor):
        connection.execute(
            update(table)
            .where(table.c.unit_id == old)
            .values(unit_id=new, version=table.c.version + 1)
        )


def give_map(connection: Connection, file_id: str, unit_id: str | None) -> None:
    """Let a map and its SOPs belong to a unit, or to none."""
    for table, column in ((map_file, map_file.c.id), (sop, sop.c.file_id)):
        connection.execute(
            update(table)
            .where(column == file_id)
            .values(unit_id=unit_id, version=table.c.version + 1)
        )
