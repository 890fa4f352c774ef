"""Imports at once: each map comes in as if one import had waited for the other."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import ImportReport, import_maps
from bpm2sop.workspace.maps import list_maps
from bpm2sop.workspace.memory import Memory
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import list_sops
from tests.workspace.maps import SERVICE, bpmn

LEAVE = "p Ajukan cuti @Pegawai; q Setujui cuti @Kepala; r Tetapkan surat cuti @Sekretaris"
"""Another map than `SERVICE`: no step of one is in the other."""


def at_once(workspace: Workspace, sets: Sequence[Sequence[SourceFile]]) -> list[ImportReport]:
    """Import sets of files, each by a process of its own; none writes before all have looked at the workspace."""
    barrier = Barrier(len(sets), timeout=60)

    def come(sources: Sequence[SourceFile]) -> ImportReport:
        own = replace(workspace, memory=Memory())
        return import_maps(own, LOCAL, sources, progress=_once(barrier.wait))

    with ThreadPoolExecutor(len(sets)) as pool:
        return list(pool.map(come, sets))


def _once(wait: Callable[[], object]) -> Callable[[str], None]:
    """Wait when the first file was read, and never again."""
    waited: list[str] = []

    def progress(name: str) -> None:
        if not waited:
            waited.append(name)
            wait()

    return progress


def statuses(reports: Sequence[ImportReport]) -> list[str]:
    """What became of each file, in the order of the alphabet."""
    return sorted(line.status for report in reports for line in report.lines)


def test_the_same_map_sent_four_times_comes_in_once(workspace: Workspace) -> None:
    """The others are told that it is there already."""
    source = SourceFile("surat.bpmn", bpmn(SERVICE))
    reports = at_once(workspace, [[source]] * 4)
    assert statuses(reports) == ["new", "same", "same", "same"]
    assert [one.version for one in list_maps(workspace, LOCAL)] == [1]


def test_another_map_under_the_same_name_replaces_nothing(workspace: Workspace) -> None:
    """Of two maps the one that is written first stays; the other is told to take another name."""
    sets = [[SourceFile("sama.bpmn", bpmn(steps))] for steps in (SERVICE, LEAVE)]
    reports = at_once(workspace, sets)
    assert statuses(reports) == ["new", "refused"]
    refused = next(r.lines[0] for r in reports if r.lines[0].status == "refused")
    assert [finding.rule for finding in refused.findings] == ["map-other"]
    taken = next(r.lines[0] for r in reports if r.lines[0].status == "new")
    assert [one.id for one in list_sops(workspace, LOCAL)] == [sop.id for sop in taken.sops]


def test_the_same_revision_sent_twice_is_one_version(workspace: Workspace) -> None:
    """The second one finds it in use."""
    import_maps(workspace, LOCAL, [SourceFile("surat.bpmn", bpmn(SERVICE))])
    source = SourceFile("surat.bpmn", bpmn(f"{SERVICE}; e Arsipkan surat @Staf"))
    assert statuses(at_once(workspace, [[source]] * 2)) == ["revised", "same"]
    assert [one.version for one in list_maps(workspace, LOCAL)] == [2]


def test_different_maps_all_come_in(workspace: Workspace) -> None:
    """None waits for another's name."""
    sets = [
        [SourceFile(f"{name}.bpmn", bpmn(SERVICE, process=name.upper(), name=f"Surat {name}"))]
        for name in ("a", "b", "c")
    ]
    assert statuses(at_once(workspace, sets)) == ["new", "new", "new"]
    assert [one.name for one in list_maps(workspace, LOCAL)] == ["a.bpmn", "b.bpmn", "c.bpmn"]


def test_of_several_files_only_the_one_that_is_there_is_left_out(workspace: Workspace) -> None:
    """A set of two and one of its files by itself."""
    letter = SourceFile("surat.bpmn", bpmn(SERVICE))
    leave = SourceFile("cuti.bpmn", bpmn(LEAVE, process="Q", name="Cuti"))
    found = statuses(at_once(workspace, [[letter, leave], [letter]]))
    assert found == ["new", "new", "same"]
    assert [one.version for one in list_maps(workspace, LOCAL)] == [1, 1]
