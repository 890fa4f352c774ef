"""Steps that went and came back: what people wrote finds them again, and nobody has to look twice at what is as it was."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpm2sop.model.sop import Sop, StepKey
from bpm2sop.trace.fingerprints import fingerprints
from bpm2sop.trace.merge import Merged, Status, merge
from bpm2sop.trace.overlay import Approval, Edit, Field, Overlay
from tests.trace.revising import Names, Reviser, Version
from tests.trace.test_matching import OLD, sop

WITHOUT = sop("a Terima; c Catat surat; d Kirim", "a>c c>d")


def approved(overlay: Overlay, made: Sop, *keys: str) -> Overlay:
    """B approves steps as they are."""
    seen = fingerprints([made])
    for key in keys:
        overlay = overlay.approved(Approval(StepKey(key), seen[StepKey(key)], "B", "2026", 7))
    return overlay


def typed(key: str, value: str = "2 hari") -> Overlay:
    """A types a time."""
    return Overlay().edited(Edit(key, Field.TIME, value, "A", "2026"))


def suspects(merged: Merged) -> list[tuple[str, object]]:
    """The steps that are suspect, with why."""
    return [(one.step.key, one.suspect) for one in merged.steps if one.suspect]


def all_words(made: Version, *, every: int = 1) -> Overlay:
    """All steps approved, and words typed on each so many."""
    overlay = Overlay()
    for number, step in enumerate(made.steps.values()):
        if number % every == 0:
            overlay = overlay.edited(Edit(step.key, Field.TIME, f"{number} hari", "A", "2026"))
    seen = fingerprints(made.sops)
    for step in made.steps.values():
        overlay = overlay.approved(Approval(step.key, seen[step.key], "B", "2026"))
    return overlay


def answered(old: Version, new: Version, overlay: Overlay) -> Merged:
    """A revision whose every question is answered truly: all ids are kept."""
    answers: dict[StepKey, StepKey | None] = {}
    done = merge(old.sops, new.sops, overlay)
    while left := [key for key in done.matching.removed if key not in answers]:
        answers |= {key: key if key in new.steps else None for key in left}
        done = merge(old.sops, new.sops, overlay, given=answers)
    return done


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_a_map_revised_and_brought_back_leaves_no_trace(seed: int, times: int) -> None:
    """Whatever the revision: nothing is suspect, nothing an orphan, every word where it stood; who is asked says what is true."""
    rng = random.Random(seed)  # noqa: S311 - tests want chance, not secrets
    reviser, names = Reviser(rng), Names(rng)
    sketch = reviser.map()
    first = names.write(sketch, renew=False)
    for _ in range(times):
        sketch = reviser.revised(sketch)
    second = names.write(sketch, renew=False)
    overlay = all_words(first, every=rng.randint(1, 3))
    there = answered(first, second, overlay)
    back = answered(second, first, there.overlay)
    assert suspects(back) == []
    assert back.overlay.orphans == ()
    assert sorted(back.overlay.edits) == sorted(overlay.edits)
    assert back.overlay.conflicts == ()
    assert {one.key: one.seen for one in back.overlay.approvals} == {
        one.key: one.seen for one in overlay.approvals
    }


def test_a_step_that_is_back_makes_its_neighbours_no_longer_suspect() -> None:
    """Also where nobody wrote on it."""
    overlay = approved(Overlay(), OLD, "a", "c")
    gone = merge([OLD], [WITHOUT], overlay)
    assert [key for key, _ in suspects(gone)] == ["a"]
    assert suspects(merge([WITHOUT], [OLD], gone.overlay)) == []


def test_another_step_under_the_id_of_one_that_went_is_a_change() -> None:
    """Ids are dealt out twice: what the arrow led to had other words."""
    overlay = approved(Overlay(), OLD, "a")
    gone = merge([OLD], [WITHOUT], overlay)
    other = sop("a Terima; b Bayar retribusi; c Catat surat; d Kirim", "a>b b>c c>d")
    assert [key for key, _ in suspects(merge([WITHOUT], [other], gone.overlay))] == ["a"]


def test_a_step_is_found_again_whose_id_another_had_meanwhile() -> None:
    """Another was there under it; back with the first map it is there without an answer."""
    other = sop("a Terima; b Bayar retribusi @Kas; c Catat surat; d Kirim", "a>c c>b b>d")
    gone = merge([OLD], [other], typed("b"), given={StepKey("b"): None})
    assert [one.key for one in gone.orphans] == ["b"]
    back = merge([other], [OLD], gone.overlay)
    assert back.returned == {"b": "b"}
    assert [(one.key, one.value) for one in back.overlay.edits] == [("b", "2 hari")]


RENEWED = sop("e Terima; x Periksa berkas; f Catat surat; g Kirim", "e>x x>f f>g")


def test_a_step_alone_of_its_name_and_actor_is_found_again_under_renewed_ids() -> None:
    """It had and has the only such name in its SOP."""
    overlay = approved(typed("b"), OLD, "a", "b")
    gone = merge([OLD], [WITHOUT], overlay)
    back = merge([WITHOUT], [RENEWED], gone.overlay)
    assert back.returned == {"b": "x"}
    assert [(one.key, one.value) for one in back.overlay.edits] == [("x", "2 hari")]
    assert suspects(back) == []
    assert [one.edit for one in back.overlay.approvals] == [7, 7]


@pytest.mark.parametrize(
    ("old", "new", "candidates"),
    [
        (OLD, sop("e Terima; x Periksa berkas @Kas; f Catat surat; g Kirim", "e>x x>f f>g"), ["x"]),
        (
            OLD,
            sop(
                "e Terima; x Periksa berkas; y Periksa berkas; f Catat surat; g Kirim",
                "e>x x>y y>f f>g",
            ),
            ["x", "y"],
        ),
        (
            sop(
                "a Terima; b Periksa berkas; z Periksa berkas; c Catat surat; d Kirim",
                "a>b b>z z>c c>d",
            ),
            RENEWED,
            ["x"],
        ),
    ],
    ids=["another actor", "two now", "two then"],
)
def test_where_it_is_not_sure_whose_name_is_back_a_person_is_asked(
    old: Sop, new: Sop, candidates: list[str]
) -> None:
    """The words wait, with the steps that may be theirs."""
    gone = merge([old], [WITHOUT], typed("b"))
    back = merge([WITHOUT], [new], gone.overlay)
    (question,) = back.again
    assert (question.old, [one.new for one in question.candidates]) == ("b", candidates)
    assert [one.key for one in back.orphans] == ["b"]
    answered = merge([new], [new], back.overlay, given={StepKey("b"): StepKey("x")})
    assert [one.key for one in answered.overlay.edits] == ["x"]


def test_a_step_said_to_be_gone_is_not_asked_about_again() -> None:
    """The answer stands for this revision."""
    gone = merge([OLD], [WITHOUT], typed("b"))
    said = merge([WITHOUT], [RENEWED], gone.overlay, given={StepKey("b"): None})
    assert (said.again, [one.key for one in said.orphans]) == ((), ["b"])


def test_a_step_with_remarks_alone_is_remembered_and_waits_for_nobody() -> None:
    """It is no orphan to settle, and is found again like one."""
    overlay = Overlay(remarked=frozenset({"b"}))
    gone = merge([OLD], [WITHOUT], overlay)
    assert (gone.orphans, [one.key for one in gone.overlay.orphans]) == ((), ["b"])
    back = merge([WITHOUT], [RENEWED], gone.overlay)
    assert back.returned == {"b": "x"}
    assert back.overlay.orphans == ()


def test_what_a_person_placed_makes_no_neighbour_suspect_any_more() -> None:
    """An answer says that the step is the same: what leads to it leads where it did."""
    new = sop("a Terima; x Telaah isi permohonan; c Catat surat; d Kirim", "a>x x>c c>d")
    overlay = approved(typed("b"), OLD, "a", "b")
    gone = merge([OLD], [new], overlay)
    assert [key for key, _ in suspects(gone)] == ["a"]
    placed = merge([new], [new], gone.overlay, given={StepKey("b"): StepKey("x")})
    assert [key for key, _ in suspects(placed)] == ["x"]
    statuses = {one.step.key: one.status for one in placed.steps}
    assert statuses["a"] is Status.APPROVED
