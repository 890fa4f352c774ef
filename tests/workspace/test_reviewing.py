"""Words and reviews: an edit names what it saw, a review what it approved; nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bpm2sop.errors import Forbidden, Refused, Stale
from bpm2sop.sources import SourceFile
from bpm2sop.store import audit
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import (
    AddComment,
    EditCell,
    OrphanAct,
    StepAct,
    accept_phrase,
    add_comment,
    answer_question,
    clear_step,
    confirm_orphan,
    edit_cell,
    list_phrases,
    place_orphan,
    resolve_comment,
    review_step,
)
from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.values import CellView, SopView, StepView
from bpm2sop.workspace.views import sop_view
from tests.workspace.maps import ANI, BUDI, SERVICE, bpmn, bring, person

TIME = Field.TIME


def new_sop(workspace: Workspace, steps: str = SERVICE) -> str:
    """The id of the SOP of a map just imported."""
    return bring(workspace, steps).lines[0].sops[0].id


def row(view: SopView, key: str) -> StepView:
    """A row of an SOP by its step's key."""
    return next(step for step in view.steps if step.key == key)


def statuses(workspace: Workspace, sop: str) -> str:
    """The statuses of all rows, in table order."""
    return " ".join(step.status for step in sop_view(workspace, ANI, sop).steps)


def typed(
    workspace: Workspace, sop: str, key: str, value: str | None, *, field: Field = TIME
) -> CellView:
    """Ani types into a cell as it is."""
    view = sop_view(workspace, ANI, sop)
    seen = (row(view, key).cells if key else view.head)[field].seen
    return edit_cell(workspace, ANI, EditCell(sop, key, field, value, seen))


def reviewed(workspace: Workspace, sop: str, *keys: str) -> None:
    """Budi reviews rows as they are."""
    for key in keys:
        seen = row(sop_view(workspace, BUDI, sop), key).seen
        review_step(workspace, BUDI, StepAct(sop, key, seen))


def test_what_a_person_types_stands_and_says_who(workspace: Workspace) -> None:
    """The map's word stays beside it."""
    sop = new_sop(workspace)
    cell = typed(workspace, sop, "b", " 3  hari\x07 ")
    assert (cell.value, cell.source, cell.map, cell.who) == ("3 hari", "person", "", "ani")
    view = sop_view(workspace, BUDI, sop)
    assert row(view, "b").cells[TIME] == cell
    assert row(view, "b").step.time is not None
    assert statuses(workspace, sop) == "fresh edited fresh fresh"


def test_none_gives_a_cell_back_to_the_map(workspace: Workspace) -> None:
    """The words stay in the history."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b", "Teliti berkas", field=Field.TEXT)
    cell = typed(workspace, sop, "b", None, field=Field.TEXT)
    assert (cell.value, cell.source) == ("Memeriksa berkas", "map")
    assert statuses(workspace, sop) == "fresh fresh fresh fresh"


def test_title_and_identity_are_cells_too(workspace: Workspace) -> None:
    """Under no step; several lines where the form has several."""
    sop = new_sop(workspace)
    typed(workspace, sop, "", "Surat keluar", field=Field.TITLE)
    typed(workspace, sop, "", "UU 25/2009\n\n Perda  3/2020 ", field=Field.LEGAL_BASIS)
    view = sop_view(workspace, ANI, sop)
    assert view.title == view.sop.title == "Surat keluar"
    assert view.sop.identity.legal_basis.value == "UU 25/2009\nPerda 3/2020"


def test_an_older_sight_of_a_cell_is_stale_with_all_three_texts(workspace: Workspace) -> None:
    """Mine, theirs, the map's; nothing is changed."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b", "Teliti berkas", field=Field.TEXT)
    with pytest.raises(Stale) as told:
        edit_cell(workspace, BUDI, EditCell(sop, "b", Field.TEXT, "Cek berkas", 0))
    assert (told.value.mine, told.value.theirs, told.value.map) == (
        "Cek berkas",
        "Teliti berkas",
        "Memeriksa berkas",
    )
    assert row(sop_view(workspace, BUDI, sop), "b").step.text == "Teliti berkas"
    seen = int(told.value.params["seen"])
    edit_cell(workspace, BUDI, EditCell(sop, "b", Field.TEXT, "Teliti dan cek berkas", seen))


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (("z", Field.TIME), "x", "step-missing"),
        (("b", Field.TITLE), "x", "cell-missing"),
        (("", Field.TEXT), "x", "cell-missing"),
        (("b", Field.TEXT), " \n ", "cell-empty"),
        (("b", Field.REMARKS), "x" * 10_001, "text-too-long"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    workspace: Workspace, cell: tuple[str, Field], value: str, code: str
) -> None:
    """With a reason, and nothing changed."""
    sop = new_sop(workspace)
    before = sop_view(workspace, ANI, sop)
    with pytest.raises(Refused) as told:
        edit_cell(workspace, ANI, EditCell(sop, *cell, value, 0))
    assert told.value.code == code
    assert sop_view(workspace, ANI, sop) == before


def test_half_a_character_is_left_out(workspace: Workspace) -> None:
    """A lone surrogate cannot be written anywhere."""
    sop = new_sop(workspace)
    assert typed(workspace, sop, "b", "3\ud800 hari").value == "3 hari"


def test_a_viewer_types_nothing(workspace: Workspace) -> None:
    """Rights come first."""
    sop = new_sop(workspace)
    with pytest.raises(Forbidden):
        edit_cell(workspace, person("v", Role.VIEWER), EditCell(sop, "b", TIME, "x", 0))


def test_typing_what_stands_there_is_no_edit(workspace: Workspace) -> None:
    """No row, no act; but what was only assumed may be confirmed."""
    sop = new_sop(workspace)
    with workspace.store.reading() as connection:
        before = audit.count(connection)
    typed(workspace, sop, "b", "Memeriksa berkas", field=Field.TEXT)
    with workspace.store.reading() as connection:
        assert audit.count(connection) == before


def test_a_reviewed_row_is_reviewed_until_somebody_types_in_it(workspace: Workspace) -> None:
    """A review speaks of the words that were seen."""
    sop = new_sop(workspace)
    reviewed(workspace, sop, "a", "b")
    assert statuses(workspace, sop) == "reviewed reviewed fresh fresh"
    typed(workspace, sop, "b", "3 hari")
    assert statuses(workspace, sop) == "reviewed edited fresh fresh"


def test_a_row_that_changed_meanwhile_is_not_reviewed_unseen(workspace: Workspace) -> None:
    """The reviewer is told, and looks again."""
    sop = new_sop(workspace)
    seen = row(sop_view(workspace, BUDI, sop), "b").seen
    typed(workspace, sop, "b", "3 hari")
    with pytest.raises(Stale) as told:
        review_step(workspace, BUDI, StepAct(sop, "b", seen))
    assert told.value.code == "step-stale"


def test_a_reviewed_row_is_suspect_for_what_the_map_says_otherwise(workspace: Workspace) -> None:
    """The others stay reviewed; clearing it is another act than reviewing."""
    sop = new_sop(workspace)
    reviewed(workspace, sop, "a", "b", "c")
    bring(workspace, SERVICE.replace("Periksa berkas @Loket", "Periksa berkas @Staf"))
    view = sop_view(workspace, ANI, sop)
    assert [step.status.value for step in view.steps] == [
        "reviewed",
        "suspect",
        "reviewed",
        "fresh",
    ]
    (why,) = row(view, "b").why
    assert (why.part.value, why.old[-5:], why.new[-4:]) == ("actor", "Loket", "Staf")
    with pytest.raises(Refused) as told:
        review_step(workspace, BUDI, StepAct(sop, "b", row(view, "b").seen))
    assert told.value.code == "step-suspect"
    clear_step(workspace, BUDI, StepAct(sop, "b", row(view, "b").seen, "same desk"))
    assert statuses(workspace, sop) == "reviewed reviewed reviewed fresh"


def test_both_changed_is_a_conflict_until_a_person_decides(workspace: Workspace) -> None:
    """With what both began with, what stands, and what the map says."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b", "Teliti berkas", field=Field.TEXT)
    bring(workspace, SERVICE.replace("Periksa berkas", "Verifikasi berkas"))
    cell = row(sop_view(workspace, ANI, sop), "b").cells[Field.TEXT]
    assert cell.conflict is not None
    assert cell.conflict[:3] == ("Memeriksa berkas", "Teliti berkas", "Memverifikasi berkas")
    assert statuses(workspace, sop) == "fresh conflict fresh fresh"
    typed(workspace, sop, "b", "Teliti berkas", field=Field.TEXT)
    assert statuses(workspace, sop) == "fresh edited fresh fresh"


def orphaned(workspace: Workspace) -> str:
    """An SOP whose step b went while words stood on it."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b", "3 hari")
    bring(workspace, "a Terima berkas @Loket; c Catat surat @Staf; d Kirim surat @Staf")
    return sop


def test_words_on_a_step_that_went_wait_as_an_orphan(workspace: Workspace) -> None:
    """They name their step, and come back with it."""
    sop = orphaned(workspace)
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    assert (orphan.key, orphan.label, [cell.value for cell in orphan.cells]) == (
        "b",
        "Periksa berkas",
        ["3 hari"],
    )
    bring(workspace)
    view = sop_view(workspace, ANI, sop)
    assert not view.orphans
    assert row(view, "b").cells[TIME].value == "3 hari"


def test_an_orphan_may_be_put_on_another_step(workspace: Workspace) -> None:
    """Where somebody has typed, what was typed there stands."""
    sop = orphaned(workspace)
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, "c"))
    view = sop_view(workspace, ANI, sop)
    assert (view.orphans, row(view, "c").cells[TIME].value) == ((), "3 hari")
    with pytest.raises(Stale):
        place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, "d"))


def test_words_typed_on_the_step_stand_before_those_of_an_orphan(workspace: Workspace) -> None:
    """Whichever of them is the newer."""
    sop = orphaned(workspace)
    typed(workspace, sop, "c", "1 hari")
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    place_orphan(workspace, ANI, OrphanAct(orphan.id, orphan.version, "c"))
    assert row(sop_view(workspace, ANI, sop), "c").cells[TIME].value == "1 hari"


def test_an_orphan_goes_when_a_person_says_so(workspace: Workspace) -> None:
    """Only then, and it does not come back."""
    sop = orphaned(workspace)
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    confirm_orphan(workspace, BUDI, OrphanAct(orphan.id, orphan.version))
    assert not sop_view(workspace, ANI, sop).orphans
    bring(workspace)
    assert row(sop_view(workspace, ANI, sop), "b").cells[TIME].value == ""


def test_a_step_that_cannot_be_told_from_another_is_asked_about(workspace: Workspace) -> None:
    """A person answers, and the words find their step."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b", "3 hari")
    renamed = "w Terima berkas @Loket; x Telaah isi permohonan @Loket; y Catat surat @Staf; z Kirim surat @Staf"
    bring(workspace, renamed)
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    assert [candidate.new for candidate in orphan.candidates] == ["x"]
    answer_question(workspace, ANI, OrphanAct(orphan.id, orphan.version, "x"))
    view = sop_view(workspace, ANI, sop)
    assert (view.orphans, row(view, "x").cells[TIME].value) == ((), "3 hari")


def test_none_of_the_candidates_leaves_the_orphan(workspace: Workspace) -> None:
    """The question is gone, the words wait."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b", "3 hari")
    bring(workspace, SERVICE.replace("b Periksa berkas", "x Telaah isi permohonan"))
    (orphan,) = sop_view(workspace, ANI, sop).orphans
    answer_question(workspace, ANI, OrphanAct(orphan.id, orphan.version))
    (left,) = sop_view(workspace, ANI, sop).orphans
    assert left.candidates == ()


def test_a_remark_is_answered_and_settled(workspace: Workspace) -> None:
    """It stays with its step, and with the SOP when the step goes; its answers wait for nobody by themselves."""
    sop = new_sop(workspace)
    first = add_comment(workspace, BUDI, AddComment(sop, "Berapa lama?", "b"))
    add_comment(workspace, ANI, AddComment(sop, "3 hari", "b", answers=first.id))
    assert [one.text for one in row(sop_view(workspace, ANI, sop), "b").comments] == [
        "Berapa lama?",
        "3 hari",
    ]
    assert sop_view(workspace, ANI, sop).counts.comments == 1
    resolve_comment(workspace, ANI, first.id, seen=1)
    assert sop_view(workspace, ANI, sop).counts.comments == 0
    bring(workspace, "a Terima berkas @Loket; c Catat surat @Staf; d Kirim surat @Staf")
    assert [one.gone for one in sop_view(workspace, ANI, sop).comments] == [True, True]


def test_a_phrase_accepted_once_is_used_everywhere(workspace: Workspace) -> None:
    """In every map that says so; what a person typed stays theirs."""
    sources = [
        SourceFile(f"{name}.bpmn", bpmn("a Terima; b Periksa berkas", process=name, name=name))
        for name in ("satu", "dua")
    ]
    sops = [line.sops[0].id for line in import_maps(workspace, ANI, sources).lines]
    typed(workspace, sops[1], "b", "Cek berkas", field=Field.TEXT)
    changed = accept_phrase(workspace, ANI, "periksa  Berkas", "Meneliti berkas")
    assert {one.id for one in changed} >= {sops[0]}
    texts = [row(sop_view(workspace, ANI, sop), "b").step.text for sop in sops]
    assert texts == ["Meneliti berkas", "Cek berkas"]
    assert [phrase.text for phrase in list_phrases(workspace, ANI)] == ["Meneliti berkas"]


def test_many_hands_on_one_sop_lose_no_word(workspace: Workspace) -> None:
    """Ten people write ten times each into four cells, and look again whenever they are told to."""
    sop = new_sop(workspace)

    def write(name: str) -> None:
        who = person(name)
        for number in range(10):
            key = "abcd"[number % 4]
            while True:
                cell = row(sop_view(workspace, who, sop), key).cells[Field.REMARKS]
                words = f"{cell.value}\n{name}-{number}"
                try:
                    edit_cell(workspace, who, EditCell(sop, key, Field.REMARKS, words, cell.seen))
                except Stale:
                    continue
                break

    names = [f"orang{number}" for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(write, names))
    lines = [
        line
        for step in sop_view(workspace, ANI, sop).steps
        for line in step.cells[Field.REMARKS].value.split("\n")
    ]
    assert sorted(lines) == sorted(f"{name}-{number}" for name in names for number in range(10))
    with workspace.store.reading() as connection:
        assert audit.broken(connection) is None


def test_a_step_may_be_given_to_others(workspace: Workspace) -> None:
    """By their names; one that the map does not have gets a column."""
    sop = new_sop(workspace)
    typed(workspace, sop, "b", "Staf\nArsiparis", field=Field.ACTORS)
    view = sop_view(workspace, ANI, sop)
    names = {actor.id: actor.name for actor in view.sop.actors}
    assert [names[one] for one in row(view, "b").step.actors] == ["Staf", "Arsiparis"]
    cell = row(view, "b").cells[Field.ACTORS]
    assert (cell.value, cell.map) == ("Staf\nArsiparis", "Loket")


def test_actors_stand_in_the_order_that_a_person_gives(workspace: Workspace) -> None:
    """Those not named follow."""
    sop = new_sop(workspace)
    typed(workspace, sop, "", "Staf", field=Field.ACTOR_ORDER)
    view = sop_view(workspace, ANI, sop)
    assert [actor.name for actor in view.sop.actors] == ["Staf", "Loket"]
