"""Long work: many files at once, done in the background, told as it goes, taken up again where it was left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Forbidden, Missing, Refused, Where
from bpm2sop.model.findings import Finding
from bpm2sop.sources import SourceFile
from bpm2sop.store import audit, files, jobs, pack, unpack
from bpm2sop.store.jobs import BatchRow, JobRow, NewJob
from bpm2sop.workspace.errands import finding_of
from bpm2sop.workspace.exporting import writers_of
from bpm2sop.workspace.importing import ImportLine
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.texts import NAME, cleaned_line

IMPORT: Final = "import"
EXPORT: Final = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Files to be taken in together. `more` tells that others follow by `extend_batch`, each within ten minutes."""

    sources: Iterable[SourceFile | Refused]
    note: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """SOPs to be written as documents: as they stand, or their editions in force."""

    sops: Sequence[str]
    formats: tuple[str, ...]
    in_force: bool = False


class JobView(NamedTuple):
    """One file or SOP of a batch. `state` is queued, running, done, failed or cancelled.

    `reason` tells why it failed; `line` what became of a file when the import was carried out.
    """

    name: str
    state: str
    reason: Finding | None = None
    line: ImportLine | None = None


class BatchView(NamedTuple):
    """A batch. `state` is filling, running, ending, done or cancelled; `version` grows with everything seen here."""

    id: str
    kind: str
    who: str
    at: str
    state: str
    total: int
    counts: dict[str, int]
    jobs: tuple[JobView, ...]
    version: int


def start_batch(workspace: Workspace, who: Person, order: Import | Export) -> str:
    """Begin a batch; give its id. Its files are kept when this returns, and done by whoever runs `work`.

    Raises:
        Refused: a format is not known, or there is no file to import.
    """
    kind, settings = _settings(order)
    require(who, Right.WRITE if kind == IMPORT else Right.READ)
    batch = BatchRow(
        id=workspace.token(),
        kind=kind,
        settings=settings,
        who=who.login,
        at=workspace.now(),
        state=jobs.FILLING if isinstance(order, Import) and order.more else jobs.RUNNING,
        total=0,
        endings=0,
        version=1,
    )
    given = list(order.sources) if isinstance(order, Import) else []
    if isinstance(order, Import) and not given:
        raise Refused("batch-empty", Where(file=IMPORT))
    with workspace.store.writing() as connection:
        jobs.add(connection, batch)
        new = _kept(connection, given)
        if isinstance(order, Export):
            new = [NewJob(sop, None) for sop in dict.fromkeys(order.sops)]
        count = jobs.add_jobs(connection, batch.id, new)
        detail = {"kind": kind, "files": count}
        workspace.record(connection, who, act="batch-start", subject=batch.id, detail=detail)
    return batch.id


def extend_batch(
    workspace: Workspace,
    who: Person,
    batch_id: str,
    sources: Iterable[SourceFile | Refused],
    *,
    more: bool = False,
) -> None:
    """Add files to a batch that was begun with `more`; those that it has already change nothing.

    Raises:
        Missing: there is no such batch.
        Forbidden: somebody else began it.
        Refused: it takes no more files.
    """
    require(who, Right.WRITE, batch_id)
    given = list(sources)
    with workspace.store.writing() as connection:
        batch = _found(connection, batch_id)
        if batch.who != who.login:
            raise Forbidden("batch-of-another", Where(file=batch_id), {"who": batch.who})
        new = _kept(connection, given)
        if batch.state != jobs.FILLING:
            have = {(job.name, job.sha256) for job in jobs.jobs_of(connection, batch_id)}
            if any((job.name, job.sha256) not in have for job in new):
                raise Refused("batch-closed", Where(file=batch_id), {"state": batch.state})
            return
        jobs.add_jobs(connection, batch_id, new)
        if not more:
            jobs.move(connection, batch_id, jobs.RUNNING, of=(jobs.FILLING,))


def batch_view(
    workspace: Workspace, who: Person, batch_id: str, *, seen: int | None = None
) -> BatchView | None:
    """Show a batch; None when nothing has changed since the version that was `seen`.

    Raises:
        Missing: there is no such batch.
    """
    require(who, Right.READ, batch_id)
    with workspace.store.reading() as connection:
        batch = _found(connection, batch_id)
        if batch.version == seen:
            return None
        rows = jobs.jobs_of(connection, batch_id)
        counts = jobs.counts(connection, batch_id)
    return _view(batch, counts, tuple(_job(row) for row in rows))


def list_batches(workspace: Workspace, who: Person, *, limit: int = 50) -> tuple[BatchView, ...]:
    """List batches without their jobs, the newest first."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        rows = jobs.latest(connection, limit)
        return tuple(_view(row, jobs.counts(connection, row.id), ()) for row in rows)


def cancel_batch(workspace: Workspace, who: Person, batch_id: str) -> None:
    """Cancel what is not done; nothing of an import that is cancelled comes in. A second time changes nothing.

    Raises:
        Missing: there is no such batch.
        Forbidden: somebody else began it, and the person does not keep house.
        Refused: it is over, or being carried out this moment.
    """
    require(who, Right.READ, batch_id)
    with workspace.store.writing() as connection:
        batch = _found(connection, batch_id)
        if batch.who != who.login:
            require(who, Right.KEEP, batch_id)
        if batch.state == jobs.CANCELLED:
            return
        if not jobs.move(connection, batch_id, jobs.CANCELLED, of=jobs.OPEN):
            raise Refused("batch-over", Where(file=batch_id), {"state": batch.state})
        jobs.cancel(connection, batch_id)
        workspace.record(connection, who, act="batch-cancel", subject=batch_id)


def batch_documents(
    workspace: Workspace, who: Person, batch_id: str
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Iterate over the documents of an export: the SOP's id, and its files by name.

    Raises:
        Missing: there is no such batch.
        Refused: it is no export, or its documents are not kept any more.
    """
    require(who, Right.READ, batch_id)
    with workspace.store.reading() as connection:
        batch = _found(connection, batch_id)
        if batch.kind != EXPORT:
            raise Refused("batch-no-documents", Where(file=batch_id))
        for _, name, result in jobs.results(connection, batch_id):
            yield name, unpack(result, dict[str, bytes])


def _settings(order: Import | Export) -> tuple[str, str]:
    """Give the kind of a batch, and what is to be known of it as canonical JSON."""
    if isinstance(order, Import):
        return IMPORT, audit.canonical({"note": cleaned_line(order.note, "note")})
    formats = [writer.format for writer in writers_of(order.formats)]
    return EXPORT, audit.canonical({"formats": formats, "in_force": order.in_force})


def settings_of(batch: BatchRow) -> dict[str, Any]:
    """Give what is to be known of a batch."""
    read: dict[str, Any] = json.loads(batch.settings)
    return read


def _kept(connection: Connection, given: Sequence[SourceFile | Refused]) -> list[NewJob]:
    """Keep the bytes of files; what was refused before it came is a job that has failed."""
    new = []
    for source in given:
        try:
            if isinstance(source, Refused):
                raise source
            name = cleaned_line(source.name, source.name[:NAME], limit=NAME)
        except Refused as refusal:
            place = cleaned_line(refusal.where.file[:NAME], "name")
            new.append(NewJob(place, None, pack(finding_of(refusal))))
        else:
            new.append(NewJob(name, files.keep(connection, source.data)))
    return new


def _found(connection: Connection, batch_id: str) -> BatchRow:
    """Find a batch.

    Raises:
        Missing: there is none of this id.
    """
    row = jobs.find(connection, batch_id)
    if row is None:
        raise Missing("batch-missing", Where(file=batch_id))
    return row


def _job(row: JobRow) -> JobView:
    """Show a job."""
    return JobView(
        name=row.name,
        state=row.state,
        reason=None if row.error is None else unpack(row.error, Finding),
        line=None if row.outcome is None else unpack(row.outcome, ImportLine),
    )


def _view(batch: BatchRow, counts: dict[str, int], shown: tuple[JobView, ...]) -> BatchView:
    """Show a batch."""
    return BatchView(
        id=batch.id,
        kind=batch.kind,
        who=batch.who,
        at=batch.at,
        state=batch.state,
        total=batch.total,
        counts=counts,
        jobs=shown,
        version=batch.version,
    )
