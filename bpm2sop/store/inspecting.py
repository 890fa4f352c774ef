"""Looks at what is kept, and tells what is not as it was written. Nothing is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, exists, func, select

from bpm2sop.store import triggers
from bpm2sop.store.editions import EditionHead
from bpm2sop.store.opening import Store
from bpm2sop.store.tables import (
    METADATA,
    adoption,
    baseline_item,
    blob,
    comment,
    draft,
    edit,
    edition,
    evaluation,
    map_file,
    map_file_version,
    sop,
)

_MOST = 100
"""Of one kind, no more are told."""
_FEW = 20


class Dangling(NamedTuple):
    """A value that refers to a row that is not there."""

    table: str
    column: str
    value: str


class Typed(NamedTuple):
    """Who wrote words (`edit`) or a remark (`comment`), and how it came."""

    table: str
    key: str
    who: str
    via: str = ""


class BroughtVersion(NamedTuple):
    """A version of a map: whose bytes, and who brought it."""

    file_id: str
    number: int
    sha256: str
    who: str


class PackedRow(NamedTuple):
    """A packed value, and the key of its row."""

    key: str
    data: bytes


def file_faults(connection: Connection) -> tuple[str, ...]:
    """Have SQLite look at its own file: what it says is wrong. PostgreSQL looks at its pages itself."""
    if connection.dialect.name != "sqlite":
        return ()
    said = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})").scalars()
    return tuple(str(line) for line in said if line != "ok")


def dangling(connection: Connection) -> Iterator[Dangling]:
    """Iterate over references to rows that are not there: those that the database knows of, and those it does not."""
    for table in METADATA.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            yield from _missing(connection, key.parent, key.column)
    yield from _missing(connection, edition.c.sha256, blob.c.sha256)
    yield from _missing_version(connection, map_file.c.id, map_file.c.current)
    yield from _missing_version(connection, draft.c.file_id, draft.c.file_version)
    yield from _missing_edition(connection, adoption.c.general_id, adoption.c.edition)
    for table in (sop, evaluation, baseline_item):
        owner = table.c.id if table is sop else table.c.sop_id
        yield from _missing_edition(connection, owner, table.c.edition)


def changed_blobs(connection: Connection) -> Iterator[str]:
    """Iterate over the hashes of stored files whose bytes or size are others."""
    with connection.execute(_in_small_lots(select(blob).order_by(blob.c.sha256))) as rows:
        for sha256, size, data in rows:
            if hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
                yield sha256


def changed_drafts(connection: Connection) -> Iterator[tuple[int, str]]:
    """Iterate over the drafts that are not as they were written: number and series."""
    query = select(draft.c.id, draft.c.file_id, draft.c.sha256, draft.c.sops).order_by(draft.c.id)
    with connection.execute(_in_small_lots(query)) as rows:
        for number, file_id, sha256, sops in rows:
            if hashlib.sha256(sops).hexdigest() != sha256:
                yield number, file_id


def packed(connection: Connection, table: str, column: str) -> Iterator[PackedRow]:
    """Iterate over the packed values of a column."""
    held = METADATA.tables[table]
    keys = list(held.primary_key)
    query = select(*keys, held.c[column]).where(held.c[column].is_not(None)).order_by(*keys)
    with connection.execute(_in_small_lots(query)) as rows:
        for *key, data in rows:
            yield PackedRow(" ".join(str(part) for part in key), data)


def approved(connection: Connection) -> Iterator[tuple[int, str, bytes]]:
    """Iterate over the editions: number of the row, hash of the document, packed content."""
    query = select(edition.c.id, edition.c.sha256, edition.c.content).order_by(edition.c.id)
    with connection.execute(_in_small_lots(query)) as rows:
        yield from ((number, sha256, content) for number, sha256, content in rows)


def missing_guards(connection: Connection) -> list[str]:
    """Name the triggers that are not there, switched off, or others than those that the schema makes."""
    if connection.dialect.name == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
        there = {" ".join(sql.split()) for sql in connection.exec_driver_sql(query).scalars()}
        return [sql.split()[2] for sql in triggers.CREATE["sqlite"] if sql not in there]
    query = """SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND proname = 'bpm2sop_append_only'
        AND prosrc LIKE '%%RAISE EXCEPTION%%'"""
    held = set(connection.exec_driver_sql(query).scalars())
    names = [sql.split()[2] for sql in triggers.CREATE["postgresql"][1:]]
    return [name for name in names if name not in held]


def titles(connection: Connection) -> dict[str, str]:
    """Give the title of every SOP by its id."""
    return {row[0]: row[1] for row in connection.execute(select(sop.c.id, sop.c.title))}


def sop_stages(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Iterate over the SOPs: id, stage, number."""
    query = select(sop.c.id, sop.c.stage, sop.c.number).order_by(sop.c.id)
    yield from ((row[0], row[1], row[2]) for row in connection.execute(query))


def versions(connection: Connection) -> Iterator[BroughtVersion]:
    """Iterate over the versions of all maps."""
    query = select(*(map_file_version.c[name] for name in BroughtVersion._fields))
    yield from (BroughtVersion(*row) for row in connection.execute(query))


def edition_heads(connection: Connection) -> list[EditionHead]:
    """List the editions of all SOPs, unopened."""
    query = select(*(edition.c[name] for name in EditionHead._fields)).order_by(edition.c.id)
    return [EditionHead(*row) for row in connection.execute(query)]


def typed(connection: Connection) -> Iterator[Typed]:
    """Iterate over words and remarks, with who wrote them."""
    for row in connection.execute(select(edit.c.id, edit.c.who, edit.c.via).order_by(edit.c.id)):
        yield Typed("edit", str(row[0]), row[1], row[2])
    for key, who in connection.execute(select(comment.c.id, comment.c.who).order_by(comment.c.id)):
        yield Typed("comment", key, who)


def count_rows(connection: Connection) -> dict[str, int]:
    """Count the rows of each table."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def packed_columns() -> frozenset[tuple[str, str]]:
    """Name every column that holds bytes."""
    kinds = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.type.python_type is bytes
    }
    return frozenset(kinds)


def about(store: Store) -> dict[str, str]:
    """Give what the database says of itself: version, and settings on which promises rest."""
    names = ("server_version", "server_encoding", "fsync", "full_page_writes")
    with store.reading() as connection:
        if store.is_sqlite:
            version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
            return {"version": str(version)}
        return {name: str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in names}


def _missing(connection: Connection, column: Column[Any], to: Column[Any]) -> Iterator[Dangling]:
    """Iterate over the values of a column that another one does not have."""
    target = to.table.alias()
    query = (
        select(column)
        .distinct()
        .select_from(column.table.outerjoin(target, column == target.c[to.name]))
        .where(column.is_not(None), target.c[to.name].is_(None))
        .order_by(column)
        .limit(_MOST)
    )
    for value in connection.execute(query).scalars():
        yield Dangling(column.table.name, column.name, str(value))


def _missing_version(
    connection: Connection, file: Column[Any], number: Column[Any]
) -> Iterator[Dangling]:
    """Iterate over the series of which a version is named that is not there.

    What was adopted has no map: its drafts are made of editions of the general SOP, and no version is in use.
    """
    held = map_file_version.c
    whose = (sop.c.file_id == file, adoption.c.sop_id == sop.c.id)
    followed = (edition.c.sop_id == adoption.c.general_id, edition.c.number == number)
    query = select(file, number).where(
        ~exists().where(held.file_id == file, held.number == number),
        ~exists().where(*whose, *([number == 0] if number.table is map_file else followed)),
    )
    yield from _pairs(connection, query, number)


def _missing_edition(
    connection: Connection, owner: Column[Any], number: Column[Any]
) -> Iterator[Dangling]:
    """Iterate over the SOPs of which an edition is named that is not there; 0 names none."""
    same = exists().where(edition.c.sop_id == owner, edition.c.number == number)
    yield from _pairs(connection, select(owner, number).where(number > 0, ~same), number)


def _pairs(connection: Connection, query: Select[Any], number: Column[Any]) -> Iterator[Dangling]:
    """Iterate over what a query finds: ids and numbers."""
    ordered = query.distinct().order_by(*query.selected_columns).limit(_MOST)
    for key, value in connection.execute(ordered):
        yield Dangling(number.table.name, number.name, f"{key} {value}")


def _in_small_lots(query: Select[Any]) -> Select[Any]:
    """Have few rows in hand at a time: they may be large."""
    return query.execution_options(yield_per=_FEW)
