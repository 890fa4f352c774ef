"""Three-way merge: structure follows the map, words follow the person, and nothing typed is lost."""

import pytest
from msgspec.structs import replace

from bpm2sop.model.sop import Cell, CellSource, Sop, StepKey
from bpm2sop.trace.fingerprints import PartName, fingerprints
from bpm2sop.trace.merge import Merged, MergedStep, Status, merge
from bpm2sop.trace.overlay import Approval, Conflict, Edit, Field, Overlay
from tests.trace.revising import histories
from tests.trace.test_matching import OLD, sop


def step(merged: Merged, key: str) -> MergedStep:
    """A step of the new draft by its key."""
    return next(one for one in merged.steps if one.step.key == key)


def timed(made: Sop, key: str, time: str) -> Sop:
    """The same SOP with another time that the map gives to one step."""
    cell = Cell(time, CellSource.MAP, key)
    steps = (replace(s, time=cell) if s.key == key else s for s in made.steps)
    return replace(made, steps=tuple(steps))


def typed(key: str, field: Field, value: str | None) -> Edit:
    """Something typed by A."""
    return Edit(key, field, value, "A", "2026-01-02")


@pytest.mark.parametrize(
    ("ours", "theirs", "value", "status"),
    [
        (None, "2 hari", "2 hari", Status.FRESH),
        ("3 hari", "1 hari", "3 hari", Status.EDITED),
        ("2 hari", "2 hari", "2 hari", Status.EDITED),
        ("3 hari", "2 hari", "3 hari", Status.CONFLICT),
    ],
)
def test_a_cell_is_merged_by_who_changed_it(
    ours: str | None, theirs: str, value: str, status: Status
) -> None:
    """Only the map, only the person, both alike, both differently."""
    overlay = Overlay().edited(typed("b", Field.TIME, ours)) if ours else Overlay()
    merged = merge([timed(OLD, "b", "1 hari")], [timed(OLD, "b", theirs)], overlay)
    found = step(merged, "b")
    assert found.cells[Field.TIME].value == value
    assert found.cells[Field.TIME].by_person == (ours is not None)
    assert found.cells[Field.TIME].taken == (ours is None)
    assert found.status is status
    wanted = [Conflict("b", Field.TIME, "1 hari", "3 hari", "2 hari")]
    assert list(merged.conflicts) == wanted * (status is Status.CONFLICT)


def test_a_conflict_stays_open_until_a_person_decides() -> None:
    """Over another revision with its first base; a later edit settles it, and so does the map's return."""
    overlay = Overlay().edited(typed("b", Field.TIME, "3 hari"))
    first = merge([timed(OLD, "b", "1 hari")], [timed(OLD, "b", "2 hari")], overlay)
    again = merge([timed(OLD, "b", "2 hari")], [timed(OLD, "b", "2 hari")], first.overlay)
    assert again.conflicts == first.conflicts
    back = merge([timed(OLD, "b", "2 hari")], [timed(OLD, "b", "1 hari")], first.overlay)
    assert not back.conflicts
    settled = first.overlay.edited(typed("b", Field.TIME, "2 hari"))
    assert not settled.conflicts
    assert not merge([timed(OLD, "b", "2 hari")], [timed(OLD, "b", "2 hari")], settled).conflicts


def test_none_gives_a_cell_back_to_the_map() -> None:
    """What was typed stays in the history, and no longer counts."""
    overlay = Overlay().edited(typed("b", Field.TEXT, "x")).edited(typed("b", Field.TEXT, None))
    merged = merge([OLD], [OLD], overlay)
    assert step(merged, "b").status is Status.FRESH
    assert step(merged, "b").cells[Field.TEXT].value == "Periksa berkas"
    assert len(merged.overlay.edits) == 2


def test_an_approved_step_is_suspect_for_what_its_map_says_otherwise() -> None:
    """With the value seen and the value now; the others stay approved."""
    seen = fingerprints([OLD])
    overlay = Overlay()
    for key in ("b", "c"):
        overlay = overlay.approved(Approval(StepKey(key), seen[StepKey(key)], "B", "2026"))
    new = sop("a Terima; b Periksa berkas @Loket; c Catat surat; d Kirim", "a>b b>c c>d")
    merged = merge([OLD], [new], overlay)
    (reason,) = step(merged, "b").suspect
    assert (reason.part, reason.facet, reason.new) == (PartName.ACTOR, "actor", "Loket")
    assert step(merged, "b").status is Status.SUSPECT
    assert step(merged, "c").status is Status.APPROVED
    later = merge([new], [new], merged.overlay)
    assert step(later, "b").suspect == (reason,)
    assert not step(merge([new], [OLD], merged.overlay), "b").suspect


def test_a_deleted_step_leaves_an_orphan_that_waits_and_may_return() -> None:
    """Kept over revisions; confirmed it goes, back on the map it lives again."""
    overlay = Overlay().edited(typed("b", Field.TEXT, "Periksa dengan teliti"))
    new = sop("a Terima; c Catat surat; d Kirim", "a>c c>d")
    gone = merge([OLD], [new], overlay)
    (orphan,) = gone.orphans
    assert orphan.step is not None
    assert (orphan.key, orphan.edits[0].value) == ("b", "Periksa dengan teliti")
    assert merge([new], [new], gone.overlay).orphans == gone.orphans
    back = merge([new], [OLD], gone.overlay)
    assert not back.orphans
    assert step(back, "b").cells[Field.TEXT].value == "Periksa dengan teliti"
    assert not gone.overlay.confirmed("b").orphans
    hand = merge(
        [new],
        [sop("a Terima; x Lain; c Catat surat; d Kirim", "a>x x>c c>d")],
        gone.overlay,
        given={StepKey("b"): StepKey("x")},
    )
    assert step(hand, "x").cells[Field.TEXT].value == "Periksa dengan teliti"


def test_words_typed_on_nothing_are_kept() -> None:
    """A key that no draft has: an orphan without a step."""
    merged = merge([OLD], [OLD], Overlay().edited(typed("nowhere", Field.TEXT, "x")))
    (orphan,) = merged.orphans
    assert (orphan.step, orphan.edits[0].value) == (None, "x")


def test_a_twin_that_somebody_wrote_on_is_asked_about() -> None:
    """Equal tables under other ids pair row by row, but nobody knows which twin the words are for."""
    old = sop("a Mulai; b Periksa; c Periksa; d Selesai", "a>b b>d a>c c>d")
    new = sop("w Mulai; x Periksa; y Periksa; z Selesai", "w>x x>z w>y y>z")
    merged = merge([old], [new], Overlay().edited(typed("b", Field.TEXT, "teliti")))
    (question,) = merged.questions
    assert question.old == "b"
    assert {one.new for one in question.candidates} == {"x", "y"}
    assert [orphan.key for orphan in merged.orphans] == ["b"]
    told = merge([new], [new], merged.overlay, given={StepKey("b"): StepKey("y")})
    assert step(told, "y").cells[Field.TEXT].value == "teliti"
    assert not told.orphans
    answered = merge(
        [old],
        [new],
        Overlay().edited(typed("b", Field.TEXT, "teliti")),
        given={StepKey("b"): StepKey("y")},
    )
    assert step(answered, "y").cells[Field.TEXT].value == "teliti"


def test_title_and_identity_are_merged_like_cells() -> None:
    """Under the key of the SOP."""
    overlay = (
        Overlay()
        .edited(typed("k", Field.LEGAL_BASIS, "UU 25/2009"))
        .edited(typed("k", Field.TITLE, "SOP Surat"))
    )
    merged = merge([OLD], [replace(OLD, title="Lain")], overlay)
    (head,) = merged.heads
    assert head.cells[Field.LEGAL_BASIS].value == "UU 25/2009"
    assert merged.conflicts == (Conflict("k", Field.TITLE, "T", "SOP Surat", "Lain"),)


def test_random_histories_lose_nothing_and_misplace_nothing() -> None:
    """300 histories whose truth is known: no edit lost or moved, every reason right, nearly nothing asked."""
    score = histories(range(300))
    assert score.faults == []
    assert score.edits > 2_000
    assert score.suspects > 500
    assert score.matched / score.surviving >= 0.99


_ONCE_WRONG = (
    208_599,
    209_045,
    209_117,
    300_177,
    410_946,
    412_278,
    417_908,
    501_488,
    504_788,
    701_336,
    701_506,
    702_507,
    806_955,
    1_101_557,
    1_207_281,
)


@pytest.mark.parametrize("seed", _ONCE_WRONG)
def test_histories_that_once_went_wrong_go_right(seed: int) -> None:
    """Gateways of one name in other surroundings; the only nameless lane, empty for a while."""
    assert histories([seed]).faults == []


def test_maps_full_of_twins_are_asked_about_and_never_guessed() -> None:
    """Every second label stands twice: more questions, still no wrong pair."""
    score = histories(range(10_000, 10_060), twins=0.5)
    assert score.faults == []


def test_an_approved_step_that_went_and_came_back_under_renewed_ids_is_not_suspect() -> None:
    """What was seen of its neighbours is kept in the terms of each version between."""
    old = sop("a Terima; b Periksa berkas; c Catat surat; d Kirim", "a>b b>c c>d")
    without = sop("e Terima; f Catat surat; g Kirim", "e>f f>g")
    again = sop("e Terima; x Periksa berkas; f Catat surat; g Kirim", "e>x x>f f>g")
    seen = fingerprints([old])[StepKey("b")]
    overlay = Overlay().approved(Approval(StepKey("b"), seen, "B", "2026-01-02"))
    gone = merge([old], [without], overlay)
    back = merge([without], [again], gone.overlay, given={StepKey("b"): StepKey("x")})
    assert step(back, "x").status is Status.APPROVED


def test_an_answer_about_a_step_is_never_taken_for_one_about_an_orphan_of_the_same_key() -> None:
    """Ids were dealt out anew: what b was approved for is gone, and b is another step by now."""
    old = sop("a Terima; b Periksa berkas; c Catat surat; d Kirim", "a>b b>c c>d")
    dealt = sop("w Terima; x Catat surat; b Kirim", "w>x x>b")
    later = sop("p Terima; q Catat surat; r Simpan", "p>q q>r")
    gone = merge([old], [dealt], Overlay().edited(typed("b", Field.TIME, "2 hari")))
    assert [orphan.key for orphan in gone.orphans] == ["b"]
    done = merge([dealt], [later], gone.overlay, given={StepKey("b"): StepKey("r")})
    assert [orphan.key for orphan in done.orphans] == ["b"]
    assert done.overlay.edits == ()
