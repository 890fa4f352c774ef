"""The set as it stood: frozen, compared; and who did what when."""

import pytest

from bpm2sop.errors import Missing, Refused
from bpm2sop.trace.matching_changes import What
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.baselines import compare_baselines, freeze, list_baselines
from bpm2sop.workspace.histories import history
from bpm2sop.workspace.maps import retire_map
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, StepAct, edit_cell, review_step
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import ANI, BUDI, SERVICE, bring


def test_a_baseline_keeps_the_set_as_it_stood(workspace: Workspace) -> None:
    """Whatever is typed or revised after it."""
    sop = bring(workspace).lines[0].sops[0].id
    first = freeze(workspace, ANI, "Penilaian 2026", word="for the assessor")
    assert compare_baselines(workspace, ANI, first.id).changed == ()
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TIME, "3 hari", 0))
    bring(workspace, "m Masak air; n Seduh teh; o Saji", name="teh.bpmn")
    second = freeze(workspace, ANI, "Sesudah")
    diff = compare_baselines(workspace, ANI, first.id, second.id)
    assert [(one.title, d.what) for _, d in diff.changed for one in (d.sop,)] == [
        ("Pelayanan surat", What.CHANGED),
        ("Pelayanan surat", What.ADDED),
    ]
    assert [baseline.size for baseline in list_baselines(workspace, ANI)] == [1, 2]


def test_a_retired_sop_is_missed(workspace: Workspace) -> None:
    """Against the set as it stands now."""
    line = bring(workspace).lines[0]
    first = freeze(workspace, ANI, "Awal")
    retire_map(workspace, ANI, line.file or "", seen=1)
    (changed,) = compare_baselines(workspace, ANI, first.id).changed
    assert changed[1].what is What.REMOVED


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "baseline-name-needed"), ("Awal", "baseline-name-taken")]
)
def test_a_baseline_has_a_name_of_its_own(workspace: Workspace, name: str, code: str) -> None:
    """Nothing is frozen otherwise."""
    freeze(workspace, ANI, "Awal")
    with pytest.raises(Refused) as told:
        freeze(workspace, ANI, name)
    assert told.value.code == code
    with pytest.raises(Missing):
        compare_baselines(workspace, ANI, "nowhere")


def test_the_history_tells_every_act_with_its_words(workspace: Workspace) -> None:
    """The newest first; of one cell alone where one is named."""
    sop = bring(workspace, who=ANI).lines[0].sops[0].id
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TIME, "3 hari", 0))
    seen = sop_view(workspace, BUDI, sop).steps[1].seen
    review_step(workspace, BUDI, StepAct(sop, "b", seen, "good"))
    bring(workspace, f"{SERVICE}; e Arsipkan surat @Staf", who=BUDI)
    told = [(line.who, line.act, line.value) for line in history(workspace, ANI, sop)]
    assert told == [
        ("budi", "revise", None),
        ("budi", "review", None),
        ("ani", "edit", "3 hari"),
        ("ani", "import", None),
    ]
    assert [line.value for line in history(workspace, ANI, sop, key="b", field="time")] == [
        "3 hari"
    ]
