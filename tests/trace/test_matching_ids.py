"""How far equal ids are believed: tools number anew, kind by kind, when an element comes or goes."""

from itertools import pairwise

from bpm2sop.trace.matching import match
from bpm2sop.trace.matching_values import Reason
from tests.trace.test_matching import pairs, sop, typed

NAMES = "Terima", "Periksa berkas", "Catat surat", "Kirim", "Arsipkan"


def chain(rows: str) -> str:
    """Arrows from each row to the next."""
    keys = [row.split()[0] for row in rows.split(";")]
    return " ".join(f"{one}>{other}" for one, other in pairwise(keys))


def line(*names: str, first: int = 1) -> str:
    """Rows that a tool has numbered: T1, T2, ..."""
    return "; ".join(f"T{number} {name}" for number, name in enumerate(names, first))


def test_where_numbers_shift_names_decide() -> None:
    """A step was put in the middle, so all behind it have another number."""
    old, new = line(*NAMES), line(*NAMES[:2], "Telaah", *NAMES[2:])
    found = match([sop(old, chain(old))], [sop(new, chain(new))])
    assert {key: other for key, (other, _) in pairs(found).items()} == {
        "T1": "T1",
        "T2": "T2",
        "T3": "T4",
        "T4": "T5",
        "T5": "T6",
    }
    assert not found.questions


def test_each_series_is_judged_by_itself() -> None:
    """Those of events keep theirs, those of tasks have shifted."""
    events = "; ".join(f"E{number} Kabar {name}" for number, name in enumerate(NAMES))
    old = f"{events}; {line(*NAMES)}"
    new = f"{events}; {line(*NAMES[1:])}"
    found = pairs(match([sop(old, chain(old))], [sop(new, chain(new))]))
    assert (found["E0"], found["T3"]) == (("E0", Reason.ID), ("T2", Reason.NAME))
    assert "T1" not in found


def test_a_twin_that_got_the_number_of_the_removed_one_is_known_by_its_place() -> None:
    """Both lie between other neighbours."""
    old = "U1 Terima; S1 Beri tahu; U2 Catat surat; S2 Beri tahu; U3 Arsipkan"
    new = "U1 Terima; U2 Catat surat; S1 Beri tahu; U3 Arsipkan"
    found = pairs(match([sop(old, chain(old))], [sop(new, chain(new))]))
    assert found["S2"][0] == "S1"
    assert "S1" not in found


def test_a_number_on_the_name_of_another_removed_step_is_not_believed() -> None:
    """Two parallel steps have the same neighbours; the first is gone, the second has its number."""
    arrows = "U1>T1 U1>T2 T1>U2 T2>U2"
    old = sop("U1 Terima; T1 Periksa berkas; T2 Hitung biaya; U2 Kirim", arrows)
    new = sop("U1 Terima; T1 Hitung biaya; U2 Kirim", "U1>T1 T1>U2")
    found = pairs(match([old], [new]))
    assert found["T2"][0] == "T1"
    assert "T1" not in found


def test_a_number_goes_from_a_name_to_none_only_at_its_place() -> None:
    """An event without a name got the number of one that is gone."""
    old = "V1 Surat terkirim; U1 Terima; U2 Catat; U3 Kirim"
    new = "U1 Terima; U2 Catat; V1 ; U3 Kirim"
    for tag in ("intermediateThrowEvent", "task"):
        one, other = (typed(sop(rows, chain(rows)), "V1", tag) for rows in (old, new))
        assert "V1" not in pairs(match([one], [other]))


def test_ids_that_nobody_has_counted_hold_under_any_name() -> None:
    """Three others keep theirs; the step was renamed and another one put before it."""
    old = "a-x Terima; b-x Periksa berkas; c-x Catat surat; d-x Kirim"
    new = "a-x Terima; n-x Telaah; b-x Setujui izin; c-x Catat surat; d-x Kirim"
    found = match([sop(old, chain(old))], [sop(new, chain(new))])
    assert pairs(found)["b-x"] == ("b-x", Reason.ID)


def test_an_id_on_other_words_of_another_actor_is_asked() -> None:
    """Whatever its form; and where its arrows are all others."""
    old = "a-x Terima @A; b-x Periksa berkas @A; c-x Catat surat @A; d-x Kirim @A; e-x Lapor @A"
    other = old.replace("Periksa berkas @A", "Cetak label @B")
    moved = old.replace("Periksa berkas @A", "Cetak label @A")
    arrows = chain(old)
    far = "a-x>c-x c-x>d-x d-x>e-x e-x>b-x"
    for rows, ways in ((other, arrows), (moved, far)):
        found = match([sop(old, arrows)], [sop(rows, ways)])
        assert [question.old for question in found.questions] == ["b-x"]


def test_another_number_in_a_name_is_another_step() -> None:
    """The second stage is gone, and the first was parted in two."""
    old = "a Terima; b Rapat tahap 1; c Rapat tahap 2; d Kirim"
    new = "a Terima; b Rapat tahap 1 1; x Rapat tahap 1 2; d Kirim"
    found = match([sop(old, chain(old))], [sop(new, chain(new))])
    assert "c" not in pairs(found)
    assert [question.old for question in found.questions] == ["c"]


def test_a_copy_under_a_new_id_is_not_taken_for_the_step_that_was_renamed() -> None:
    """Its id is there still, on other words; a person says which it is."""
    old = "a-x Terima; b-x Periksa berkas; c-x Kirim"
    new = "a-x Terima; b-x Setujui izin; c-x Kirim; n-y Periksa berkas"
    found = match([sop(old, chain(old))], [sop(new, chain(new))])
    assert pairs(found).keys() == {"a-x", "c-x"}
    assert [question.old for question in found.questions] == ["b-x"]


def test_a_copy_put_before_its_twin_is_asked_where_numbers_may_have_shifted() -> None:
    """Both are as near to the old place, and there was one before."""
    events = "; ".join(f"E{number} Kabar {name}" for number, name in enumerate(NAMES * 2))
    old = f"{events}; K1 Catat surat; U2 Beri tahu; A1 Arsipkan surat"
    new = f"{events}; K1 Catat surat; U2 Beri tahu; U3 Beri tahu; A1 Arsipkan surat"
    found = match([sop(old, chain(old))], [sop(new, chain(new))])
    assert "U2" not in pairs(found)
    assert [question.old for question in found.questions] == ["U2"]


def test_a_copy_of_a_wrapped_step_is_not_taken_for_it() -> None:
    """Two steps of the name are there now, and the outer one touches nothing that the old one did."""
    old = "a Terima; b Periksa berkas; c Catat surat; d Kirim"
    new = "z Terima; w Tangani; x Catat surat; v Arsipkan; k Periksa berkas; y Kirim; u Periksa berkas"
    found = pairs(match([sop(old, chain(old))], [sop(new, "z>w w>x x>v v>k k>y u>x")]))
    assert found.get("b", ("u",))[0] != "k"


def test_actors_under_other_names_are_the_same_where_they_do_the_same() -> None:
    """A lane was renamed, and all ids are new: twins are told apart as before."""
    old = "a Terima @Loket; b Periksa @Loket; c Bahas @Loket; d Periksa @Loket; e Kirim @Loket"
    new = "v Terima @Loket satu; w Periksa @Loket satu; n Baru @Loket satu; x Bahas @Loket satu; "
    new += "y Periksa @Loket satu; z Kirim @Loket satu"
    found = pairs(match([sop(old, chain(old))], [sop(new, chain(new))]))
    assert (found["b"][0], found["d"][0]) == ("w", "y")


def test_steps_are_told_apart_by_the_branch_that_leads_to_them() -> None:
    """Two steps of one name behind yes and no are no twins."""
    old = sop("g Lengkap?; a Beri tahu; b Beri tahu", "g>a:Ya g>b:Tidak")
    new = sop("x Lengkap?; y Beri tahu; z Beri tahu", "x>y:Ya x>z:Tidak")
    found = pairs(match([old], [new]))
    assert (found["a"], found["b"]) == (("y", Reason.IDENTICAL), ("z", Reason.IDENTICAL))
