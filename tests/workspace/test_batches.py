"""Batches: files are kept at once and done in the background; what happens to one happens to no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest

from bpm2sop.engine import Engine, dismiss
from bpm2sop.errors import Forbidden, Missing, Refused, Where
from bpm2sop.sources import SourceFile
from bpm2sop.store import files, jobs
from bpm2sop.workspace.batches import (
    BatchView,
    Import,
    batch_view,
    cancel_batch,
    extend_batch,
    list_batches,
    start_batch,
)
from bpm2sop.workspace.coordinating import LAPSES, LOCK, work
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person, deactivate
from bpm2sop.workspace.rights import LOCAL, Role
from tests.engine.faults import lay as faults_laid
from tests.stores import Clock
from tests.workspace.maps import ANI, SERVICE, bpmn, person


def letters(count: int) -> list[SourceFile]:
    """Files of small maps."""
    return [
        SourceFile(f"surat-{n:03d}.bpmn", bpmn(SERVICE, process=f"P{n}", name=f"Surat {n}"))
        for n in range(count)
    ]


def done(workspace: Workspace, batch: str) -> BatchView:
    """Have everything done, and show a batch."""
    work(workspace, Event(), once=True)
    return shown(workspace, batch)


def shown(workspace: Workspace, batch: str) -> BatchView:
    """Show a batch."""
    view = batch_view(workspace, LOCAL, batch)
    assert view is not None
    return view


def imported(workspace: Workspace) -> list[str]:
    """List the names of the files that are in."""
    with workspace.store.reading() as connection:
        return [row.name for row in files.every(connection)]


@pytest.fixture
def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Child processes that some files end or stop."""
    for name, value in faults_laid(tmp_path).items():
        monkeypatch.setenv(name, value)
    dismiss()
    yield
    dismiss()


@pytest.fixture
def awake(workspace: Workspace) -> Workspace:
    """The workspace with the clock on the wall: coordinators look at it while they wait for each other."""
    return replace(workspace, clock=lambda: datetime.now(UTC))


def test_an_import_is_queued_then_done(workspace: Workspace) -> None:
    """Each file has its state, and in the end its line."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(3)))
    before = shown(workspace, batch)
    assert (before.state, before.total, before.counts) == ("running", 3, {"queued": 3})
    after = done(workspace, batch)
    assert (after.state, after.counts) == ("done", {"done": 3})
    assert [job.line and job.line.status for job in after.jobs] == ["new"] * 3
    assert imported(workspace) == ["surat-000.bpmn", "surat-001.bpmn", "surat-002.bpmn"]


def test_a_batch_gives_what_an_import_gives(workspace: Workspace) -> None:
    """The same lines, the same SOPs."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(3), note="a word"))
    lines = [job.line for job in done(workspace, batch).jobs]
    again = import_maps(workspace, LOCAL, letters(3))
    assert [line and line.file for line in lines] == [line.file for line in again.lines]
    assert [line.status for line in again.lines] == ["same"] * 3


def test_the_same_files_again_are_already_there(workspace: Workspace) -> None:
    """Sending a batch twice is harmless."""
    first = start_batch(workspace, LOCAL, Import(sources=letters(3)))
    second = start_batch(workspace, LOCAL, Import(sources=letters(3)))
    work(workspace, Event(), once=True)
    lines = [job.line for job in (*shown(workspace, first).jobs, *shown(workspace, second).jobs)]
    assert sorted(line.status for line in lines if line) == ["new"] * 3 + ["same"] * 3
    assert len(imported(workspace)) == 3


def test_a_file_that_cannot_be_read_fails_alone(workspace: Workspace) -> None:
    """With the reason that the reader gave."""
    sources = [*letters(2), SourceFile("rusak.bpmn", b"<definitions")]
    view = done(workspace, start_batch(workspace, LOCAL, Import(sources=sources)))
    assert [job.state for job in view.jobs] == ["done", "done", "failed"]
    assert [job.reason and job.reason.rule for job in view.jobs] == [None, None, "cut-off"]
    assert len(imported(workspace)) == 2


def test_what_was_refused_before_it_came_has_failed(workspace: Workspace) -> None:
    """A file that is gone, one whose name is too long: each has its line."""
    sources = [
        Refused("file-missing", Where(file="hilang.bpmn")),
        SourceFile("x" * 600, b"<definitions/>"),
        *letters(1),
    ]
    view = shown(workspace, start_batch(workspace, LOCAL, Import(sources=sources)))
    reasons = [job.reason and job.reason.rule for job in view.jobs]
    assert reasons == ["file-missing", "text-too-long", None]
    assert view.counts == {"failed": 2, "queued": 1}


def test_two_files_of_one_name_in_one_batch_are_told(workspace: Workspace) -> None:
    """Nobody could say which is the newer one."""
    (one, other) = letters(2)
    sources = [one, SourceFile(one.name, other.data)]
    view = done(workspace, start_batch(workspace, LOCAL, Import(sources=sources)))
    assert [job.reason and job.reason.rule for job in view.jobs] == [None, "import-name-twice"]


def test_a_batch_may_come_in_portions(workspace: Workspace) -> None:
    """The browser sends twenty files at a time; what is there is read meanwhile, and taken in when all are there."""
    first, second, third = letters(3)
    batch = start_batch(workspace, LOCAL, Import(sources=[first], more=True))
    extend_batch(workspace, LOCAL, batch, [second], more=True)
    half = done(workspace, batch)
    assert (half.state, half.counts) == ("filling", {"done": 2})
    assert imported(workspace) == []
    extend_batch(workspace, LOCAL, batch, [third])
    whole = done(workspace, batch)
    assert (whole.state, whole.counts) == ("done", {"done": 3})
    assert len(imported(workspace)) == 3


def test_a_batch_whose_sender_is_gone_is_taken_as_it_is(workspace: Workspace, clock: Clock) -> None:
    """The browser was closed in the middle: what came comes in after ten quiet minutes, not before."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(1), more=True))
    stop = Event()
    thread = Thread(target=work, args=(workspace, stop), kwargs={"idle": 0.05})
    thread.start()
    while shown(workspace, batch).counts != {"done": 1}:
        stop.wait(0.05)
    clock.forward(minutes=6)
    extend_batch(workspace, LOCAL, batch, letters(2), more=True)
    while shown(workspace, batch).counts != {"done": 2}:
        stop.wait(0.05)
    clock.forward(minutes=6)
    stop.wait(0.3)
    assert shown(workspace, batch).state == "filling"
    clock.forward(minutes=11)
    while shown(workspace, batch).state != "done":
        stop.wait(0.05)
    stop.set()
    thread.join()
    assert len(imported(workspace)) == 2
    with pytest.raises(Refused) as refusal:
        extend_batch(workspace, LOCAL, batch, letters(3))
    assert refusal.value.code == "batch-closed"


def test_a_portion_sent_again_changes_nothing(workspace: Workspace) -> None:
    """Its answer was lost on the way, say; also after the last one."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(1), more=True))
    for _ in range(3):
        extend_batch(workspace, LOCAL, batch, letters(2))
    assert shown(workspace, batch).total == 2
    with pytest.raises(Refused) as refusal:
        extend_batch(workspace, LOCAL, batch, letters(3))
    assert refusal.value.code == "batch-closed"


def test_a_batch_without_files_is_refused(workspace: Workspace) -> None:
    """Whether more would follow or not."""
    for more in (False, True):
        with pytest.raises(Refused, match="batch-empty"):
            start_batch(workspace, LOCAL, Import(sources=[], more=more))


def test_a_view_is_not_told_twice(workspace: Workspace) -> None:
    """Who polls names the version that was seen."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(1)))
    seen = shown(workspace, batch).version
    assert batch_view(workspace, LOCAL, batch, seen=seen) is None
    work(workspace, Event(), once=True)
    after = batch_view(workspace, LOCAL, batch, seen=seen)
    assert after is not None
    assert after.version > seen


def test_a_job_that_is_taken_or_given_back_is_seen(workspace: Workspace) -> None:
    """Who polls sees what is under way."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(2)))
    first = shown(workspace, batch)
    with workspace.store.writing() as connection:
        by = jobs.Claim("one", workspace.now(), "2999")
        jobs.claim(connection, batch, by, limit=1)
    second = batch_view(workspace, LOCAL, batch, seen=first.version)
    assert second is not None
    assert second.counts == {"queued": 1, "running": 1}
    with workspace.store.writing() as connection:
        jobs.give_back(connection, "one")
    third = batch_view(workspace, LOCAL, batch, seen=second.version)
    assert third is not None
    assert third.counts == {"queued": 2}


def test_a_cancelled_import_brings_nothing_in(workspace: Workspace) -> None:
    """What was read is forgotten, too."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(3)))
    cancel_batch(workspace, LOCAL, batch)
    cancel_batch(workspace, LOCAL, batch)
    view = done(workspace, batch)
    assert (view.state, view.counts) == ("cancelled", {"cancelled": 3})
    assert imported(workspace) == []


def test_what_is_over_cannot_be_cancelled(workspace: Workspace) -> None:
    """The files are in."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(1)))
    work(workspace, Event(), once=True)
    with pytest.raises(Refused) as refusal:
        cancel_batch(workspace, LOCAL, batch)
    assert refusal.value.code == "batch-over"


def test_who_may_do_what(workspace: Workspace) -> None:
    """Viewers look and export; a batch belongs to who began it, and to those who keep house."""
    viewer, admin = person("vina", Role.VIEWER), person("adi", Role.ADMIN)
    with pytest.raises(Forbidden):
        start_batch(workspace, viewer, Import(sources=letters(1)))
    batch = start_batch(workspace, ANI, Import(sources=letters(1), more=True))
    assert batch_view(workspace, viewer, batch) is not None
    with pytest.raises(Forbidden):
        cancel_batch(workspace, viewer, batch)
    with pytest.raises(Forbidden):
        extend_batch(workspace, person("budi", Role.ANALYST), batch, letters(2))
    cancel_batch(workspace, admin, batch)
    with pytest.raises(Missing):
        batch_view(workspace, viewer, "nothing")


def test_an_import_of_somebody_who_left_is_refused(workspace: Workspace) -> None:
    """The roles of the day on which files come in count."""
    roles = frozenset({Role.ANALYST})
    add_person(workspace, LOCAL, NewPerson("adi", "Adi", frozenset({Role.ADMIN})))
    add_person(workspace, LOCAL, NewPerson("ani", "Ani", roles))
    batch = start_batch(workspace, person("ani", Role.ANALYST), Import(sources=letters(1)))
    deactivate(workspace, LOCAL, "ani")
    (job,) = done(workspace, batch).jobs
    assert (job.state, job.reason and job.reason.rule) == ("failed", "sign-in-needed")
    assert imported(workspace) == []


def test_batches_are_listed_the_newest_first(workspace: Workspace) -> None:
    """With their counts."""
    first = start_batch(workspace, LOCAL, Import(sources=letters(2)))
    second = start_batch(workspace, LOCAL, Import(sources=letters(1)))
    listed = list_batches(workspace, LOCAL)
    assert [(view.id, view.counts) for view in listed] == [
        (second, {"queued": 1}),
        (first, {"queued": 2}),
    ]


@pytest.mark.usefixtures("faults")
def test_a_file_that_ends_its_process_fails_alone_after_three_tries(workspace: Workspace) -> None:
    """All others come in."""
    bad = SourceFile("racun.bpmn", bpmn("a Racun @Staf"))
    sources = [*letters(2), bad, *letters(4)[2:]]
    view = done(workspace, start_batch(workspace, LOCAL, Import(sources=sources)))
    assert [job.state for job in view.jobs] == ["done", "done", "failed", "done", "done"]
    reason = view.jobs[2].reason
    assert reason is not None
    assert (reason.rule, dict(reason.params)) == (
        "file-ends-worker",
        {"tries": "3", "why": "SIGKILL"},
    )
    assert len(imported(workspace)) == 4


@pytest.mark.usefixtures("faults")
def test_processes_killed_all_the_time_cost_no_file_but_the_one_that_kills(
    awake: Workspace,
) -> None:
    """The short form of what `benchmarks/batches.py` does with a thousand maps."""
    bad = SourceFile("racun.bpmn", bpmn("a Racun @Staf"))
    batch = start_batch(awake, LOCAL, Import(sources=[*letters(119), bad]))
    over, killed = Event(), []

    def children() -> list[psutil.Process]:
        """Those that work for this process; one may be gone while it is looked at."""
        found = []
        for one in psutil.Process().children():
            with suppress(psutil.Error):
                found += [one] if "bpm2sop.engine.child" in str(one.cmdline()) else []
        return found

    def kill() -> None:
        """One, then another after each progress: a slow machine must not kill faster than processes begin."""
        seen = -1
        while not over.wait(0.1):
            done = shown(awake, batch).counts.get("done", 0)
            for child in children()[:1] if done > seen else ():
                child.kill()
                killed.append(child.pid)
                seen = done

    killer = Thread(target=kill)
    killer.start()
    work(replace(awake, engine=Engine(workers=2)), Event(), once=True)
    over.set()
    killer.join()
    view = shown(awake, batch)
    assert killed
    assert view.counts == {"done": 119, "failed": 1}
    assert [job.name for job in view.jobs if job.state == "failed"] == ["racun.bpmn"]
    assert len(imported(awake)) == 119


@pytest.mark.usefixtures("faults")
def test_a_file_that_takes_too_long_fails_alone(workspace: Workspace) -> None:
    """The limit is the engine's."""
    sources = [*letters(1), SourceFile("lama.bpmn", bpmn("a Lama @Staf"))]
    hasty = replace(workspace, engine=Engine(workers=1, seconds=5))
    view = done(hasty, start_batch(hasty, LOCAL, Import(sources=sources)))
    assert [job.reason and job.reason.rule for job in view.jobs] == [None, "file-too-slow"]


def test_a_dead_coordinator_is_followed_when_its_lease_has_run_out(
    workspace: Workspace, clock: Clock
) -> None:
    """What it had in hand is done by the next; until then nobody touches it."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(3)))
    dead = jobs.Claim("dead", workspace.now(), "2999-01-01T00:00:00.000000+00:00")
    with workspace.store.writing() as connection:
        assert jobs.take_lock(connection, LOCK, dead)
        assert len(jobs.claim(connection, batch, dead, limit=2)) == 2
    stop = Event()
    thread = Thread(target=work, args=(workspace, stop), kwargs={"idle": 0.05})
    thread.start()
    stop.wait(0.3)
    assert shown(workspace, batch).counts == {"queued": 1, "running": 2}
    clock.forward(days=365_000)
    while shown(workspace, batch).state != "done":
        stop.wait(0.05)
    stop.set()
    thread.join()
    assert shown(workspace, batch).counts == {"done": 3}


def test_a_job_that_every_coordinator_dies_with_is_given_up(workspace: Workspace) -> None:
    """The rest of its batch goes on."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(2)))
    for _ in range(LAPSES):
        lapsed = jobs.Claim("dead", workspace.now(), "")
        with workspace.store.writing() as connection:
            assert jobs.claim(connection, batch, lapsed, limit=1)
    view = done(workspace, batch)
    assert [job.reason and job.reason.rule for job in view.jobs] == ["file-ends-worker", None]


def test_what_another_took_over_is_not_written(workspace: Workspace) -> None:
    """One who comes back from the dead has lost its jobs."""
    batch = start_batch(workspace, LOCAL, Import(sources=letters(1)))
    late, next_one = (jobs.Claim(name, workspace.now(), "") for name in ("late", "next"))
    with workspace.store.writing() as connection:
        (row,) = jobs.claim(connection, batch, late, limit=1)
        (taken,) = jobs.claim(connection, batch, next_one, limit=1)
        assert taken.id == row.id
        jobs.give(connection, "late", [jobs.Given(row.id, jobs.FAILED)])
    assert shown(workspace, batch).counts == {"running": 1}


def test_only_one_coordinates(awake: Workspace) -> None:
    """Two processes that serve the same store never both work."""
    batch = start_batch(awake, LOCAL, Import(sources=letters(30)))
    stop = Event()
    threads = [
        Thread(target=work, args=(awake, stop), kwargs={"once": True, "idle": 0.05})
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    view = shown(awake, batch)
    assert view.counts == {"done": 30}
    assert [job.line and job.line.status for job in view.jobs] == ["new"] * 30
    with awake.store.reading() as connection:
        assert {row.tries for row in jobs.jobs_of(connection, batch)} == {1}


def test_a_coordinator_that_is_stopped_gives_back_what_it_had(awake: Workspace) -> None:
    """The next one begins where it was left."""
    batch = start_batch(awake, LOCAL, Import(sources=letters(150)))
    stop = Event()
    thread = Thread(target=work, args=(awake, stop))
    thread.start()
    while "done" not in shown(awake, batch).counts:
        stop.wait(0.01)
    stop.set()
    thread.join()
    counts = shown(awake, batch).counts
    assert counts.keys() == {"done", "queued"}
    assert done(awake, batch).counts == {"done": 150}


def test_a_small_batch_does_not_wait_for_a_large_one(awake: Workspace) -> None:
    """Jobs are taken from one batch after the other."""
    large = start_batch(awake, LOCAL, Import(sources=letters(200)))
    small = start_batch(awake, LOCAL, Import(sources=letters(1), more=True))
    stop = Event()
    thread = Thread(target=work, args=(awake, stop))
    thread.start()
    while shown(awake, small).counts != {"done": 1}:
        stop.wait(0.01)
    assert "queued" in shown(awake, large).counts
    stop.set()
    thread.join()


def test_where_no_work_can_be_done_is_said_and_nothing_is_lost(
    awake: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scheduler that is not there, say."""
    monkeypatch.setattr("bpm2sop.engine.cluster.SECONDS", 2)
    away = replace(awake, engine=Engine(address="tcp://127.0.0.1:9"))
    batch = start_batch(away, LOCAL, Import(sources=letters(2)))
    told: list[Refused] = []
    stop = Event()

    def tell(problem: Refused) -> None:
        told.append(problem)
        stop.set()

    work(away, stop, tell=tell)
    assert [problem.code for problem in told] == ["engine-unreachable"]
    assert shown(awake, batch).counts == {"queued": 2}
    assert done(awake, batch).counts == {"done": 2}
