"""`bpm2sop worker` does what batches ask for; `bpm2sop cluster` makes certificates."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bpm2sop.sources import SourceFile
from bpm2sop.store import Store
from bpm2sop.workspace.batches import BatchView, Import, batch_view, start_batch
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL
from tests.cli.conftest import Call
from tests.workspace.maps import SERVICE, bpmn

COMMAND = (sys.executable, "-c", "from bpm2sop.cli import main; main()", "worker")


def letters(count: int) -> list[SourceFile]:
    """Files of small maps."""
    return [
        SourceFile(f"surat-{n:03d}.bpmn", bpmn(SERVICE, process=f"P{n}", name=f"Surat {n}"))
        for n in range(count)
    ]


def shown(workspace: Workspace, batch: str) -> BatchView:
    """Show a batch."""
    view = batch_view(workspace, LOCAL, batch)
    assert view is not None
    return view


@pytest.fixture
def place(store: Store) -> Workspace:
    """A workspace with the clock on the wall, for another process works in it too."""
    return Workspace(store=store)


def test_a_worker_does_what_there_is_to_do(bpm2sop: Call, place: Workspace, address: str) -> None:
    """And ends, when asked to do so then."""
    batch = start_batch(place, LOCAL, Import(sources=letters(3)))
    result = bpm2sop("worker", "--db", address, "--engine", "local:1", "--once")
    assert result.exit_code == 0, result.stderr
    assert (shown(place, batch).state, shown(place, batch).counts) == ("done", {"done": 3})


def test_a_worker_that_is_killed_is_followed_by_another(
    bpm2sop: Call, place: Workspace, address: str
) -> None:
    """Nothing that was written is lost, nothing comes in twice."""
    batch = start_batch(place, LOCAL, Import(sources=letters(150)))
    worker = subprocess.Popen([*COMMAND, "--db", address, "--engine", "local:1"])
    while shown(place, batch).counts.get("done", 0) < 20:
        time.sleep(0.01)
    worker.kill()
    worker.wait()
    left = shown(place, batch)
    assert left.state == "running"
    with place.store.writing() as connection:  # as if its lease had run out by now
        connection.exec_driver_sql("UPDATE lock SET lease = ''")
    assert bpm2sop("worker", "--db", address, "--once").exit_code == 0
    view = shown(place, batch)
    assert (view.state, view.counts) == ("done", {"done": 150})
    assert {line.version for line in import_maps(place, LOCAL, letters(150)).lines} == {1}


def test_a_worker_that_is_stopped_ends_at_once(place: Workspace, address: str) -> None:
    """And gives back what it had in hand."""
    batch = start_batch(place, LOCAL, Import(sources=letters(150), more=True))
    worker = subprocess.Popen([*COMMAND, "--db", address, "--engine", "local:1"])
    while "done" not in shown(place, batch).counts:
        time.sleep(0.01)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert shown(place, batch).counts.keys() <= {"done", "queued"}


def test_an_engine_that_cannot_be_used_is_wrong_use(bpm2sop: Call, tmp_path: Path) -> None:
    """Before the workspace is opened."""
    database = tmp_path / "a.db"
    result = bpm2sop("worker", "--db", database, "--engine", "tcp://10.0.0.1:8786")
    assert result.exit_code == 2
    assert "tcp://10.0.0.1:8786" in result.stderr
    assert not database.exists()


def test_certificates_are_written_once(bpm2sop: Call, tmp_path: Path) -> None:
    """Only the owner reads the keys; the authority's key is nowhere, so nobody makes another certificate."""
    folder = tmp_path / "certificates"
    assert bpm2sop("cluster", "init", folder, "--language", "en").exit_code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "ca.pem",
        "client-key.pem",
        "client.pem",
        "scheduler-key.pem",
        "scheduler.pem",
        "worker-key.pem",
        "worker.pem",
    ]
    keys = [path for path in folder.iterdir() if path.name.endswith("-key.pem")]
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert bpm2sop("cluster", "init", folder).exit_code != 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
