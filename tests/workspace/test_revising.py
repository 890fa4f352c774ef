"""A new version of one map: looked at, then carried out; what is stored is what the merge says."""

import pytest

from bpm2sop.errors import Missing, Refused, Stale
from bpm2sop.trace.matching_values import Reason
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.maps import list_maps, map_view
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import EditCell, edit_cell
from bpm2sop.workspace.revising import Revise, preview, revise
from bpm2sop.workspace.views import sop_view
from tests.workspace.histories import StoredHistory
from tests.workspace.maps import ANI, SERVICE, bpmn, bring

LONGER = f"{SERVICE}; e Arsipkan surat @Staf"
OTHER = "w Ambil uang @Kas; x Hitung uang @Kas; y Bayar gaji @Kas; z Tutup buku @Kas"
RENAMED = SERVICE.replace("b Periksa berkas", "x Telaah isi permohonan")


def new_map(workspace: Workspace) -> tuple[str, str]:
    """The ids of a map just imported and of its SOP."""
    line = bring(workspace, who=ANI).lines[0]
    return line.file or "", line.sops[0].id


def test_a_preview_shows_and_changes_nothing(workspace: Workspace) -> None:
    """Pairs with confidence, what differs, both maps."""
    file, _ = new_map(workspace)
    shown = preview(workspace, ANI, file, bpmn(LONGER))
    assert (shown.seen, shown.is_other) == (1, False)
    assert {pair.reason for pair in shown.merged.matching.pairs} == {Reason.ID}
    assert [step.step.key for step in shown.sops[0].steps if step.old is None] == ["e"]
    assert (len(shown.old_maps[0].nodes), len(shown.new_maps[0].nodes)) == (6, 7)
    assert map_view(workspace, ANI, file).current == 1


def test_a_preview_asks_where_it_is_not_sure_and_takes_the_answer(workspace: Workspace) -> None:
    """A person's pair has no doubt."""
    file, sop = new_map(workspace)
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TIME, "3 hari", 0))
    (question,) = preview(workspace, ANI, file, bpmn(RENAMED)).merged.questions
    assert (question.old, [one.new for one in question.candidates]) == ("b", ["x"])
    answered = preview(workspace, ANI, file, bpmn(RENAMED), given={"b": "x"})
    assert not answered.merged.questions
    done = Revise(file=file, data=bpmn(RENAMED), seen=1, given={"b": "x"})
    report = revise(workspace, ANI, done)
    assert (report.number, report.questions, report.orphans) == (2, 0, 0)
    steps = {step.key: step for step in sop_view(workspace, ANI, sop).steps}
    assert steps["x"].cells[Field.TIME].value == "3 hari"


@pytest.mark.parametrize(
    ("given", "code", "key"),
    [
        ({"nope": "x"}, "pair-old", "nope"),
        ({"nope": None}, "pair-old", "nope"),
        ({"b": "zzz"}, "pair-new", "zzz"),
        ({"b": "x", "c": "x"}, "pair-twice", "x"),
    ],
)
def test_a_pair_of_steps_that_are_not_there_is_refused(
    workspace: Workspace, given: dict[str, str | None], code: str, key: str
) -> None:
    """And so is a new step that two old ones claim; nothing is changed, and the key is told."""
    file, sop = new_map(workspace)
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TIME, "3 hari", 0))
    for ask in (
        lambda: preview(workspace, ANI, file, bpmn(RENAMED), given=given),
        lambda: revise(workspace, ANI, Revise(file=file, data=bpmn(RENAMED), seen=1, given=given)),
    ):
        with pytest.raises(Refused) as told:
            ask()
        assert (told.value.code, told.value.params["key"]) == (code, key)
    assert map_view(workspace, ANI, file).current == 1


def test_a_revision_made_on_an_older_version_is_stale(workspace: Workspace) -> None:
    """Nothing is changed, and it says which version is in use."""
    file, _ = new_map(workspace)
    revise(workspace, ANI, Revise(file=file, data=bpmn(LONGER), seen=1))
    with pytest.raises(Stale) as told:
        revise(workspace, ANI, Revise(file=file, data=bpmn(RENAMED), seen=1))
    assert (told.value.code, told.value.params) == ("version-old", {"seen": "1", "current": "2"})
    assert map_view(workspace, ANI, file).current == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bpmn(OTHER), "map-other"),
        (bpmn(SERVICE), "revision-same"),
        (b"<definitions", "cut-off"),
        (b"", "empty"),
    ],
)
def test_what_is_no_new_version_is_refused(workspace: Workspace, data: bytes, code: str) -> None:
    """Another map, the same one, a broken file, nothing."""
    file, _ = new_map(workspace)
    with pytest.raises(Refused) as told:
        revise(workspace, ANI, Revise(file=file, data=data, seen=1))
    assert told.value.code == code
    assert [line.version for line in list_maps(workspace, ANI)] == [1]


def test_another_map_is_taken_where_a_person_says_so(workspace: Workspace) -> None:
    """What was written on the old steps waits."""
    file, sop = new_map(workspace)
    edit_cell(workspace, ANI, EditCell(sop, "b", Field.TIME, "3 hari", 0))
    report = revise(workspace, ANI, Revise(file=file, data=bpmn(OTHER), seen=1, other=True))
    assert (report.number, report.orphans) == (2, 1)


def test_a_map_that_is_not_there_is_missing(workspace: Workspace) -> None:
    """By its id."""
    with pytest.raises(Missing) as told:
        revise(workspace, ANI, Revise(file="nowhere", data=b"", seen=1))
    assert told.value.code == "map-missing"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_stored_is_what_the_merge_says(workspace: Workspace, seed: int) -> None:
    """Random reviews and revisions: no edit lost, none on a wrong step, the same overlay as without a store."""
    history = StoredHistory(workspace, seed)
    history.run()
    assert history.faults == []
