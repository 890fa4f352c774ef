"""Writes a whole store into a backup, and a backup into an empty database: one state, all of it or nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from bpm2sop.errors import StoreProblem, Where
from bpm2sop.store import audit
from bpm2sop.store.archives import Manifest, Reading, Writing, new_archive, open_archive
from bpm2sop.store.migrating import VERSION_TABLE, head, is_empty, revisions, schema_of, upgrade_in
from bpm2sop.store.opening import Store
from bpm2sop.store.tables import METADATA, blob

LEFT_OUT = frozenset({"lock", "session", "work"})
"""Tables that a restored store begins without: nobody is signed in, nobody at work, no map is read yet."""
_BLOB = blob.name
_MANY = 500
_FEW = 20
"""Rows that are held at once, and those that may be large."""


def dump(store: Store, path: Path, *, at: str, tool: str) -> Manifest:
    """Write all that is in a store into a new backup, as it is at one moment, while others read and write.

    Args:
        store: what to write.
        path: the backup; a file that is there is written over.
        at: when, UTC text.
        tool: the version of the program.
    """
    with store.reading() as connection, new_archive(path) as archive:
        for table in METADATA.sorted_tables:
            if table.name not in LEFT_OUT:
                _dump_table(connection, table, archive)
        _dump_blobs(connection, archive)
        end = audit.head(connection)
        manifest = Manifest(
            tool=tool,
            revision=schema_of(connection) or "",
            at=at,
            acts=end.id,
            head=end.hash,
            blobs=archive.blobs,
            tables=archive.tables,
        )
        archive.manifest(manifest)
    return manifest


def load(
    store: Store, path: Path, *, before_end: Callable[[Connection, Manifest], None]
) -> Manifest:
    """Write a backup into an empty database, bring it up to this program's schema, and look whether all of it is there.

    Args:
        store: the database.
        path: the backup.
        before_end: what else is written, when everything was found to be right.

    Raises:
        StoreProblem: the database is not empty; the backup is of a newer schema, none, damaged, or does not fit.
        Missing: there is no such file.
    """
    with open_archive(path) as archive, store.writing_schema() as connection:
        manifest = archive.manifest
        if manifest.revision not in revisions():
            params = {"schema": manifest.revision[:40], "known": head()}
            raise StoreProblem("backup-newer", Where(file=str(path)), params)
        if not is_empty(connection) or schema_of(connection) is not None:
            raise StoreProblem("place-taken", Where(file=store.place))
        upgrade_in(connection, manifest.revision)
        _load_tables(connection, archive)
        upgrade_in(connection)
        if audit.broken(connection) is not None or audit.head(connection) != (
            manifest.acts,
            manifest.head,
        ):
            archive.damaged("audit")
        before_end(connection, manifest)
    return manifest


def _dump_table(connection: Connection, table: Table, archive: Writing) -> None:
    """Write the rows of a table in the order of their keys; of stored files all but the bytes."""
    columns = [column for column in table.columns if table.name != _BLOB or column.name != "data"]
    query = select(*columns).order_by(*table.primary_key)
    many = _FEW if _large(table) else _MANY
    with connection.execute(query, execution_options={"yield_per": many}) as rows:
        archive.table(table.name, [str(column.name) for column in columns], rows)


def _dump_blobs(connection: Connection, archive: Writing) -> None:
    """Write the stored files."""
    query = select(blob.c.sha256, blob.c.data).order_by(blob.c.sha256)
    with connection.execute(query, execution_options={"yield_per": _FEW}) as rows:
        for sha256, data in rows:
            archive.blob(sha256, data)


def _load_tables(connection: Connection, archive: Reading) -> None:
    """Write the rows of all tables of the schema as it is now."""
    schema = MetaData()
    schema.reflect(connection)
    tables = [table for table in schema.sorted_tables if table.name != VERSION_TABLE]
    if {table.name for table in tables} - LEFT_OUT != archive.manifest.tables.keys():
        archive.damaged("tables")
    # What a migration puts into a new store comes from the backup.
    for table in reversed(tables):
        connection.execute(delete(table))
    loaded = 0
    for table in tables:
        if table.name not in LEFT_OUT:
            loaded += _load_table(connection, table, archive)
    if loaded != archive.manifest.blobs:
        archive.damaged("blob")
    if connection.dialect.name == "postgresql":
        for table in tables:
            _set_counter(connection, table)


def _load_table(connection: Connection, table: Table, archive: Reading) -> int:
    """Write the rows of a table; give how many stored files were among them.

    A row may refer to one of its own table that comes after it: such references are written when all rows are there.
    """
    names = archive.columns(table.name)
    known = {column.name for column in table.columns} - ({"data"} if table.name == _BLOB else set())
    if set(names) != known or len(names) != len(known):
        archive.damaged(table.name)
    own = [
        key.parent.name
        for key in table.foreign_keys
        if key.column.table is table and key.parent.nullable
    ]
    rows = _typed(table, names, archive)
    many = _FEW if _large(table) else _MANY
    later: list[dict[str, Any]] = []
    blobs = 0
    while chunk := list(islice(rows, many)):
        for row in chunk:
            if table.name == _BLOB:
                row["data"] = archive.blob(row["sha256"])
                blobs += 1
                if row["size"] != len(row["data"]):
                    archive.damaged(f"blob/{row['sha256']}")
            later += _taken(table, row, own)
        connection.execute(insert(table), chunk)
    for row in later:
        keys = [column == row.pop(column.name) for column in table.primary_key]
        connection.execute(update(table).where(*keys).values(**row))
    return blobs


def _taken(table: Table, row: dict[str, Any], own: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Take the references to its own table out of a row; give them with its key."""
    held = {name: row[name] for name in own if row[name] is not None}
    if held:
        row.update(dict.fromkeys(held))
        yield {column.name: row[column.name] for column in table.primary_key} | held


def _typed(table: Table, names: Sequence[str], archive: Reading) -> Iterator[dict[str, Any]]:
    """Iterate over the rows with their values as the columns hold them."""
    columns = [table.columns[name] for name in names]
    for values in archive.rows(table.name):
        if len(values) != len(names):
            archive.damaged(table.name)
        row: dict[str, Any] = {}
        for column, value in zip(columns, values, strict=True):
            kind = int if isinstance(column.type, Integer) else str
            if value is not None and type(value) is not kind:
                archive.damaged(table.name)
            row[column.name] = value
            if isinstance(value, str) and isinstance(column.type, LargeBinary):
                try:
                    row[column.name] = base64.b64decode(value, validate=True)
                except (binascii.Error, ValueError):
                    archive.damaged(table.name)
        yield row


def _large(table: Table) -> bool:
    """Tell whether rows of a table may be large."""
    return any(isinstance(column.type, LargeBinary) for column in table.columns)


def _set_counter(connection: Connection, table: Table) -> None:
    """Have PostgreSQL go on with the numbers of a table behind those that are there."""
    column = next(iter(table.primary_key))
    if not isinstance(column.type, Integer):
        return
    query = text("SELECT pg_get_serial_sequence(:table, :column)")
    name = connection.scalar(query, {"table": table.name, "column": column.name})
    if name is not None:
        most = connection.scalar(select(func.max(column))) or 0
        counter = text("SELECT setval(CAST(:name AS regclass), :next, false)")
        connection.execute(counter, {"name": name, "next": most + 1})
