"""A thousand maps as one batch: on every engine the same bytes; with a worker killed every two seconds, all but the file that kills.

    python benchmarks/batches.py [--maps N] [--formats json,csv,html] [--db postgresql://…] [--kills]

Stores are new SQLite files; --db names an empty PostgreSQL database that is compared with them. A cluster of two workers
is run on this machine. Faults are put into worker processes from outside (`tests/engine/faults.py`).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bpm2sop.engine import Engine, dismiss, parse_engine
from bpm2sop.sources import SourceFile
from bpm2sop.store import open_store
from bpm2sop.workspace.batches import (
    BatchView,
    Export,
    Import,
    batch_documents,
    batch_view,
    start_batch,
)
from bpm2sop.workspace.coordinating import work
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL
from tests.engine.clusters import two_workers
from tests.engine.faults import lay
from tests.workspace.maps import bpmn

EVERY = 2.0
"""Seconds between two kills."""
LANES = ("Pemohon", "Loket", "Seksi Pelayanan", "Kepala Seksi", "Kepala Bidang")
VERBS = ("Menerima", "Memeriksa", "Mencatat", "Menyetujui", "Mengirim", "Mengarsipkan")


def maps(count: int) -> list[SourceFile]:
    """Make maps of ten to forty tasks in five lanes."""
    made = []
    for n in range(count):
        steps = "; ".join(
            f"t{t} {VERBS[(n + t) % 6]} berkas {t} @{LANES[(n * t + t) % 5]}"
            for t in range(10 + n % 31)
        )
        data = bpmn(steps, process=f"P{n}", name=f"Pelayanan {n}")
        made.append(SourceFile(f"pelayanan-{n:05d}.bpmn", data))
    return made


def done(workspace: Workspace, order: Import | Export) -> tuple[str, BatchView, float]:
    """Have a batch done; give it, and the seconds that it took."""
    batch = start_batch(workspace, LOCAL, order)
    begun = time.perf_counter()
    work(workspace, Event(), once=True)
    view = batch_view(workspace, LOCAL, batch)
    if view is None:
        raise RuntimeError(batch)
    return batch, view, time.perf_counter() - begun


def opened(address: Path | str, engine: Engine) -> Workspace:
    """Open a workspace."""
    return Workspace(store=open_store(str(address)), engine=engine)


def sop_ids(workspace: Workspace) -> list[str]:
    """List the SOPs in the order of their keys."""
    with workspace.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM sop ORDER BY key")
        return [str(one) for one in rows.scalars()]


def compare(
    name: str, workspace: Workspace, sources: list[SourceFile], formats: tuple[str, ...]
) -> None:
    """Print one row: seconds of import and export, and the hash of all documents."""
    _, brought, reading = done(workspace, Import(sources=sources))
    batch, written, writing = done(workspace, Export(sops=sop_ids(workspace), formats=formats))
    told = hashlib.sha256()
    count = 0
    for _, held in batch_documents(workspace, LOCAL, batch):
        for file, data in sorted(held.items()):
            told.update(file.encode() + hashlib.sha256(data).digest())
            count += 1
    workspace.close()
    row = [name, brought.counts, f"{reading:.1f}", written.counts, f"{writing:.1f}", count]
    print("|", " | ".join(map(str, row)), "|", told.hexdigest()[:16], "|", flush=True)


def compare_all(
    folder: Path, engines: dict[str, Engine], sources: list[SourceFile], how: argparse.Namespace
) -> None:
    """Print the first table."""
    formats = tuple(how.formats.split(","))
    print("\n| engine | import | s | export | s | files | hash |\n|" + " --- |" * 7)
    for number, (name, engine) in enumerate(engines.items()):
        compare(name, opened(folder / f"{number}.db", engine), sources, formats)
    if how.db:
        there = opened(how.db, engines["local:2"])
        compare("local:2, PostgreSQL", there, sources, formats)


@contextmanager
def killing(*, cluster: bool) -> Iterator[list[int]]:
    """Kill a worker process every two seconds: a child of this process, or a worker of the cluster."""
    over, killed = Event(), []

    def victims() -> Iterator[psutil.Process]:
        mark = "spawn_main" if cluster else "bpm2sop.engine.child"
        for one in psutil.Process().children(recursive=cluster):
            with suppress(psutil.Error):
                if mark in " ".join(one.cmdline()):
                    yield one

    def kill() -> None:
        while not over.wait(EVERY):
            for victim in list(victims())[-1:]:
                with suppress(psutil.Error):
                    victim.kill()
                    killed.append(victim.pid)

    thread = Thread(target=kill)
    thread.start()
    yield killed
    over.set()
    thread.join()


def survive(name: str, workspace: Workspace, sources: list[SourceFile]) -> None:
    """Print one row: what became of a batch whose workers are killed, one of its files among those who kill."""
    bad = SourceFile("racun.bpmn", bpmn("a Racun @Staf"))
    with killing(cluster=workspace.engine.address is not None) as killed:
        _, view, seconds = done(workspace, Import(sources=[*sources[1:], bad]))
    reasons = {
        f"{job.name}: {job.reason.rule} {dict(job.reason.params)}"
        for job in view.jobs
        if job.reason
    }
    workspace.close()
    row = [name, len(killed), view.counts, "; ".join(sorted(reasons)), f"{seconds:.1f}"]
    print("|", " | ".join(map(str, row)), "|", flush=True)


def main() -> None:
    """Read the arguments, and print two tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--maps", type=int, default=1000)
    parser.add_argument("--formats", default="json,csv,html")
    parser.add_argument("--db")
    parser.add_argument("--kills", action="store_true", help="only the second table")
    arguments = parser.parse_args()
    sources = maps(arguments.maps)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ.update(lay(folder))
        with two_workers(folder) as cluster:
            os.environ.update(cluster.environment())
            engines = {
                "serial": Engine(),
                "local:2": Engine(workers=2),
                "tls://, two workers": parse_engine(cluster.address),
            }
            if not arguments.kills:
                compare_all(folder, engines, sources, arguments)
            print("\n| engine | kills | import | failed | s |\n|" + " --- |" * 5)
            for name in ("local:2", "tls://, two workers"):
                dismiss()
                survive(name, opened(folder / f"kill-{name[:3]}.db", engines[name]), sources)


if __name__ == "__main__":
    main()
