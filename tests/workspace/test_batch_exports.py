"""Many SOPs as documents, written in the background."""

from __future__ import annotations

from threading import Event

import pytest

from bpm2sop.errors import Refused
from bpm2sop.workspace.batches import Export, batch_documents, list_batches, start_batch
from bpm2sop.workspace.coordinating import work
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL
from tests.stores import Clock
from tests.workspace.test_batches import done, letters, shown


def test_an_export_writes_many_sops(workspace: Workspace) -> None:
    """In the formats asked for; a SOP that is not there fails alone."""
    lines = import_maps(workspace, LOCAL, letters(3)).lines
    sops = [sop.id for line in lines for sop in line.sops]
    order = Export(sops=[*sops, "nothing"], formats=("json", "csv"))
    batch = start_batch(workspace, LOCAL, order)
    view = done(workspace, batch)
    assert [job.reason and job.reason.rule for job in view.jobs] == [None] * 3 + ["sop-missing"]
    documents = dict(batch_documents(workspace, LOCAL, batch))
    assert list(documents) == sops
    assert documents == {sop: export_sop(workspace, LOCAL, sop, ("json", "csv")) for sop in sops}


def test_an_export_of_what_is_in_force_says_what_is_not(workspace: Workspace) -> None:
    """A working copy is no edition."""
    (line,) = import_maps(workspace, LOCAL, letters(1)).lines
    order = Export(sops=[line.sops[0].id], formats=("json",), in_force=True)
    (job,) = done(workspace, start_batch(workspace, LOCAL, order)).jobs
    assert (job.state, job.reason and job.reason.rule) == ("failed", "edition-missing")


def test_documents_of_an_old_export_are_forgotten(workspace: Workspace, clock: Clock) -> None:
    """They can be written again."""
    (line,) = import_maps(workspace, LOCAL, letters(1)).lines
    order = Export(sops=[line.sops[0].id], formats=("csv",))
    old = start_batch(workspace, LOCAL, order)
    work(workspace, Event(), once=True)
    clock.forward(days=8)
    new = start_batch(workspace, LOCAL, order)
    work(workspace, Event(), once=True)
    assert len(list(batch_documents(workspace, LOCAL, new))) == 1
    assert list(batch_documents(workspace, LOCAL, old)) == []
    assert shown(workspace, old).counts == {"done": 1}


def test_an_unknown_format_is_refused(workspace: Workspace) -> None:
    """Before anything is begun."""
    with pytest.raises(Refused) as refusal:
        start_batch(workspace, LOCAL, Export(sops=[], formats=("doc",)))
    assert refusal.value.code == "format-unknown"
    assert list_batches(workspace, LOCAL) == ()
