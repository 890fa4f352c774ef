"""The last act of a batch, when all its jobs are done: an import takes its files in together."""

from __future__ import annotations

from typing import Final

from bpm2sop.errors import Forbidden, Refused, Stale, StoreProblem, Where
from bpm2sop.sources import SourceFile
from bpm2sop.store import files, jobs, pack, people, unpack
from bpm2sop.store.jobs import BatchRow, Given, JobRow
from bpm2sop.workspace.batches import IMPORT, settings_of
from bpm2sop.workspace.drafting import Work
from bpm2sop.workspace.errands import finding_of
from bpm2sop.workspace.importing import ImportLine, import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import person_of_row
from bpm2sop.workspace.planning import weight_of
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Person

ENDINGS: Final = 5
"""How often the last act of a batch may be begun; one that ends its process each time is given up."""


def end(workspace: Workspace, batch: BatchRow) -> None:
    """Carry out the last act of a batch. A second time changes nothing more."""
    with workspace.store.writing() as connection:
        if not jobs.move(connection, batch.id, jobs.ENDING, of=(jobs.RUNNING, jobs.ENDING)):
            return  # cancelled, or done by another
        begun = jobs.count_ending(connection, batch.id)
        rows = [row for row in jobs.jobs_of(connection, batch.id) if row.state == jobs.DONE]
    given = _concluded(workspace, batch, rows, begun) if batch.kind == IMPORT else []
    with workspace.store.writing() as connection:
        if jobs.move(connection, batch.id, jobs.DONE, of=(jobs.ENDING,)):
            jobs.conclude(connection, given)


def _concluded(
    workspace: Workspace, batch: BatchRow, rows: list[JobRow], begun: int
) -> list[Given]:
    """Take the files of an import in; where that is refused, tell so for each."""
    if begun > ENDINGS:
        tries = {"tries": str(ENDINGS)}
        return _all_failed(rows, Refused("batch-ends-worker", Where(file=batch.id), tries))
    try:
        return _taken_in(workspace, batch, rows)
    except (Stale, StoreProblem):
        raise  # tried again
    except Refused as refusal:
        return _all_failed(rows, refusal)
    except Exception as error:  # noqa: BLE001  (a fault of ours ends the batch, not the coordinator)
        why = f"{type(error).__name__}: {error}"[:300]
        return _all_failed(rows, Refused("batch-fault", Where(file=batch.id), {"why": why}))


def _all_failed(rows: list[JobRow], refusal: Refused) -> list[Given]:
    """Tell that no file came in, and why."""
    told = pack(finding_of(refusal))
    return [Given(row.id, jobs.FAILED, error=told) for row in rows]


def _taken_in(workspace: Workspace, batch: BatchRow, rows: list[JobRow]) -> list[Given]:
    """Take the files of an import in, with what was read of them; all in one act."""
    with workspace.store.reading() as connection:
        who = _person(workspace, batch.who)
        sources = [
            SourceFile(row.name, files.kept(connection, row.sha256 or "") or b"") for row in rows
        ]
        for _, _, result in jobs.results(connection, batch.id):
            mark, work = unpack(result, tuple[str, Work])
            key = (work.file.name, work.file.sha256, mark)
            workspace.memory.works.put(key, work, weight_of(work))
    note = str(settings_of(batch).get("note", ""))
    report = import_maps(workspace, who, sources, note=note)
    return [_line(row, line) for row, line in zip(rows, report.lines, strict=True)]


def _line(row: JobRow, line: ImportLine) -> Given:
    """Tell what became of a file."""
    error = pack(line.findings[0]) if line.status == "refused" and line.findings else None
    told = pack(line._replace(findings=()))
    return Given(row.id, jobs.FAILED if error else jobs.DONE, outcome=told, error=error)


def _person(workspace: Workspace, login: str) -> Person:
    """Give who began a batch, with the roles of today.

    Raises:
        Forbidden: the person has left.
    """
    for one in (LOCAL, OPERATOR):
        if login == one.login:
            return one
    with workspace.store.reading() as connection:
        row = people.person_by_login(connection, login)
    if row is None or row.state != "active":
        raise Forbidden("sign-in-needed", Where(file=login))
    return person_of_row(row)
