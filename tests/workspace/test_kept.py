"""What is kept of maps saves work and changes nothing: one map after the other gives what all at once give."""

from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpm2sop.model.sop import Sop
from bpm2sop.sources import SourceFile
from bpm2sop.store import files, pages, sops, unpack, works
from bpm2sop.store.pages import PageRow
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.memory import Memory
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.phrases import accept_phrase
from tests.oracle.sketch import write
from tests.stores import SqliteFiles
from tests.trace.revising import Reviser
from tests.workspace.maps import ANI, SERVICE, bpmn, fresh

MAPS = (
    SourceFile("surat.bpmn", bpmn(SERVICE)),
    SourceFile("a.bpmn", bpmn("m Mulai kerja; n Urus surat > Q", process="R", name="Kerja")),
    SourceFile("q.bpmn", bpmn("r Terima berkas; s Kirim", process="Q", name="Surat")),
    SourceFile("lain.bpmn", bpmn("t Terima berkas @Loket", process="L", name="Pelayanan surat")),
)
LATER = (
    SourceFile("surat.bpmn", bpmn(f"{SERVICE}; e Arsipkan surat @Staf")),
    SourceFile("q.bpmn", bpmn("r Terima berkas; s Kirim", process="Q2", name="Surat lain")),
)


def drawn(seed: int, count: int) -> list[SourceFile]:
    """Maps of chance."""
    reviser = Reviser(Random(seed))  # noqa: S311 - tests want chance, not secrets
    return [SourceFile(f"m{number}.bpmn", write(reviser.map())) for number in range(count)]


class Stands(NamedTuple):
    """What a store holds of a set, without ids and times."""

    drafts: dict[str, tuple[Sop, ...]]
    findings: dict[str, tuple[Any, ...]]
    pages: list[PageRow]
    sops: list[tuple[Any, ...]]


def stands(workspace: Workspace) -> Stands:
    """Read all that is derived of a set."""
    with workspace.store.reading() as connection:
        names = {row.id: row.name for row in files.every(connection)}
        rows = sops.every(connection)
        keys = {row.id: row.key for row in rows}
        drafts = {
            names[head.file_id]: files.open_draft(connection, head.id)
            for head in files.draft_heads(connection).values()
        }
        return Stands(
            {name: unpack(row.sops, tuple[Sop, ...]) for name, row in drafts.items() if row},
            {
                file.name: (version.findings, version.errors, version.warnings)
                for file, version in files.current(connection)
            },
            [
                page._replace(
                    file_id=names.get(page.file_id or ""), sop_id=keys.get(page.sop_id or "")
                )
                for page in pages.every(connection)
            ],
            sorted((row.key, row.title, row.code, str(row.level), row.state) for row in rows),
        )


def bring(workspace: Workspace, maps: list[SourceFile]) -> None:
    """Import in a process of its own: nothing is remembered."""
    import_maps(replace(workspace, memory=Memory()), ANI, maps)


@settings(max_examples=25, deadline=None)
@given(
    maps=st.permutations([*MAPS, *drawn(1, 2)]),
    later=st.lists(st.sampled_from(LATER), max_size=2, unique_by=lambda one: one.name),
)
def test_one_after_the_other_gives_what_all_at_once_give(
    sqlite_files: SqliteFiles, maps: list[SourceFile], later: list[SourceFile]
) -> None:
    """In whatever order maps come, call each other and change."""
    with fresh(sqlite_files) as singly, fresh(sqlite_files) as together:
        for one in (*maps, *later):
            bring(singly, [one])
        bring(together, maps)
        for one in later:
            bring(together, [one])
        assert stands(singly) == stands(together)
        assert fsck(singly, ANI).faults == ()


def test_a_map_that_is_kept_is_not_read_again(workspace: Workspace) -> None:
    """Only the one that comes in."""
    bring(workspace, [*MAPS[:3]])
    read: list[str] = []
    anew = replace(workspace, memory=Memory())
    import_maps(anew, ANI, [MAPS[3]], progress=read.append)
    assert read == [MAPS[3].name]


def test_maps_are_read_again_where_they_are_drafted_otherwise(workspace: Workspace) -> None:
    """A phrase of the house's own reaches every map."""
    bring(workspace, [*MAPS])
    accept_phrase(replace(workspace, memory=Memory()), ANI, "Terima berkas", "Menerima berkas")
    texts = [step.text for held in stands(workspace).drafts.values() for step in held[0].steps]
    assert texts.count("Menerima berkas") == 3


def test_a_map_that_comes_back_is_as_it_was(workspace: Workspace) -> None:
    """Taken out of use and imported again."""
    bring(workspace, [*MAPS])
    before = stands(workspace)
    line = next(one for one in list_maps(workspace, ANI) if one.name == "q.bpmn")
    retire_map(replace(workspace, memory=Memory()), ANI, line.id, seen=1)
    assert stands(workspace) != before
    bring(workspace, [MAPS[2]])
    assert stands(workspace) == before


@pytest.mark.parametrize("damage", [b"", b"no value"])
def test_what_cannot_be_opened_is_worked_out_again(workspace: Workspace, damage: bytes) -> None:
    """And kept again: nothing rests on it."""
    bring(workspace, [*MAPS[:2]])
    with workspace.store.writing() as connection:
        heads = works.heads(connection).values()
        works.write(connection, [works.WorkRow(*head, damage) for head in heads])
    bring(workspace, [MAPS[2]])
    assert len(stands(workspace).drafts) == 3
    assert fsck(workspace, ANI).faults == ()
