"""Actors (*pelaksana*) as records of their own, and the names under which maps call them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from bpm2sop.store.tables import actor, actor_name


class ActorRow(NamedTuple):
    """One actor; `state` is active, merged or abolished."""

    id: str
    name: str
    unit_id: str | None
    state: str
    version: int = 1


_COLUMNS = tuple(actor.c[name] for name in ActorRow._fields)


def every(connection: Connection) -> list[ActorRow]:
    """List all records by name."""
    rows = connection.execute(select(*_COLUMNS).order_by(actor.c.name, actor.c.id))
    return [ActorRow(*row) for row in rows]


def names(connection: Connection) -> dict[str, str]:
    """Give the record's id for each plain name that a map uses."""
    rows = connection.execute(select(actor_name.c.name, actor_name.c.actor_id))
    return {row[0]: row[1] for row in rows}


def called(connection: Connection) -> dict[str, str]:
    """Give the name by which to call an actor, for each plain name that a map uses."""
    query = select(actor_name.c.name, actor.c.name).join(actor, actor.c.id == actor_name.c.actor_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def add(connection: Connection, row: ActorRow) -> None:
    """Add a record."""
    connection.execute(insert(actor).values(**row._asdict()))


def change(connection: Connection, actor_id: str, **values: Any) -> None:  # noqa: ANN401  (whatever columns hold)
    """Change columns of a record; its version grows."""
    connection.execute(
        update(actor).where(actor.c.id == actor_id).values(**values, version=actor.c.version + 1)
    )


def call(connection: Connection, name: str, actor_id: str) -> None:
    """Let a plain name stand for a record."""
    done = connection.execute(
        update(actor_name).where(actor_name.c.name == name).values(actor_id=actor_id)
    )
    if not done.rowcount:
        connection.execute(insert(actor_name).values(name=name, actor_id=actor_id))


def pass_on(connection: Connection, old: str, new: str) -> None:
    """Let all names of one record stand for another."""
    connection.execute(update(actor_name).where(actor_name.c.actor_id == old).values(actor_id=new))
