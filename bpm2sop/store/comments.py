"""Remarks of reviewers, and the house list of accepted phrases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bpm2sop.store import seals
from bpm2sop.store.tables import comment, phrase, sop

Place = tuple[str, str]
"""An SOP, and a step of it."""


class CommentRow(NamedTuple):
    """A remark on a step (`key`), an element, or the whole SOP; `answers` is the one that it answers."""

    id: str
    sop_id: str
    key: str
    element: str
    text: str
    who: str
    at: str
    answers: str | None
    file_version: int
    resolved_by: str
    resolved_at: str
    version: int


class PhraseRow(NamedTuple):
    """A label, and the text accepted for it."""

    label: str
    text: str
    who: str
    at: str


_COMMENT = tuple(comment.c[name] for name in CommentRow._fields)
_OF_SOP = (
    select(*_COMMENT)
    .where(comment.c.sop_id == bindparam("sop"))
    .order_by(comment.c.at, comment.c.id)
)
_PHRASE = tuple(phrase.c[name] for name in PhraseRow._fields)


def of_sop(connection: Connection, sop_id: str) -> list[CommentRow]:
    """List the remarks on an SOP, the oldest first."""
    return [CommentRow(*row) for row in connection.execute(_OF_SOP, {"sop": sop_id})]


def places_of_file(connection: Connection, file_id: str) -> frozenset[Place]:
    """Name the steps of a series' SOPs with remarks."""
    query = (
        select(comment.c.sop_id, comment.c.key)
        .distinct()
        .join(sop, sop.c.id == comment.c.sop_id)
        .where(sop.c.file_id == file_id, comment.c.key != "")
    )
    return frozenset((row[0], row[1]) for row in connection.execute(query))


def find(connection: Connection, comment_id: str) -> CommentRow | None:
    """Find a remark by its id."""
    row = connection.execute(select(*_COMMENT).where(comment.c.id == comment_id)).first()
    return None if row is None else CommentRow(*row)


def add(connection: Connection, row: CommentRow) -> None:
    """Add a remark."""
    connection.execute(insert(comment).values(**row._asdict()))
    seals.touch(connection, "comment", [(row.id,)])


def resolve(connection: Connection, comment_id: str, who: str, at: str) -> None:
    """Note that a remark is settled; empty names take that back."""
    connection.execute(
        update(comment)
        .where(comment.c.id == comment_id)
        .values(resolved_by=who, resolved_at=at, version=comment.c.version + 1)
    )
    seals.touch(connection, "comment", [(comment_id,)])


def move(connection: Connection, moves: Mapping[Place, Place]) -> None:
    """Move remarks from places to others, all at once: places may be exchanged."""
    for number, place in enumerate(moves):
        _move(connection, place, (place[0], f"~{number}"))
    for number, (place, target) in enumerate(moves.items()):
        _move(connection, (place[0], f"~{number}"), target)


def _move(connection: Connection, source: Place, target: Place) -> None:
    done = connection.execute(
        update(comment)
        .where(comment.c.sop_id == source[0], comment.c.key == source[1])
        .values(sop_id=target[0], key=target[1])
        .returning(comment.c.id)
    )
    seals.touch(connection, "comment", map(tuple, done))


def phrases(connection: Connection) -> list[PhraseRow]:
    """List the accepted phrases by label."""
    query = select(*_PHRASE).order_by(phrase.c.label)
    return [PhraseRow(*row) for row in connection.execute(query)]


def set_phrase(connection: Connection, row: PhraseRow) -> None:
    """Accept a phrase for a label."""
    done = connection.execute(
        update(phrase)
        .where(phrase.c.label == row.label)
        .values(text=row.text, who=row.who, at=row.at, version=phrase.c.version + 1)
    )
    if not done.rowcount:
        connection.execute(insert(phrase).values(**row._asdict(), version=1))


def drop_phrase(connection: Connection, label: str) -> bool:
    """Remove the phrase of a label; tell whether there was one."""
    return bool(connection.execute(delete(phrase).where(phrase.c.label == label)).rowcount)
