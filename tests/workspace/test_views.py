"""What pages show: one SOP with every cell and step, lists, maps, the atlas, search."""

import pytest

from bpm2sop.errors import Missing
from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import (
    atlas_view,
    list_maps,
    map_bytes,
    map_view,
    retire_map,
    search,
)
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reorganising import Rename, carry_out, preview_change
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.values import StepStatus
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import SERVICE, bpmn, bring, count_statements


def test_a_new_sop_shows_what_the_map_says(workspace: Workspace) -> None:
    """Every cell with its source, every step fresh."""
    sop_id = bring(workspace).lines[0].sops[0].id
    view = sop_view(workspace, LOCAL, sop_id)
    assert (view.title, view.stage, view.file_version) == ("Pelayanan surat", "draft", 1)
    assert [step.status for step in view.steps] == [StepStatus.FRESH] * 4
    text = view.steps[1].cells[Field.TEXT]
    assert (text.value, text.source, text.map, text.seen) == (
        "Memeriksa berkas",
        "map",
        "Memeriksa berkas",
        0,
    )
    assert view.head[Field.LEGAL_BASIS].source == "none"
    assert view.counts.steps == view.counts.fresh == 4


def test_an_sop_that_is_not_there_is_missing(workspace: Workspace) -> None:
    """By name, not as an empty page."""
    with pytest.raises(Missing) as told:
        sop_view(workspace, LOCAL, "nowhere")
    assert told.value.code == "sop-missing"


def test_a_series_shows_its_versions_and_bytes(workspace: Workspace) -> None:
    """The first version can be had byte for byte."""
    file = bring(workspace).lines[0].file or ""
    bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf")
    view = map_view(workspace, LOCAL, file)
    assert [version.number for version in view.versions] == [1, 2]
    assert view.shown.number == view.current == 2
    assert [sop.title for sop in view.sops] == ["Pelayanan surat"]
    assert map_bytes(workspace, LOCAL, file, number=1).data == bpmn(SERVICE)


def test_a_step_that_came_later_is_new(workspace: Workspace) -> None:
    """Until somebody writes on it or reviews it."""
    bring(workspace)
    sop_id = bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf").lines[0].sops[0].id
    steps = sop_view(workspace, LOCAL, sop_id).steps
    assert [step.status.value for step in steps] == ["fresh"] * 4 + ["new"]


def test_lists_and_atlas_name_the_same_sops(workspace: Workspace) -> None:
    """Each map with its SOP."""
    bring(workspace)
    (line,) = list_sops(workspace, LOCAL)
    (entry,) = list_maps(workspace, LOCAL)
    (page,) = atlas_view(workspace, LOCAL)
    assert (entry.name, entry.sops) == ("surat.bpmn", 1)
    assert page.sop == line


def test_search_finds_maps_titles_steps_actors_and_ids(workspace: Workspace) -> None:
    """Words anywhere in any case; ids exactly."""
    bring(workspace)
    found = {
        words: {hit.kind for hit in search(workspace, LOCAL, words)}
        for words in ("SURAT", "loket", "P_end")
    }
    assert found == {"SURAT": {"map", "title", "step"}, "loket": {"actor"}, "P_end": {"element"}}
    assert search(workspace, LOCAL, "100%") == ()


def test_a_retired_map_is_out_of_use_and_comes_back(workspace: Workspace) -> None:
    """With its SOPs, under the same ids."""
    line = bring(workspace).lines[0]
    retire_map(workspace, LOCAL, line.file or "", seen=1)
    assert (list_maps(workspace, LOCAL), list_sops(workspace, LOCAL)) == ((), ())
    assert [sop.state for sop in list_sops(workspace, LOCAL, state=None)] == ["retired"]
    bring(workspace)
    assert [sop.id for sop in list_sops(workspace, LOCAL)] == [line.sops[0].id]


def test_a_review_page_asks_the_store_a_few_times(workspace: Workspace) -> None:
    """Its number of statements does not grow with the steps."""
    steps = "; ".join(f"s{n} Periksa berkas {n} @Loket" for n in range(60))
    sop_id = import_maps(workspace, LOCAL, [SourceFile("a.bpmn", bpmn(steps))]).lines[0].sops[0].id
    sop_view(workspace, LOCAL, sop_id)
    asked = count_statements(workspace, lambda: sop_view(workspace, LOCAL, sop_id))
    assert asked <= 12


def test_a_renamed_actor_is_called_so_in_every_row(workspace: Workspace) -> None:
    """Also where nobody wrote, and though the page was looked at before."""
    sop_id = bring(workspace).lines[0].sops[0].id
    sop_view(workspace, LOCAL, sop_id)
    change = Rename("Loket", "Front office")
    carry_out(workspace, LOCAL, change, seen=preview_change(workspace, LOCAL, change).seen)
    step = sop_view(workspace, LOCAL, sop_id).steps[0]
    assert step.cells[Field.ACTORS].value == "Front office"


def test_a_list_may_be_had_in_parts(workspace: Workspace) -> None:
    """In the order of the whole."""
    for name in ("a", "b", "c"):
        import_maps(workspace, LOCAL, [SourceFile(f"{name}.bpmn", bpmn(SERVICE, process=name))])
    whole = list_sops(workspace, LOCAL)
    assert len(whole) == 3
    assert list_sops(workspace, LOCAL, limit=2, offset=1) == whole[1:]
