"""Maps come in: new, the same, revised or refused, each with its line; one transaction for all."""

from dataclasses import replace

import pytest

from bpm2sop.drafting import Settings
from bpm2sop.errors import Forbidden, Refused, Where
from bpm2sop.sources import SourceFile
from bpm2sop.trace.overlay import Field
from bpm2sop.wording import Language
from bpm2sop.workspace.importing import import_maps, preview_import, relink
from bpm2sop.workspace.memory import Memory
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import SERVICE, bpmn, bring, person


def test_a_new_file_begins_a_series_and_gives_its_sops(workspace: Workspace) -> None:
    """Version 1, with what it gives."""
    (line,) = bring(workspace).lines
    assert (line.status, line.version) == ("new", 1)
    assert [(sop.title, sop.status) for sop in line.sops] == [("Pelayanan surat", "new")]


def test_the_same_bytes_again_change_nothing(workspace: Workspace) -> None:
    """No second version, no second SOP."""
    first = bring(workspace)
    (line,) = bring(workspace).lines
    assert (line.status, line.file, line.version) == ("same", first.lines[0].file, 1)


def test_other_bytes_under_a_known_name_are_the_next_version(workspace: Workspace) -> None:
    """The SOP stays the same row."""
    first = bring(workspace).lines[0].sops[0]
    (line,) = bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf").lines
    assert (line.status, line.version) == ("revised", 2)
    assert [(sop.id, sop.status) for sop in line.sops] == [(first.id, "changed")]


def test_a_bad_file_stops_no_other(workspace: Workspace) -> None:
    """It is told with its reason, and nothing of it is kept."""
    sources = [
        SourceFile("rusak.bpmn", b"<definitions"),
        Refused("file-missing", Where(file="hilang.bpmn")),
        SourceFile("surat.bpmn", bpmn(SERVICE)),
    ]
    report = import_maps(workspace, LOCAL, sources)
    assert [line.status for line in report.lines] == ["refused", "refused", "new"]
    assert [line.findings[0].rule for line in report.lines[:2]] == ["cut-off", "file-missing"]
    assert report.refused == 2


def test_another_map_under_a_known_name_is_refused(workspace: Workspace) -> None:
    """A version has something in common with the one before."""
    bring(workspace)
    other = "w Ambil uang @Kas; x Hitung uang @Kas; y Bayar gaji @Kas; z Tutup buku @Kas"
    (line,) = bring(workspace, other).lines
    assert (line.status, line.findings[0].rule) == ("refused", "map-other")


def test_a_whole_set_is_looked_at_before_it_comes_in(workspace: Workspace) -> None:
    """Every SOP that it touches, in other files too, with its steps; nothing is changed."""
    sop = import_maps(
        workspace,
        LOCAL,
        [
            SourceFile("surat.bpmn", bpmn(SERVICE)),
            SourceFile("a.bpmn", bpmn("m Mulai; n Urus surat > Q; o Selesaikan", process="A")),
        ],
    ).lines[0].sops[0].id  # fmt: skip
    edit_cell(workspace, LOCAL, EditCell(sop, "b", Field.TEXT, "Meneliti berkas", 0))
    edit_cell(workspace, LOCAL, EditCell(sop, "d", Field.TIME, "1 hari", 0))
    newer = SERVICE.replace("Periksa berkas", "Uji berkas").replace("; d Kirim surat @Staf", "")
    sources = [
        SourceFile("surat.bpmn", bpmn(newer)),
        SourceFile("q.bpmn", bpmn("r Terima; s Kirim", process="Q", name="Surat")),
        SourceFile("rusak.bpmn", b"<definitions"),
    ]
    before = list_sops(workspace, LOCAL)
    found = preview_import(workspace, LOCAL, sources)
    assert [(line.name, line.status, line.version) for line in found.lines] == [
        ("surat.bpmn", "revised", 2),
        ("q.bpmn", "new", 1),
        ("rusak.bpmn", "refused", 0),
    ]
    assert {(one.title, one.what.value, one.steps, one.conflicts) for one in found.sops} >= {
        ("Pelayanan surat", "changed", ("2", "3", "4"), 1),
        ("Surat", "added", ("1", "2"), 0),
    }
    assert {one.file for one in found.sops} == {"surat.bpmn", "a.bpmn", "q.bpmn"}
    assert found.orphans == 1
    assert list_sops(workspace, LOCAL) == before
    with pytest.raises(Forbidden):
        preview_import(workspace, person("v", Role.VIEWER), sources)


def test_links_reach_sops_that_were_there_before(workspace: Workspace) -> None:
    """A map that comes later is found by the call that waited for it."""
    caller = import_maps(
        workspace, LOCAL, [SourceFile("a.bpmn", bpmn("m Mulai; n Urus surat > Q"))]
    )
    report = import_maps(
        workspace,
        LOCAL,
        [SourceFile("q.bpmn", bpmn("r Terima; s Kirim", process="Q", name="Surat"))],
    )
    assert [sop.id for sop in report.linked] == [caller.lines[0].sops[0].id]


def test_drafting_anew_without_a_reason_changes_nothing(workspace: Workspace) -> None:
    """The same program, profile and maps give the same drafts."""
    bring(workspace)
    assert relink(workspace, LOCAL) == ()


def test_a_workspace_keeps_what_it_drafts_by(workspace: Workspace) -> None:
    """A process with another profile changes no draft of others."""
    bring(workspace)
    english = replace(workspace, settings=Settings(language=Language.EN), memory=Memory())
    report = bring(english, "m Masak air; n Seduh teh; o Saji", name="teh.bpmn")
    assert report.linked == ()
    assert {
        sop_view(english, LOCAL, line.id).sop.language for line in list_sops(english, LOCAL)
    } == {"id"}
