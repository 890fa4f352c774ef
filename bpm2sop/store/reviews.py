"""What people wrote on SOPs: edits, reviews of steps, conflicts, orphans, questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bpm2sop.store import seals
from bpm2sop.store.tables import cell_conflict, edit, orphan, question, sop, step_review

Place = tuple[str, str]
"""An SOP, and a step of it; an empty key is its title and identity."""


class EditRow(NamedTuple):
    """One thing typed; `key` is empty for title and identity."""

    id: int
    sop_id: str
    key: str
    field: str
    value: str | None
    who: str
    at: str
    via: str
    orphan: str
    rank: int


class ReviewRow(NamedTuple):
    """A step reviewed; `seen` are packed fingerprints."""

    sop_id: str
    key: str
    seen: bytes
    edit_id: int
    suspect: int
    who: str
    at: str
    cleared_by: str
    cleared_at: str
    word: str


class ConflictRow(NamedTuple):
    """A cell that two changed."""

    sop_id: str
    key: str
    field: str
    base: str
    ours: str
    theirs: str
    via: str


class OrphanRow(NamedTuple):
    """What was written on a step that is gone; `content` is packed."""

    id: str
    file_id: str
    sop_id: str | None
    key: str
    content: bytes
    file_version: int
    at: str
    state: str
    version: int


class QuestionRow(NamedTuple):
    """A step that a revision could not match; `content` is packed."""

    id: int
    file_id: str
    file_version: int
    key: str
    content: bytes


_EDIT = tuple(edit.c[name] for name in EditRow._fields)
_REVIEW = tuple(step_review.c[name] for name in ReviewRow._fields)
_CONFLICT = tuple(cell_conflict.c[name] for name in ConflictRow._fields)
_ORPHAN = tuple(orphan.c[name] for name in OrphanRow._fields)
_QUESTION = tuple(question.c[name] for name in QuestionRow._fields)
_SOP: BindParameter[str] = bindparam("sop")


def _standing(*which: ColumnElement[bool]) -> Select[Any]:
    """Make the query for the edits that hold: of each cell the one of the highest rank, of these the newest."""
    cell = (edit.c.sop_id, edit.c.key, edit.c.field)
    order = (edit.c.rank.desc(), edit.c.id.desc())
    place = func.row_number().over(partition_by=cell, order_by=order).label("place")
    held = select(*_EDIT, place).where(*which, edit.c.orphan == "").subquery()
    query = select(*(held.c[name] for name in EditRow._fields)).where(held.c.place == 1)
    return query.order_by(held.c.id)


_STANDING = _standing(edit.c.sop_id == _SOP)
_ALL_STANDING = _standing()
_CELL = (
    select(*_EDIT)
    .where(
        edit.c.sop_id == _SOP,
        edit.c.key == bindparam("key"),
        edit.c.field == bindparam("field"),
        edit.c.orphan == "",
    )
    .order_by(edit.c.rank, edit.c.id)
)
_REVIEWS = select(*_REVIEW).where(step_review.c.sop_id == _SOP).order_by(step_review.c.key)
_CONFLICTS = (
    select(*_CONFLICT)
    .where(cell_conflict.c.sop_id == _SOP)
    .order_by(cell_conflict.c.key, cell_conflict.c.field)
)
_ORPHANS = (
    select(*_ORPHAN)
    .where(orphan.c.sop_id == _SOP, orphan.c.state == "open")
    .order_by(orphan.c.at, orphan.c.id)
)


def standing(connection: Connection, sop_id: str) -> list[EditRow]:
    """List the edit that holds in each cell of an SOP; what orphans keep is left out."""
    return [EditRow(*row) for row in connection.execute(_STANDING, {"sop": sop_id})]


def all_standing(connection: Connection) -> list[EditRow]:
    """List the edit that holds in each cell of every SOP; what orphans keep is left out."""
    return [EditRow(*row) for row in connection.execute(_ALL_STANDING)]


def all_reviews(connection: Connection) -> list[ReviewRow]:
    """List the reviewed steps of every SOP."""
    return [ReviewRow(*row) for row in connection.execute(select(*_REVIEW))]


def all_conflicts(connection: Connection) -> list[ConflictRow]:
    """List the conflicts of every SOP."""
    return [ConflictRow(*row) for row in connection.execute(select(*_CONFLICT))]


def edits_of_file(connection: Connection, file_id: str) -> list[EditRow]:
    """List what was typed on all SOPs of a series, the edit that holds in each cell last; without what orphans keep."""
    query = (
        select(*_EDIT)
        .join(sop, sop.c.id == edit.c.sop_id)
        .where(sop.c.file_id == file_id, edit.c.orphan == "")
        .order_by(edit.c.rank, edit.c.id)
    )
    return [EditRow(*row) for row in connection.execute(query)]


def cell(connection: Connection, sop_id: str, key: str, field: str) -> list[EditRow]:
    """List what was typed on one cell, the standing edit last."""
    values = {"sop": sop_id, "key": key, "field": field}
    return [EditRow(*row) for row in connection.execute(_CELL, values)]


def history(connection: Connection, sop_id: str) -> list[EditRow]:
    """List everything typed on an SOP, orphans too, the newest first."""
    query = select(*_EDIT).where(edit.c.sop_id == sop_id).order_by(edit.c.id.desc())
    return [EditRow(*row) for row in connection.execute(query)]


def add_edit(connection: Connection, row: EditRow) -> int:
    """Add an edit; give its id, which the store makes."""
    values = {name: value for name, value in row._asdict().items() if name != "id"}
    query = insert(edit).values(**values).returning(edit.c.id)
    number: int = connection.execute(query).scalar_one()
    seals.touch(connection, "edit", [(number,)])
    return number


def last_edit(connection: Connection, sop_id: str) -> int:
    """Give the id of the last thing typed on an SOP; 0 where there is none."""
    return connection.scalar(select(func.max(edit.c.id)).where(edit.c.sop_id == sop_id)) or 0


def authors(connection: Connection, sop_id: str, after: int) -> frozenset[str]:
    """Name who typed on an SOP after an edit."""
    query = select(edit.c.who).distinct().where(edit.c.sop_id == sop_id, edit.c.id > after)
    return frozenset(connection.scalars(query))


def move_edits(connection: Connection, moves: Mapping[Place, Place]) -> None:
    """Move what was typed from places to others, all at once: places may be exchanged."""
    for number, place in enumerate(moves):
        _move(connection, place, (place[0], f"~{number}"))
    for number, (place, target) in enumerate(moves.items()):
        _move(connection, (place[0], f"~{number}"), target)


def _move(connection: Connection, source: Place, target: Place) -> None:
    query = (
        update(edit)
        .where(edit.c.sop_id == source[0], edit.c.key == source[1], edit.c.orphan == "")
        .values(sop_id=target[0], key=target[1])
    )
    _change_edits(connection, query)


def _change_edits(connection: Connection, query: Update) -> None:
    """Carry out a change of edits, and note which."""
    done = connection.execute(query.returning(edit.c.id))
    seals.touch(connection, "edit", map(tuple, done))


def orphan_edits(connection: Connection, sop_id: str, key: str, orphan_id: str) -> None:
    """Let an orphan keep what was typed under an SOP and key."""
    query = (
        update(edit)
        .where(edit.c.sop_id == sop_id, edit.c.key == key, edit.c.orphan == "")
        .values(orphan=orphan_id)
    )
    _change_edits(connection, query)


def return_edits(connection: Connection, orphan_id: str, target: Place) -> None:
    """Put what an orphan kept on a step, before what was typed there."""
    lowest = connection.scalar(
        select(func.min(edit.c.rank)).where(
            edit.c.sop_id == target[0], edit.c.key == target[1], edit.c.orphan == ""
        )
    )
    highest = connection.scalar(select(func.max(edit.c.rank)).where(edit.c.orphan == orphan_id))
    shift = 0 if lowest is None or highest is None else lowest - highest - 1
    query = (
        update(edit)
        .where(edit.c.orphan == orphan_id)
        .values(sop_id=target[0], key=target[1], orphan="", rank=edit.c.rank + shift)
    )
    _change_edits(connection, query)


def reviews(connection: Connection, sop_id: str) -> list[ReviewRow]:
    """List the reviewed steps of an SOP."""
    return [ReviewRow(*row) for row in connection.execute(_REVIEWS, {"sop": sop_id})]


def reviews_of_file(connection: Connection, file_id: str) -> list[ReviewRow]:
    """List the reviewed steps of all SOPs of a series."""
    query = (
        select(*_REVIEW)
        .join(sop, sop.c.id == step_review.c.sop_id)
        .where(sop.c.file_id == file_id)
        .order_by(step_review.c.at, step_review.c.key)
    )
    return [ReviewRow(*row) for row in connection.execute(query)]


def review(connection: Connection, sop_id: str, key: str) -> ReviewRow | None:
    """Find the review of a step."""
    query = select(*_REVIEW).where(step_review.c.sop_id == sop_id, step_review.c.key == key)
    row = connection.execute(query).first()
    return None if row is None else ReviewRow(*row)


def set_review(connection: Connection, row: ReviewRow) -> None:
    """Set the review of a step."""
    connection.execute(
        delete(step_review).where(step_review.c.sop_id == row.sop_id, step_review.c.key == row.key)
    )
    connection.execute(insert(step_review).values(**row._asdict()))
    seals.touch(connection, "step_review", [(row.sop_id, row.key)])


def drop_review(connection: Connection, sop_id: str, key: str) -> None:
    """Take the review of a step away."""
    connection.execute(
        delete(step_review).where(step_review.c.sop_id == sop_id, step_review.c.key == key)
    )
    seals.touch(connection, "step_review", [(sop_id, key)])


def set_orphan_content(connection: Connection, orphan_id: str, content: bytes) -> None:
    """Tell an orphan in the terms of another draft; what a person sees of it stays, and so does its version."""
    connection.execute(update(orphan).where(orphan.c.id == orphan_id).values(content=content))
    seals.touch(connection, "orphan", [(orphan_id,)])


def set_reviews(connection: Connection, sop_ids: Sequence[str], rows: Sequence[ReviewRow]) -> None:
    """Replace the reviews of SOPs."""
    of_these = step_review.c.sop_id.in_(sop_ids)
    held = {ReviewRow(*row) for row in connection.execute(select(*_REVIEW).where(of_these))}
    connection.execute(delete(step_review).where(of_these))
    others = held.symmetric_difference(rows)
    seals.touch(connection, "step_review", sorted({(row.sop_id, row.key) for row in others}))
    if rows:
        connection.execute(insert(step_review), [row._asdict() for row in rows])


def waiting(connection: Connection) -> dict[str, dict[str, int]]:
    """Count what waits for a person, SOP by SOP: conflicts, suspects, orphans."""
    queries = {
        "conflicts": select(cell_conflict.c.sop_id, func.count()).group_by(cell_conflict.c.sop_id),
        "suspects": select(step_review.c.sop_id, func.count())
        .where(step_review.c.suspect == 1)
        .group_by(step_review.c.sop_id),
        "orphans": select(orphan.c.sop_id, func.count())
        .where(orphan.c.state == "open", orphan.c.sop_id.is_not(None))
        .group_by(orphan.c.sop_id),
    }
    found: dict[str, dict[str, int]] = {}
    for name, query in queries.items():
        for sop_id, number in connection.execute(query):
            found.setdefault(sop_id, {})[name] = number
    return found


def conflicts(connection: Connection, sop_id: str) -> list[ConflictRow]:
    """List the open conflicts of an SOP."""
    return [ConflictRow(*row) for row in connection.execute(_CONFLICTS, {"sop": sop_id})]


def conflicts_of_file(connection: Connection, file_id: str) -> list[ConflictRow]:
    """List the open conflicts of all SOPs of a series."""
    query = (
        select(*_CONFLICT)
        .join(sop, sop.c.id == cell_conflict.c.sop_id)
        .where(sop.c.file_id == file_id)
        .order_by(cell_conflict.c.sop_id, cell_conflict.c.key, cell_conflict.c.field)
    )
    return [ConflictRow(*row) for row in connection.execute(query)]


def set_conflicts(
    connection: Connection, sop_ids: Sequence[str], rows: Sequence[ConflictRow]
) -> None:
    """Replace the conflicts of SOPs."""
    of_these = cell_conflict.c.sop_id.in_(sop_ids)
    held = {ConflictRow(*row) for row in connection.execute(select(*_CONFLICT).where(of_these))}
    connection.execute(delete(cell_conflict).where(of_these))
    others = held.symmetric_difference(rows)
    seals.touch(connection, "cell_conflict", sorted({(row.sop_id,) for row in others}))
    if rows:
        connection.execute(insert(cell_conflict), [row._asdict() for row in rows])


def add_conflict(connection: Connection, row: ConflictRow) -> None:
    """Note a conflict."""
    connection.execute(insert(cell_conflict).values(**row._asdict()))
    seals.touch(connection, "cell_conflict", [(row.sop_id,)])


def settle(connection: Connection, sop_id: str, key: str, field: str) -> bool:
    """Let the conflict of a cell go; tell whether there was one."""
    held = cell_conflict.c
    done = connection.execute(
        delete(cell_conflict).where(held.sop_id == sop_id, held.key == key, held.field == field)
    )
    if done.rowcount:
        seals.touch(connection, "cell_conflict", [(sop_id,)])
    return bool(done.rowcount)


def orphans(connection: Connection, sop_id: str) -> list[OrphanRow]:
    """List the open orphans of an SOP, the oldest first."""
    return [OrphanRow(*row) for row in connection.execute(_ORPHANS, {"sop": sop_id})]


def orphans_of_file(
    connection: Connection, file_id: str, states: Sequence[str] = ("open",)
) -> list[OrphanRow]:
    """List the orphans of a series that are in one of these states, the oldest first."""
    query = (
        select(*_ORPHAN)
        .where(orphan.c.file_id == file_id, orphan.c.state.in_(states))
        .order_by(orphan.c.at, orphan.c.id)
    )
    return [OrphanRow(*row) for row in connection.execute(query)]


def all_orphans(connection: Connection) -> list[OrphanRow]:
    """List the open orphans of all series, the oldest first."""
    query = select(*_ORPHAN).where(orphan.c.state == "open").order_by(orphan.c.at, orphan.c.id)
    return [OrphanRow(*row) for row in connection.execute(query)]


def find_orphan(connection: Connection, orphan_id: str) -> OrphanRow | None:
    """Find an orphan by its id."""
    row = connection.execute(select(*_ORPHAN).where(orphan.c.id == orphan_id)).first()
    return None if row is None else OrphanRow(*row)


def add_orphan(connection: Connection, row: OrphanRow) -> None:
    """Add an orphan."""
    connection.execute(insert(orphan).values(**row._asdict()))
    seals.touch(connection, "orphan", [(row.id,)])


def set_orphan(connection: Connection, orphan_id: str, state: str) -> None:
    """Set what became of an orphan: `confirmed`, or `returned` to a step."""
    connection.execute(
        update(orphan)
        .where(orphan.c.id == orphan_id)
        .values(state=state, version=orphan.c.version + 1)
    )
    seals.touch(connection, "orphan", [(orphan_id,)])


def questions(connection: Connection, file_id: str) -> list[QuestionRow]:
    """List the open questions of a series."""
    query = select(*_QUESTION).where(question.c.file_id == file_id).order_by(question.c.id)
    return [QuestionRow(*row) for row in connection.execute(query)]


def drop_question(connection: Connection, file_id: str, key: str) -> bool:
    """Let a question go; tell whether there was one."""
    done = connection.execute(
        delete(question).where(question.c.file_id == file_id, question.c.key == key)
    )
    return bool(done.rowcount)


def set_questions(
    connection: Connection, file_id: str, rows: Iterable[tuple[int, str, bytes]]
) -> None:
    """Replace the questions of a series by those given: file version, key, packed content."""
    connection.execute(delete(question).where(question.c.file_id == file_id))
    for number, key, content in rows:
        connection.execute(
            insert(question).values(file_id=file_id, file_version=number, key=key, content=content)
        )
