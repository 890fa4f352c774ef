"""Rows for every table there is, made from the tables themselves: one that is added later is filled too."""

import hashlib
from typing import Any

from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, func, insert, select, update

from bpm2sop.store import Store
from bpm2sop.store.audit import record
from bpm2sop.store.tables import METADATA

ODD = 'é "\\ 中 \U0001f4c4\n\t=1+1'
"""Text that a file of lines has to keep as it is."""
CHOICES = {("evaluation", "kind"): ("monitoring", "evaluation")}
OWN = {"audit", "blob", "meta"}


def fill(store: Store, many: int = 3) -> None:
    """Put so many rows into every table; of those that refer to their own table, each to the one after it."""
    with store.writing() as connection:
        for number in range(many):
            detail = {"number": number, "odd": ODD}
            record(connection, at=f"t{number}", who="w", act="a", subject="s", detail=detail)
        for table in METADATA.sorted_tables:
            if table.name == "blob":
                connection.execute(insert(table), [blob(number) for number in range(many)])
            elif table.name == "meta":
                connection.execute(insert(table).values(name="colour", value=ODD))
            elif table.name not in OWN:
                rows = [row(table, number) for number in range(many)]
                connection.execute(insert(table), rows)
                refer_to_self(connection, table, many)


def blob(number: int) -> dict[str, Any]:
    """A stored file."""
    data = bytes(range(256)) * (number + 1)
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "data": data}


def row(table: Table, number: int) -> dict[str, Any]:
    """A row of which no value is the default."""
    return {column.name: value(table, column, number) for column in table.columns}


def value(table: Table, column: Column[Any], number: int) -> str | int | bytes | None:
    """A value that fits a column, and its references."""
    if column.name == "sha256":
        return str(blob(number)["sha256"])
    for key in column.foreign_keys:
        if key.column.table is table:
            return None
        return value(key.column.table, key.column, number)
    if isinstance(column.type, Integer):
        return number + 1
    if isinstance(column.type, LargeBinary):
        return bytes([number, 0, 255]) * 10
    choices = CHOICES.get((table.name, column.name))
    return choices[number % 2] if choices else f"{table.name} {column.name} {number} {ODD}"


def refer_to_self(connection: Connection, table: Table, many: int) -> None:
    """Let each row but the last refer to the one after it."""
    for key in table.foreign_keys:
        if key.column.table is table:
            for number in range(many - 1):
                own = table.columns["id"] == value(table, table.columns["id"], number)
                after = value(table, table.columns["id"], number + 1)
                connection.execute(update(table).where(own).values({key.parent.name: after}))


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with store.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in METADATA.sorted_tables
        }


def counts(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in METADATA.sorted_tables
        }
