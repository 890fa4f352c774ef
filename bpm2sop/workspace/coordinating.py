"""The coordinator of batches: one process at a time takes jobs, has them done, and writes what came of them.

All that it knows is in the store: one that is killed is followed by another when its lease has run out, and what was written once
is not done again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Thread
from typing import Final

from bpm2sop.engine import Engine, run
from bpm2sop.errors import Refused, StoreProblem, Where
from bpm2sop.sources import SourceFile
from bpm2sop.store import files, jobs
from bpm2sop.store.jobs import BatchRow, Claim, Given, JobRow
from bpm2sop.workspace.batches import EXPORT, IMPORT, settings_of
from bpm2sop.workspace.ending import end
from bpm2sop.workspace.errands import Basis, Errand, Reading, Writing, do, given_up
from bpm2sop.workspace.exporting import read_printing
from bpm2sop.workspace.in_force import force_of, today
from bpm2sop.workspace.material import find_sop
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.planning import read_settings

LOCK: Final = "coordinator"
LEASE: Final = 30.0
"""Seconds after which a coordinator that says nothing is taken for dead."""
IDLE: Final = 1.0
"""Seconds between two looks for work."""
CLAIM: Final = 20
"""Jobs taken, and results written, at a time."""
LAPSES: Final = 10
"""How often coordinators may die with a job in hand; it runs in another process, so it is hardly the job's doing."""
QUIET: Final = timedelta(minutes=10)
"""How long a batch waits for more files: whoever was sending them is gone."""
_WRITE_SECONDS: Final = 0.5
_KEPT: Final = timedelta(days=7)
"""How long the documents of an export are kept."""


def work(
    workspace: Workspace,
    stop: Event,
    *,
    once: bool = False,
    lease: float = LEASE,
    idle: float = IDLE,
    tell: Callable[[Refused], None] = lambda _problem: None,
) -> None:
    """Do what batches ask for, until told to stop; while another process does, wait.

    Inputs run in child processes or on other machines, as the workspace's engine says (`serial`: one child process), so that none of
    them ends the coordinator.

    Args:
        workspace: where.
        stop: when this is set, what is under way is given back.
        once: end when nothing is left to do; a problem is raised.
        lease: seconds that jobs and the lock stay ours without a word from us.
        idle: seconds between two looks for work.
        tell: is told what keeps the work from going on, each time.

    Raises:
        Refused: with `once`, what kept the work from going on.
    """
    engine = workspace.engine if workspace.engine.watches else replace(workspace.engine, workers=1)
    filling: dict[str, tuple[int, datetime]] = {}
    while not stop.is_set():
        did = False
        try:
            _take_as_they_are(workspace, filling)
            todo, waiting = _todo(workspace)
            if todo:
                did = _turn(workspace, engine, stop, lease=lease)
        except Refused as problem:
            if once:
                raise
            tell(problem)
        except Exception as error:  # a fault of ours: the next batch may be free of it
            if once:
                raise
            why = f"{type(error).__name__}: {error}"[:300]
            tell(Refused("batch-fault", Where(file=workspace.store.place), {"why": why}))
        else:
            if once and not todo and not waiting:
                return
        if not did:
            stop.wait(idle)


def _take_as_they_are(workspace: Workspace, filling: dict[str, tuple[int, datetime]]) -> None:
    """Wait no more for files of batches to which nothing has happened for long: what came of them comes in.

    Args:
        workspace: where.
        filling: the versions of such batches, and when each was first seen; renewed here.
    """
    with workspace.store.reading() as connection:
        rows = [row for row in jobs.unfinished(connection) if row.state == jobs.FILLING]
    now = workspace.clock()
    before, left = dict(filling), []
    filling.clear()
    for row in rows:
        version, since = before.get(row.id, (row.version, now))
        filling[row.id] = (row.version, since if version == row.version else now)
        left += [row.id] if now - filling[row.id][1] > QUIET else []
    if left:
        with workspace.store.writing() as connection:
            for batch_id in left:
                jobs.move(connection, batch_id, jobs.RUNNING, of=(jobs.FILLING,))


def _todo(workspace: Workspace) -> tuple[bool, bool]:
    """Tell whether there is something to do now, and whether some batch is in other hands."""
    now = workspace.now()
    with workspace.store.reading() as connection:
        rows = jobs.unfinished(connection)
        todo = any(
            jobs.claimable(connection, row.id, now) or jobs.is_over(connection, row) for row in rows
        )
        waiting = any(row.state != jobs.FILLING for row in rows)
    return todo, waiting


def _turn(workspace: Workspace, engine: Engine, stop: Event, *, lease: float) -> bool:
    """Do all that there is to do now, if nobody else does; say whether we did."""
    with _held(workspace, stop, lease) as watch:
        if watch is None:
            return False
        _do_jobs(workspace, engine, watch)
        with workspace.store.reading() as connection:
            rows = jobs.unfinished(connection)
            over = [row for row in rows if jobs.is_over(connection, row)]
        for batch in over:
            if watch.holds():
                end(workspace, batch)
        with workspace.store.writing() as connection:
            before = workspace.clock().astimezone(UTC) - _KEPT
            jobs.forget(connection, EXPORT, before.isoformat(timespec="microseconds"))
        return True


class _Watch:
    """Our hold on the lock and on the jobs in hand."""

    def __init__(self, workspace: Workspace, stop: Event, lease: float) -> None:
        self.workspace = workspace
        self.holder = workspace.token()
        self.over = Event()
        self._stop = stop
        self._lease = lease

    def holds(self) -> bool:
        """Tell whether to go on."""
        return not self.over.is_set() and not self._stop.is_set()

    def claim(self) -> Claim:
        """Give who takes what is taken now, and until when."""
        now = self.workspace.clock().astimezone(UTC)
        until = now + timedelta(seconds=self._lease)
        form = "microseconds"
        return Claim(self.holder, now.isoformat(timespec=form), until.isoformat(timespec=form))

    def take(self) -> bool:
        """Take the lock, and let whatever a dead coordinator had in hand be taken."""
        with self.workspace.store.writing() as connection:
            if not jobs.take_lock(connection, LOCK, self.claim()):
                return False
            jobs.lapse(connection, self.holder)
        return True

    def keep(self) -> None:
        """Renew our hold again and again; one that cannot be renewed is over when its time is."""
        renewed = time.monotonic()
        while not self.over.wait(self._lease / 3):
            try:
                with self.workspace.store.writing() as connection:
                    by = self.claim()
                    if not jobs.take_lock(connection, LOCK, by):
                        self.over.set()
                        return
                    jobs.renew(connection, by)
                renewed = time.monotonic()
            except StoreProblem:
                if time.monotonic() - renewed > self._lease:
                    self.over.set()

    def let_go(self) -> None:
        """Give back what is in hand, and the lock."""
        with self.workspace.store.writing() as connection:
            jobs.give_back(connection, self.holder)
            jobs.drop_lock(connection, LOCK, self.holder)


@contextmanager
def _held(workspace: Workspace, stop: Event, lease: float) -> Iterator[_Watch | None]:
    """Hold the lock for as long as there is work; None when another process has it."""
    watch = _Watch(workspace, stop, lease)
    if not watch.take():
        yield None
        return
    keeper = Thread(target=watch.keep, name="lease", daemon=True)
    keeper.start()
    try:
        yield watch
    finally:
        watch.over.set()
        keeper.join()
        watch.let_go()


def _do_jobs(workspace: Workspace, engine: Engine, watch: _Watch) -> None:
    """Have jobs done until there are none, and write what came of them as it comes."""
    with workspace.store.reading() as connection:
        settings, mark = read_settings(connection, workspace)
    basis = Basis(settings=settings, limits=workspace.limits, mark=mark)
    in_hand: deque[JobRow] = deque()
    given: list[Given] = []
    written = time.monotonic()
    errands = _errands(workspace, watch, in_hand)
    results = run(partial(do, basis=basis), errands, engine, failed=given_up, wanted=watch.holds)
    try:
        with closing(results):
            for done in results:
                row = in_hand.popleft()
                given.append(Given(row.id, done.state, result=done.result, error=done.error))
                if len(given) == CLAIM or time.monotonic() - written > _WRITE_SECONDS:
                    _write(watch, given)
                    written = time.monotonic()
    finally:
        _write(watch, given)


def _write(watch: _Watch, given: list[Given]) -> None:
    """Write what came of jobs."""
    if given:
        with watch.workspace.store.writing() as connection:
            jobs.give(connection, watch.holder, given)
        given.clear()


def _errands(workspace: Workspace, watch: _Watch, in_hand: deque[JobRow]) -> Iterator[Errand]:
    """Take jobs from one batch after the other, so that a small one does not wait for a large one."""
    last = ""
    while watch.holds():
        with workspace.store.writing() as connection:
            rows: list[JobRow] = []
            for batch in _after(jobs.unfinished(connection), last):
                if batch.state in jobs.OPEN:
                    rows = jobs.claim(connection, batch.id, watch.claim(), limit=CLAIM)
                if rows:
                    last = batch.id
                    break
            else:
                return
        for row in rows:
            in_hand.append(row)
            yield _errand(workspace, batch, row)


def _after(rows: list[BatchRow], last: str) -> list[BatchRow]:
    """Put the batch that was served last at the end, and what stands before it too."""
    ids = [row.id for row in rows]
    cut = ids.index(last) + 1 if last in ids else 0
    return rows[cut:] + rows[:cut]


def _errand(workspace: Workspace, batch: BatchRow, row: JobRow) -> Errand:
    """Give what is to be done for a job; a refusal where it cannot be."""
    if row.tries > LAPSES:
        tries = {"tries": str(LAPSES), "why": "-"}
        return Refused("file-ends-worker", Where(file=row.name), tries)
    try:
        if batch.kind == IMPORT:
            return Reading(_file(workspace, row.name, row.sha256))
        return _writing(workspace, batch, row)
    except StoreProblem:
        raise
    except Refused as refusal:
        return refusal


def _file(workspace: Workspace, name: str, sha256: str | None) -> SourceFile:
    """Give kept bytes under a name."""
    with workspace.store.reading() as connection:
        return SourceFile(name, files.kept(connection, sha256 or "") or b"")


def _writing(workspace: Workspace, batch: BatchRow, row: JobRow) -> Writing:
    """Give what the documents of an SOP are made from: as it stands, or its edition in force."""
    settings = settings_of(batch)
    with workspace.store.reading() as connection:
        sop = find_sop(connection, row.name)
        number = None
        if settings["in_force"]:
            force = force_of(connection, sop.id, today(workspace))
            number = force.number if force is not None else 0
        printing = read_printing(connection, workspace, sop, number)
    return Writing(printing, tuple(settings["formats"]))
