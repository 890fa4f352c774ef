"""Batches and their jobs: who works on what, until when, and what came of it; and the lock of those who coordinate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from bpm2sop.store.tables import batch, job, lock

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
FILLING, ENDING = "filling", "ending"
OPEN = (FILLING, RUNNING)
"""States of a batch whose jobs are worked on."""


class BatchRow(NamedTuple):
    """A batch; `settings` is canonical JSON."""

    id: str
    kind: str
    settings: str
    who: str
    at: str
    state: str
    total: int
    endings: int
    version: int


class JobRow(NamedTuple):
    """A job without what it gave; `outcome` and `error` are packed."""

    id: int
    batch_id: str
    name: str
    sha256: str | None
    state: str
    tries: int
    outcome: bytes | None
    error: bytes | None


class NewJob(NamedTuple):
    """A job to be added; one with an `error` has failed before it was begun."""

    name: str
    sha256: str | None
    error: bytes | None = None


class Claim(NamedTuple):
    """Who takes jobs, and until when they are the taker's."""

    holder: str
    now: str
    until: str


class Given(NamedTuple):
    """What came of a job."""

    id: int
    state: str
    result: bytes | None = None
    outcome: bytes | None = None
    error: bytes | None = None


_BATCH = tuple(batch.c[name] for name in BatchRow._fields)
_JOB = tuple(job.c[name] for name in JobRow._fields)


def add(connection: Connection, row: BatchRow) -> None:
    """Add a batch."""
    connection.execute(insert(batch).values(**row._asdict()))


def find(connection: Connection, batch_id: str) -> BatchRow | None:
    """Find a batch."""
    row = connection.execute(select(*_BATCH).where(batch.c.id == batch_id)).first()
    return None if row is None else BatchRow(*row)


def latest(connection: Connection, limit: int) -> list[BatchRow]:
    """List batches, the newest first."""
    query = select(*_BATCH).order_by(batch.c.at.desc(), batch.c.id).limit(limit)
    return [BatchRow(*row) for row in connection.execute(query)]


def unfinished(connection: Connection) -> list[BatchRow]:
    """List batches that something is to be done for, the oldest first."""
    query = select(*_BATCH).where(batch.c.state.in_((*OPEN, ENDING)))
    return [BatchRow(*row) for row in connection.execute(query.order_by(batch.c.at, batch.c.id))]


def move(connection: Connection, batch_id: str, state: str, *, of: Iterable[str]) -> bool:
    """Bring a batch to another state; say whether it was in one `of` those that lead there."""
    query = update(batch).where(batch.c.id == batch_id, batch.c.state.in_(tuple(of)))
    return bool(connection.execute(query.values(state=state, version=batch.c.version + 1)).rowcount)


def count_ending(connection: Connection, batch_id: str) -> int:
    """Count that the last act of a batch is begun; give how often it was."""
    query = update(batch).where(batch.c.id == batch_id).values(endings=batch.c.endings + 1)
    connection.execute(query)
    return connection.scalar(select(batch.c.endings).where(batch.c.id == batch_id)) or 0


def add_jobs(connection: Connection, batch_id: str, rows: Iterable[NewJob]) -> int:
    """Add jobs that the batch has not yet; give how many."""
    known = select(job.c.name, job.c.sha256).where(job.c.batch_id == batch_id)
    have = {(name, sha256) for name, sha256 in connection.execute(known)}
    new = [row for row in dict.fromkeys(rows) if (row.name, row.sha256) not in have]
    values = [
        {**row._asdict(), "batch_id": batch_id, "state": FAILED if row.error else QUEUED}
        for row in new
    ]
    if values:
        connection.execute(insert(job), values)
        query = update(batch).where(batch.c.id == batch_id)
        total, version = batch.c.total + len(new), batch.c.version + 1
        connection.execute(query.values(total=total, version=version))
    return len(new)


def jobs_of(connection: Connection, batch_id: str) -> list[JobRow]:
    """List the jobs of a batch in their order."""
    query = select(*_JOB).where(job.c.batch_id == batch_id).order_by(job.c.id)
    return [JobRow(*row) for row in connection.execute(query)]


def counts(connection: Connection, batch_id: str) -> dict[str, int]:
    """Count the jobs of a batch by state."""
    query = select(job.c.state, func.count()).where(job.c.batch_id == batch_id)
    rows = connection.execute(query.group_by(job.c.state))
    return {str(state): int(number) for state, number in rows}


def results(connection: Connection, batch_id: str) -> Iterator[tuple[int, str, bytes]]:
    """Iterate over what the jobs of a batch gave, in their order: the job's id, its name, and the packed value."""
    query = select(job.c.id, job.c.name, job.c.result).where(
        job.c.batch_id == batch_id, job.c.result.is_not(None)
    )
    for row in connection.execute(query.order_by(job.c.id)):
        yield row.id, row.name, row.result


def claim(connection: Connection, batch_id: str, by: Claim, *, limit: int) -> list[JobRow]:
    """Take jobs of a batch: those whose holder let the lease run out, then those that nobody took yet."""
    taken: list[JobRow] = []
    lapsed = (job.c.state == RUNNING) & (job.c.lease < by.now)
    for free in (lapsed, job.c.state == QUEUED):
        some = select(job.c.id).where(job.c.batch_id == batch_id, free).order_by(job.c.id)
        query = (
            update(job)
            .where(job.c.id.in_(some.limit(limit - len(taken))))
            .values(state=RUNNING, holder=by.holder, lease=by.until, tries=job.c.tries + 1)
            .returning(*_JOB)
        )
        taken += sorted(JobRow(*row) for row in connection.execute(query))
    _touch(connection, {row.batch_id for row in taken})
    return taken


def _touch(connection: Connection, batches: set[str]) -> None:
    """Note that what is seen of batches has changed."""
    if batches:
        query = update(batch).where(batch.c.id.in_(batches))
        connection.execute(query.values(version=batch.c.version + 1))


def claimable(connection: Connection, batch_id: str, now: str) -> bool:
    """Tell whether there is a job of a batch to be taken."""
    lapsed = (job.c.state == RUNNING) & (job.c.lease < now)
    free = (job.c.batch_id == batch_id) & (lapsed | (job.c.state == QUEUED))
    return connection.scalar(select(job.c.id).where(free).limit(1)) is not None


def is_over(connection: Connection, row: BatchRow) -> bool:
    """Tell whether all jobs of a batch are done and its last act is to be carried out."""
    if row.state == FILLING:
        return False
    left = (job.c.batch_id == row.id) & job.c.state.in_((QUEUED, RUNNING))
    return connection.scalar(select(job.c.id).where(left).limit(1)) is None


def lapse(connection: Connection, holder: str) -> None:
    """End the leases of everybody else: who has the lock is the only one there is."""
    others = (job.c.state == RUNNING) & (job.c.holder != holder)
    connection.execute(update(job).where(others).values(lease=""))


def renew(connection: Connection, by: Claim) -> None:
    """Keep the holder's jobs for longer."""
    mine = (job.c.state == RUNNING) & (job.c.holder == by.holder)
    connection.execute(update(job).where(mine).values(lease=by.until))


def give_back(connection: Connection, holder: str) -> None:
    """Let go of what the holder has not done."""
    mine = (job.c.state == RUNNING) & (job.c.holder == holder)
    free = {"state": QUEUED, "holder": "", "lease": "", "tries": job.c.tries - 1}
    query = update(job).where(mine).values(free).returning(job.c.batch_id)
    _touch(connection, set(connection.scalars(query)))


def give(connection: Connection, holder: str, given: Iterable[Given]) -> None:
    """Write what came of jobs. Jobs that are another's by now, or cancelled, stay as they are."""
    touched = set()
    for one in given:
        mine = (job.c.id == one.id) & (job.c.state == RUNNING) & (job.c.holder == holder)
        values = {"state": one.state, "result": one.result, "holder": "", "lease": ""}
        values |= {"outcome": one.outcome, "error": one.error}
        query = update(job).where(mine).values(values).returning(job.c.batch_id)
        touched |= set(connection.scalars(query))
    _touch(connection, touched)


def conclude(connection: Connection, given: Iterable[Given]) -> None:
    """Write what the last act of a batch made of its jobs; what they had given is no longer needed."""
    for one in given:
        values = {"state": one.state, "outcome": one.outcome, "error": one.error, "result": None}
        connection.execute(update(job).where(job.c.id == one.id).values(values))


def cancel(connection: Connection, batch_id: str) -> None:
    """Cancel the jobs of a batch that are not done, those under way too."""
    query = update(job).where(job.c.batch_id == batch_id, job.c.state.in_((QUEUED, RUNNING)))
    connection.execute(query.values(state=CANCELLED, holder="", lease=""))


def forget(connection: Connection, kind: str, before: str) -> None:
    """Drop what the jobs of old batches gave; that it was done stays known."""
    old = select(batch.c.id).where(batch.c.kind == kind, batch.c.at < before)
    query = update(job).where(job.c.batch_id.in_(old), job.c.result.is_not(None))
    connection.execute(query.values(result=None))


def take_lock(connection: Connection, name: str, by: Claim) -> bool:
    """Take a lock, or keep it; say whether it is the holder's now."""
    free = (lock.c.holder == by.holder) | (lock.c.lease < by.now)
    query = update(lock).where(lock.c.name == name, free)
    if connection.execute(query.values(holder=by.holder, lease=by.until)).rowcount:
        return True
    if connection.scalar(select(lock.c.name).where(lock.c.name == name)) is not None:
        return False
    connection.execute(insert(lock).values(name=name, holder=by.holder, lease=by.until))
    return True


def drop_lock(connection: Connection, name: str, holder: str) -> None:
    """Let go of a lock."""
    connection.execute(delete(lock).where(lock.c.name == name, lock.c.holder == holder))
