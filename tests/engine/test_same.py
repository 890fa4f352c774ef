"""The same bytes come out, wherever the work was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from bpm2sop.drafting import Settings
from bpm2sop.engine import Engine, parse_engine
from bpm2sop.errors import Refused, Where
from bpm2sop.sources import SourceFile, gather
from bpm2sop.store import Store
from bpm2sop.wording import Language
from bpm2sop.workspace import draft_sources, write_run
from bpm2sop.workspace.batches import Export, Import, batch_documents, batch_view, start_batch
from bpm2sop.workspace.coordinating import work
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.writers import WRITERS
from tests.engine.clusters import ROOT, Cluster
from tests.workspace.maps import SERVICE, bpmn

Engines = tuple[Engine, ...]
FORMATS = ("json", "csv", "md", "html", "xlsx", "docx")


@pytest.fixture(scope="module")
def sources() -> list[SourceFile | Refused]:
    """The maps of the samples, sixty in all with small ones, and what cannot be read."""
    samples = list(gather([str(ROOT / "samples")]))
    small = [
        SourceFile(f"surat-{n}.bpmn", bpmn(SERVICE, process=f"P{n}", name=f"Surat {n}"))
        for n in range(60 - len(samples))
    ]
    broken = [
        SourceFile("rusak.bpmn", b"<definitions"),
        Refused("file-missing", Where(file="x.bpmn")),
    ]
    return [*samples, *small, *broken]


@pytest.fixture
def engines(cluster: Cluster) -> Engines:
    """In this process, in two others, on a cluster."""
    return (Engine(), Engine(workers=2), parse_engine(cluster.address))


def same(made: Callable[[Engine], dict[str, bytes]], engines: Engines) -> dict[str, bytes]:
    """Have something made by each engine; all give the same bytes under the same names."""
    first, *others = map(made, engines)
    for other in others:
        assert other.keys() == first.keys()
        assert [name for name in first if first[name] != other[name]] == []
    return first


def test_drafts_are_the_same_on_every_engine(
    sources: list[SourceFile | Refused], engines: Engines, tmp_path: Path
) -> None:
    """`bpm2sop draft` with each of them."""

    def made(engine: Engine) -> dict[str, bytes]:
        run = draft_sources(sources, Settings(), engine=engine)
        folder = tmp_path / str(engines.index(engine))
        write_run(run, folder, WRITERS[:2], Language.ID)
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    assert len(same(made, engines)) > 100


def exported(workspace: Workspace, engine: Engine) -> dict[str, bytes]:
    """Have SOPs written by a batch."""
    place = replace(workspace, engine=engine)
    with workspace.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM sop ORDER BY key").scalars().all()
    batch = start_batch(place, LOCAL, Export(sops=rows, formats=FORMATS))
    work(place, Event(), once=True)
    return {
        name: data
        for _, held in batch_documents(place, LOCAL, batch)
        for name, data in held.items()
    }


def brought_in(workspace: Workspace, sources: list[SourceFile | Refused], engine: Engine) -> None:
    """Have maps taken in by a batch."""
    place = replace(workspace, engine=engine)
    batch = start_batch(place, LOCAL, Import(sources=sources))
    work(place, Event(), once=True)
    view = batch_view(place, LOCAL, batch)
    assert view is not None
    assert (view.state, view.counts) == ("done", {"done": 60, "failed": 2})


def test_documents_are_the_same_on_every_engine(
    workspace: Workspace, sources: list[SourceFile | Refused], engines: Engines
) -> None:
    """Of maps that came in by one of them, written by each."""
    brought_in(workspace, sources, engines[1])
    assert len(same(lambda engine: exported(workspace, engine), engines)) > 300


def test_documents_are_the_same_on_every_store(
    sources: list[SourceFile | Refused], workspace: Workspace, sqlite_store: Store
) -> None:
    """Taken in by one process in a SQLite file, by two in this one."""
    other = replace(workspace, store=sqlite_store)
    brought_in(other, sources, Engine())
    brought_in(workspace, sources, Engine(workers=2))
    here, there = exported(workspace, Engine()), exported(other, Engine())
    assert here == there
