"""What is set for the whole workspace, by name."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from bpm2sop.store.tables import meta


def read(connection: Connection, name: str) -> str:
    """Give a setting; empty where it is not set."""
    return connection.scalar(select(meta.c.value).where(meta.c.name == name)) or ""


def write(connection: Connection, name: str, value: str) -> None:
    """Set a setting."""
    done = connection.execute(update(meta).where(meta.c.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(insert(meta).values(name=name, value=value))
