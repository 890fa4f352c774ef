"""What search finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select, update

from bpm2sop.store.lots import in_lots
from bpm2sop.store.tables import entry, map_file, sop

_ESCAPE = "\\"


class EntryRow(NamedTuple):
    """One thing that can be found: `kind` (title, step, actor, element), what it is (`ref`), its text."""

    sop_id: str
    kind: str
    ref: str
    text: str


class Hit(NamedTuple):
    """An entry found, with the SOP that has it."""

    sop_id: str
    title: str
    file_id: str | None
    kind: str
    ref: str
    text: str


def replace(connection: Connection, sop_ids: Sequence[str], rows: Sequence[EntryRow]) -> None:
    """Make the entries of SOPs those given."""
    connection.execute(delete(entry).where(entry.c.sop_id.in_(sop_ids)))
    if rows:
        connection.execute(
            insert(entry), [{**row._asdict(), "words": row.text.casefold()} for row in rows]
        )


def reword(connection: Connection, row: EntryRow) -> None:
    """Give an entry another text."""
    connection.execute(
        update(entry)
        .where(entry.c.sop_id == row.sop_id, entry.c.kind == row.kind, entry.c.ref == row.ref)
        .values(text=row.text, words=row.text.casefold())
    )


def find(connection: Connection, words: str, limit: int) -> list[Hit]:
    """Find entries that contain words, or are called by exactly them, of active SOPs."""
    pattern = f"%{_plain(words.casefold())}%"
    query = (
        select(entry.c.sop_id, sop.c.title, sop.c.file_id, entry.c.kind, entry.c.ref, entry.c.text)
        .join(sop, sop.c.id == entry.c.sop_id)
        .where(
            or_(entry.c.words.like(pattern, escape=_ESCAPE), entry.c.ref == words),
            sop.c.state == "active",
        )
        .order_by(entry.c.id)
        .limit(limit)
    )
    return [Hit(*row) for row in connection.execute(query)]


def steps_called(connection: Connection, words: Sequence[str]) -> list[Hit]:
    """Find the steps of active SOPs whose whole text, in small letters, is one of these."""
    found = []
    for lot in in_lots(words):
        query = (
            select(
                entry.c.sop_id, sop.c.title, sop.c.file_id, entry.c.kind, entry.c.ref, entry.c.text
            )
            .join(sop, sop.c.id == entry.c.sop_id)
            .where(entry.c.words.in_(lot), entry.c.kind == "step", sop.c.state == "active")
            .order_by(entry.c.id)
        )
        found += [Hit(*row) for row in connection.execute(query)]
    return found


def find_files(connection: Connection, words: str, limit: int) -> list[tuple[str, str]]:
    """Find active maps by the name of their file: id and name."""
    query = (
        select(map_file.c.id, map_file.c.name)
        .where(
            map_file.c.name.ilike(f"%{_plain(words)}%", escape=_ESCAPE),
            map_file.c.state == "active",
        )
        .order_by(map_file.c.name)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def _plain(words: str) -> str:
    """Take the meaning from the signs that stand for others."""
    for sign in (_ESCAPE, "%", "_"):
        words = words.replace(sign, _ESCAPE + sign)
    return words
