"""Steps that went and came back in a workspace: words, reviews and remarks find them again; the same content changes nothing."""

import pytest

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import SopAct, approve, submit, verify
from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.maps import map_view
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import (
    AddComment,
    EditCell,
    OrphanAct,
    StepAct,
    add_comment,
    answer_question,
    confirm_orphan,
    edit_cell,
    review_step,
)
from bpm2sop.workspace.revising import Revise, RevisionReport, revise
from bpm2sop.workspace.values import SopView, StepView
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bpmn, bring

WITHOUT = "a Terima berkas @Loket; c Catat surat @Staf; d Kirim surat @Staf"
DEALT = "a Terima berkas @Loket; c Catat surat @Staf; b Bayar retribusi @Kas; d Kirim surat @Staf"
RENEWED = (
    "p Terima berkas @Loket; q Periksa berkas @Loket; r Catat surat @Staf; s Kirim surat @Staf"
)
TWICE = RENEWED.replace("; r", "; x Periksa berkas @Loket; r")


def new_sop(workspace: Workspace) -> str:
    """The SOP of a map just imported, of which every row is reviewed."""
    sop = bring(workspace, who=ANI).lines[0].sops[0].id
    for step in sop_view(workspace, BUDI, sop).steps:
        reviewed(workspace, sop, step.key)
    return sop


def row(workspace: Workspace, sop: str, key: str) -> StepView:
    """A row by its step's key."""
    return next(step for step in sop_view(workspace, ANI, sop).steps if step.key == key)


def typed(workspace: Workspace, sop: str, key: str, value: str = "3 hari") -> None:
    """Ani types a time."""
    seen = row(workspace, sop, key).cells[Field.TIME].seen
    edit_cell(workspace, ANI, EditCell(sop, key, Field.TIME, value, seen))


def reviewed(workspace: Workspace, sop: str, key: str) -> None:
    """Budi reviews a row as it is, with a word."""
    seen = row(workspace, sop, key).seen
    review_step(workspace, BUDI, StepAct(sop, key, seen, "sesuai"))


def turned(workspace: Workspace, sop: str, steps: str) -> RevisionReport:
    """The map revised."""
    file = sop_view(workspace, ANI, sop).file or ""
    seen = map_view(workspace, ANI, file).current
    return revise(workspace, ANI, Revise(file=file, data=bpmn(steps), seen=seen))


def statuses(view: SopView) -> str:
    """The statuses of all rows, in table order."""
    return " ".join(step.status for step in view.steps)


@pytest.mark.parametrize("between", [WITHOUT, DEALT], ids=["gone", "its id on another"])
@pytest.mark.parametrize("edited", [False, True], ids=["reviewed", "edited"])
def test_a_map_that_is_as_it_was_leaves_nothing_to_look_at(
    workspace: Workspace, between: str, *, edited: bool
) -> None:
    """Reviewed rows are reviewed, with who said so and the word; nothing waits."""
    sop = new_sop(workspace)
    if edited:
        typed(workspace, sop, "b")
        reviewed(workspace, sop, "b")
    before = row(workspace, sop, "b")
    turned(workspace, sop, between)
    turned(workspace, sop, SERVICE)
    view = sop_view(workspace, ANI, sop)
    assert (statuses(view), view.orphans) == ("reviewed reviewed reviewed reviewed", ())
    after = row(workspace, sop, "b")
    assert (after.cells, after.reviewed_by, after.word) == (before.cells, "budi", "sesuai")


def test_a_row_typed_in_after_its_review_is_not_reviewed_when_it_is_back(
    workspace: Workspace,
) -> None:
    """Nobody has seen those words."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b")
    turned(workspace, sop, WITHOUT)
    turned(workspace, sop, SERVICE)
    assert statuses(sop_view(workspace, ANI, sop)) == "reviewed edited reviewed reviewed"


def test_a_step_is_found_again_by_its_only_name_under_renewed_ids(workspace: Workspace) -> None:
    """It went under one id and is back under another."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b")
    reviewed(workspace, sop, "b")
    turned(workspace, sop, WITHOUT)
    turned(workspace, sop, RENEWED)
    view = sop_view(workspace, ANI, sop)
    assert (statuses(view), view.orphans) == ("reviewed reviewed reviewed reviewed", ())
    assert row(workspace, sop, "q").cells[Field.TIME].value == "3 hari"


def test_where_two_have_its_name_a_person_is_asked(workspace: Workspace) -> None:
    """With both as candidates; the answer carries words, review and remarks."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b")
    reviewed(workspace, sop, "b")
    add_comment(workspace, ANI, AddComment(sop, "Berapa lama?", "b"))
    turned(workspace, sop, WITHOUT)
    report = turned(workspace, sop, TWICE)
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    assert report.questions == 1
    assert {one.new for one in orphan.candidates} == {"q", "x"}
    answer_question(workspace, ANI, OrphanAct(orphan.id, orphan.version, "x"))
    view = sop_view(workspace, ANI, sop)
    assert (view.orphans, view.comments, fsck(workspace, CICI).faults) == ((), (), ())
    found = row(workspace, sop, "x")
    assert found.cells[Field.TIME].value == "3 hari"
    assert [one.text for one in found.comments] == ["Berapa lama?"]


@pytest.mark.parametrize("words", [False, True], ids=["a remark alone", "words too"])
def test_a_remark_comes_back_with_its_step(workspace: Workspace, *, words: bool) -> None:
    """While the step is gone it stands with the whole SOP, and alone it is nothing to settle."""
    sop = bring(workspace, who=ANI).lines[0].sops[0].id
    add_comment(workspace, ANI, AddComment(sop, "Berapa lama?", "b"))
    if words:
        typed(workspace, sop, "b")
    report = turned(workspace, sop, WITHOUT)
    view = sop_view(workspace, ANI, sop)
    assert [(one.text, one.gone) for one in view.comments] == [("Berapa lama?", True)]
    assert (report.orphans, len(view.orphans), view.counts.orphans) == (words, words, words)
    turned(workspace, sop, RENEWED)
    assert [one.text for one in row(workspace, sop, "q").comments] == ["Berapa lama?"]
    assert sop_view(workspace, ANI, sop).comments == ()
    assert fsck(workspace, CICI).faults == ()


def test_what_was_let_go_does_not_come_back(workspace: Workspace) -> None:
    """A person said that the step is gone for good; the history has the words."""
    sop = bring(workspace, who=ANI).lines[0].sops[0].id
    typed(workspace, sop, "b")
    turned(workspace, sop, WITHOUT)
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    confirm_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version))
    turned(workspace, sop, SERVICE)
    assert row(workspace, sop, "b").cells[Field.TIME].value == ""


def test_the_same_content_under_renewed_ids_changes_nothing(workspace: Workspace) -> None:
    """What was verified stays so, and is approved."""
    sop = bring(workspace, who=ANI).lines[0].sops[0].id
    typed(workspace, sop, "b")
    for act, who in ((submit, ANI), (verify, BUDI)):
        act(workspace, who, SopAct(sop, sop_view(workspace, who, sop).version))
    report = turned(workspace, sop, RENEWED)
    assert [(one.status, one.reopened) for one in report.sops] == [("same", False)]
    view = sop_view(workspace, ANI, sop)
    assert view.stage == "verified"
    approve(workspace, CICI, SopAct(sop, view.version))


@pytest.mark.parametrize(
    "other",
    [
        RENEWED.replace("Catat surat", "Arsipkan surat"),
        RENEWED.replace("Catat surat @Staf", "Catat surat @Loket"),
        f"{RENEWED}; t Arsipkan surat @Staf",
    ],
    ids=["a name", "an actor", "a step"],
)
def test_other_content_takes_what_was_verified_back(workspace: Workspace, other: str) -> None:
    """Ids renewed or not."""
    sop = bring(workspace, who=ANI).lines[0].sops[0].id
    for act, who in ((submit, ANI), (verify, BUDI)):
        act(workspace, who, SopAct(sop, sop_view(workspace, who, sop).version))
    report = turned(workspace, sop, other)
    assert [(one.status, one.reopened) for one in report.sops] == [("changed", True)]
    assert sop_view(workspace, ANI, sop).stage == "draft"
