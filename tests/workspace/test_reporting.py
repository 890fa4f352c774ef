"""The report of a workspace: put together from the drafts that are kept, or drafted anew, it says the same."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpm2sop.readers import Limits
from bpm2sop.sources import SourceFile, gather
from bpm2sop.trace.report import Report
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.maps import list_maps, retire_map
from bpm2sop.workspace.memory import Memory
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.phrases import accept_phrase
from bpm2sop.workspace.reporting import Asked, report
from tests.stores import SqliteFiles
from tests.workspace.maps import ANI, SERVICE, bpmn, count_statements, fresh

SAMPLES = Path(__file__).parents[2] / "samples"
ASKED = Asked(date(2026, 8, 1))
ACTS = ("service", "longer", "caller", "called", "phrase", "retire")
STEPS = {
    "service": ("surat.bpmn", SERVICE, "P", "Pelayanan surat"),
    "longer": ("surat.bpmn", f"{SERVICE}; e Arsipkan surat @Staf", "P", "Pelayanan surat"),
    "caller": ("a.bpmn", "m Mulai kerja; n Urus surat > Q", "R", "Kerja"),
    "called": ("q.bpmn", "r Terima berkas; s Kirim", "Q", "Surat"),
}


def as_kept(workspace: Workspace) -> Report:
    """The report of what stands in the store, nothing remembered."""
    return report(replace(workspace, memory=Memory()), ANI, ASKED)


def anew(workspace: Workspace) -> Report:
    """The report of a program whose limits are others: no draft in the store is one of its own."""
    other = Limits(size=Limits().size + 1)
    return report(replace(workspace, limits=other, memory=Memory()), ANI, ASKED)


def do(workspace: Workspace, act: str) -> None:
    """Bring a map or its next version in, accept a phrase, or take the oldest map out."""
    if act == "phrase":
        accept_phrase(workspace, ANI, "Terima berkas", "Menerima berkas permohonan")
    elif act == "retire":
        for line in list_maps(workspace, ANI)[:1]:
            retire_map(workspace, ANI, line.id, seen=line.version)
    else:
        name, steps, process, title = STEPS[act]
        import_maps(workspace, ANI, [SourceFile(name, bpmn(steps, process=process, name=title))])


def test_the_samples_report_is_that_of_drafting_anew(workspace: Workspace) -> None:
    """Every map, step and ratio."""
    import_maps(workspace, ANI, list(gather([str(SAMPLES)])))
    assert as_kept(workspace) == anew(workspace)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=6))
def test_whatever_happened_the_report_is_that_of_drafting_anew(
    sqlite_files: SqliteFiles, acts: list[str]
) -> None:
    """Maps come, change, call each other and go, and phrases are accepted."""
    with fresh(sqlite_files) as workspace:
        for act in acts:
            do(workspace, act)
        assert as_kept(workspace) == anew(workspace)


def test_an_accepted_phrase_is_in_the_report_at_once(workspace: Workspace) -> None:
    """Drafts are those of the phrases in use."""
    do(workspace, "service")
    do(workspace, "phrase")
    assert "Menerima berkas permohonan" in [
        blank.text for blank in as_kept(workspace).missing.blanks
    ]


def test_more_maps_take_no_more_queries(workspace: Workspace) -> None:
    """The store is asked for all maps at once, and for all drafts."""
    do(workspace, "service")
    few = count_statements(workspace, lambda: as_kept(workspace))
    for number in range(10):
        import_maps(workspace, ANI, [SourceFile(f"m{number}.bpmn", bpmn(SERVICE))])
    assert count_statements(workspace, lambda: as_kept(workspace)) == few


def test_drafts_that_another_program_kept_are_not_told(workspace: Workspace) -> None:
    """One that refuses the map has no SOP of it: the one in the store has no map."""
    do(workspace, "service")
    strict = replace(workspace, limits=Limits(size=10), memory=Memory())
    assert as_kept(workspace).trace.sops == (1, 1)
    assert report(strict, ANI, ASKED).trace.sops == (0, 1)
