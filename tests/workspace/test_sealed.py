"""`fsck` finds every row that people wrote and that is no longer as an act left it."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from bpm2sop.model.sop import Sop
from bpm2sop.store import pack, unpack
from bpm2sop.store.triggers import DROP
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.approving import EditionAct, revoke
from bpm2sop.workspace.baselines import freeze
from bpm2sop.workspace.histories import history
from bpm2sop.workspace.inspecting import fsck
from bpm2sop.workspace.keeping import backup, restore
from bpm2sop.workspace.opening import Workspace, open_workspace
from bpm2sop.workspace.reviewing import (
    AddComment,
    EditCell,
    StepAct,
    add_comment,
    edit_cell,
    resolve_comment,
    review_step,
    withdraw_review,
)
from bpm2sop.workspace.rights import OPERATOR
from bpm2sop.workspace.views import list_sops, sop_view
from tests.workspace.maps import ANI, BUDI, CICI, SERVICE, bring
from tests.workspace.meddling import meddle, told, without_seals
from tests.workspace.test_approving import in_force, new_sop, type_time, version


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """Words, a remark, a review, an edition in force; and a later version of the map."""
    sop = new_sop(workspace)
    type_time(workspace, sop, "2 jam")
    add_comment(workspace, ANI, AddComment(sop, "Benar begitu?", "c"))
    step = sop_view(workspace, BUDI, sop).steps[1]
    review_step(workspace, BUDI, StepAct(sop, step.key, step.seen))
    in_force(workspace, sop)
    bring(workspace, SERVICE.replace("a Terima", "z Terima"), who=ANI)
    type_time(workspace, sop, "3 jam")
    return workspace


def test_an_untouched_workspace_is_as_its_acts_left_it(office: Workspace) -> None:
    """Nothing is told, not even as a note."""
    found = fsck(office, OPERATOR)
    assert (found.faults, found.notes) == ((), ())


ALTERED = [
    ("UPDATE edit SET value = '99 jam' WHERE id = 1", "edit_changed"),
    ("UPDATE edit SET who = 'evil' WHERE id = 1", "edit_changed"),
    ("UPDATE edit SET key = 'd' WHERE id = 2", "edit_changed"),
    ("DELETE FROM edit WHERE id = 2", "edit_gone"),
    ("UPDATE comment SET text = 'palsu'", "comment_changed"),
    ("UPDATE comment SET who = 'evil'", "comment_changed"),
    ("DELETE FROM comment", "comment_gone"),
    ("UPDATE step_review SET who = 'evil'", "review_changed"),
    ("UPDATE step_review SET suspect = 1 - suspect", "review_changed"),
    ("DELETE FROM step_review", "review_gone"),
    ("UPDATE sop SET stage = 'verified'", "copy"),
    ("UPDATE sop SET number = '9/9999'", "copy"),
    ("UPDATE sop SET state = 'gone'", "copy"),
    ("UPDATE edition SET stage = 'approved'", "edition_changed"),
    ("UPDATE edition SET effective = '2020-01-01'", "edition_changed"),
    ("UPDATE edition SET sop_number = '9/9999'", "edition_changed"),
    ("UPDATE edition SET acts = replace(acts, 'cici', 'evil')", "edition_changed"),
    ("UPDATE edition SET file_version = 2", "edition_changed"),
    ("UPDATE map_file_version SET who = 'evil' WHERE number = 1", "version"),
]


@pytest.mark.parametrize(("statement", "code"), ALTERED)
def test_what_was_altered_is_found(office: Workspace, statement: str, code: str) -> None:
    """Once, whatever of it was altered."""
    meddle(office, statement)
    assert [one for one, _ in told(fsck(office, OPERATOR))] == [code]


def test_an_edition_that_was_deleted_is_found(office: Workspace) -> None:
    """And so is the SOP that names it."""
    meddle(office, "DELETE FROM edition")
    assert {code for code, _ in told(fsck(office, OPERATOR))} == {"edition_gone", "dangling"}


def test_other_words_in_an_edition_are_found(office: Workspace) -> None:
    """Though they can be read, and look like any edition."""
    forge(office)
    assert {code for code, _ in told(fsck(office, OPERATOR))} == {
        "edition_changed",
        "edition_words",
    }


def test_other_words_in_an_edition_without_a_seal_are_found(office: Workspace) -> None:
    """By the document that was approved."""
    without_seals(office)
    forge(office)
    assert [code for code, _ in told(fsck(office, OPERATOR))] == ["edition_words"]


def forge(workspace: Workspace) -> None:
    """Put other words into an edition, packed as the program packs them."""
    with workspace.store.reading() as connection:
        data = connection.scalar(text("SELECT content FROM edition"))
    sop = unpack(bytes(data or b""), Sop)
    steps = (replace(sop.steps[0], text="Kata palsu"), *sop.steps[1:])
    meddle(workspace, "UPDATE edition SET content = :data", data=pack(replace(sop, steps=steps)))


def test_an_edition_of_another_document_is_found(office: Workspace) -> None:
    """Though that one is kept too."""
    meddle(office, "UPDATE edition SET sha256 = (SELECT min(sha256) FROM map_file_version)")
    assert {code for code, _ in told(fsck(office, OPERATOR))} == {
        "edition_changed",
        "edition_words",
    }


def test_words_that_were_altered_are_found_after_another_act_on_them(office: Workspace) -> None:
    """What never changes is held to the first seal on it; the act since which it should stand is told."""
    meddle(office, "UPDATE comment SET text = 'palsu'")
    (sop,) = list_sops(office, ANI)
    remark = sop_view(office, ANI, sop.id).steps[2].comments[0]
    resolve_comment(office, ANI, remark.id, seen=1)
    (fault,) = fsck(office, OPERATOR).faults
    assert (fault.code, dict(fault.params)["act"]) == ("comment_changed", "comment")


INSERTED = [
    (
        (
            "INSERT INTO comment (id, sop_id, text, who, at)"
            " SELECT 'x', id, 'Palsu', 'ani', '2026-01-01' FROM sop"
        ),
        "comment_strange",
    ),
    (
        (
            "INSERT INTO evaluation (id, sop_id, edition, kind, who)"
            " SELECT 'x', id, 1, 'monitoring', 'ani' FROM sop"
        ),
        "strange",
    ),
    (
        (
            "INSERT INTO edit (sop_id, key, field, value, who, at)"
            " SELECT id, 'a', 'text', 'Palsu', 'ani', '2026-01-01' FROM sop"
        ),
        "edit_strange",
    ),
    (
        (
            "INSERT INTO edit (sop_id, key, field, value, who, at, via)"
            " SELECT id, 'a', 'text', 'Palsu', 'ani', '2026-01-01', 'fill' FROM sop"
        ),
        "edit_strange",
    ),
    (
        (
            "INSERT INTO step_review (sop_id, key, seen, who)"
            " SELECT sop_id, 'd', seen, who FROM step_review"
        ),
        "review_strange",
    ),
    (
        (
            "INSERT INTO edition (sop_id, number, stage, content, sha256, file_version)"
            " SELECT sop_id, 2, 'approved', content, sha256, file_version FROM edition"
        ),
        "edition_strange",
    ),
]


@pytest.mark.parametrize(("statement", "code"), INSERTED)
def test_what_nobody_wrote_is_found(office: Workspace, statement: str, code: str) -> None:
    """Rows that no act tells of."""
    meddle(office, statement)
    assert [one for one, _ in told(fsck(office, OPERATOR))] == [code]


@pytest.mark.parametrize(
    "statement", ["UPDATE sop SET stage = 'verified'", "UPDATE sop SET number = '9/9999'"]
)
def test_an_sop_that_nobody_touched_was_submitted_by_nobody(
    workspace: Workspace, statement: str
) -> None:
    """A stage or a number to which no act led."""
    bring(workspace)
    meddle(workspace, statement)
    assert [code for code, _ in told(fsck(workspace, OPERATOR))] == ["copy_unled"]


def test_a_fault_says_what_where_and_since_which_act(office: Workspace) -> None:
    """Enough to find it in a backup."""
    meddle(office, "UPDATE edition SET stage = 'approved'")
    (fault,) = fsck(office, OPERATOR).faults
    assert dict(fault.params) == {
        "row": "1",
        "place": "Pelayanan surat",
        "number": "8",
        "act": "enact",
        "who": "cici",
        "at": dict(fault.params)["at"],
    }


OLDER = [
    ("UPDATE edit SET who = 'evil' WHERE id = 1", "edit_changed"),
    ("DELETE FROM edit WHERE id = 2", "edit_gone"),
    ("UPDATE comment SET who = 'evil'", "comment_changed"),
    ("DELETE FROM comment", "comment_gone"),
    ("UPDATE sop SET stage = 'verified'", "copy_unled"),
    ("UPDATE sop SET number = '9/9999'", "copy_unled"),
    ("UPDATE edition SET stage = 'approved'", "edition_changed"),
    ("UPDATE edition SET effective = '2020-01-01'", "edition_changed"),
    ("UPDATE edition SET sop_number = '9/9999'", "edition_changed"),
]


@pytest.mark.parametrize(("statement", "code"), OLDER)
def test_without_seals_what_the_acts_tell_is_held_to(
    office: Workspace, statement: str, code: str
) -> None:
    """A workspace of an older version of the program."""
    without_seals(office)
    assert told(fsck(office, OPERATOR)) == []
    meddle(office, statement)
    assert [one for one, _ in told(fsck(office, OPERATOR))] == [code]


def test_a_workspace_of_an_older_version_is_sealed_as_it_is_worked_on(office: Workspace) -> None:
    """What is written from now on is held to its seal, what was before is not."""
    without_seals(office)
    (sop,) = list_sops(office, ANI)
    type_time(office, sop.id, "4 jam")
    assert fsck(office, OPERATOR).clean
    meddle(office, "UPDATE edit SET value = '99 jam'")
    assert [one for one, _ in told(fsck(office, OPERATOR))] == ["edit_changed"]


def test_what_was_done_and_taken_back_is_no_fault(office: Workspace) -> None:
    """A review withdrawn, a remark settled and opened again, a cell given back, an edition revoked."""
    (sop,) = list_sops(office, ANI)
    step = sop_view(office, BUDI, sop.id).steps[1]
    withdraw_review(office, BUDI, StepAct(sop.id, step.key, step.seen))
    for seen, resolved in ((1, True), (2, False)):
        remark = sop_view(office, ANI, sop.id).steps[2].comments[0]
        resolve_comment(office, ANI, remark.id, seen=seen, resolved=resolved)
    cell = sop_view(office, ANI, sop.id).steps[1].cells[Field.TIME]
    edit_cell(office, ANI, EditCell(sop.id, "b", Field.TIME, None, cell.seen))
    revoke(office, CICI, EditionAct(sop.id, 1, version(office, sop.id), "keliru"))
    freeze(office, ANI, "Akhir tahun")
    assert told(fsck(office, OPERATOR)) == []
    meddle(office, "UPDATE baseline_item SET edition = 0")
    assert [code for code, _ in told(fsck(office, OPERATOR))] == ["sealed"]


def test_a_restored_workspace_is_as_its_acts_left_it(office: Workspace, tmp_path: Path) -> None:
    """Whichever database it came from; and what is altered there is found."""
    backup(office, OPERATOR, tmp_path / "a.zip")
    restore(tmp_path / "a.zip", str(tmp_path / "b.db"))
    other = open_workspace(str(tmp_path / "b.db"))
    assert told(fsck(other, OPERATOR)) == []
    meddle(other, "UPDATE comment SET text = 'palsu'")
    assert [code for code, _ in told(fsck(other, OPERATOR))] == ["comment_changed"]
    other.close()


@pytest.mark.parametrize("number", [0, 5])
def test_a_guard_that_is_missing_is_found(office: Workspace, number: int) -> None:
    """By its name: what it guarded can be altered since."""
    statements = DROP[office.store.engine.dialect.name][number : number + 2]
    with office.store.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))
    names = ", ".join(statement.split()[2] for statement in statements)
    assert told(fsck(office, OPERATOR)) == [("guard", names)]


def test_a_guard_that_lets_everything_pass_is_found(office: Workspace) -> None:
    """One of the same name that does nothing."""
    if office.store.is_sqlite:
        statements = [
            "DROP TRIGGER edit_no_delete",
            "CREATE TRIGGER edit_no_delete BEFORE DELETE ON edit BEGIN SELECT 1; END",
        ]
    else:
        statements = ["ALTER TABLE edit DISABLE TRIGGER edit_no_delete"]
    with office.store.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))
    assert told(fsck(office, OPERATOR)) == [("guard", "edit_no_delete")]


def test_the_history_of_an_sop_shows_no_seals(office: Workspace) -> None:
    """They are for the program."""
    (sop,) = list_sops(office, ANI)
    assert all("seals" not in line.detail for line in history(office, ANI, sop.id))
