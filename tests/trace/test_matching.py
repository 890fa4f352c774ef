"""Matching two versions: what is sure, what is asked, what a person settles."""

import random
from itertools import pairwise

import pytest
from msgspec.structs import replace

from bpm2sop.model.sop import (
    Actor,
    ActorKind,
    BlockElement,
    Next,
    NextKind,
    Proof,
    Role,
    Sop,
    SopKey,
    Source,
    Split,
    Step,
    StepKey,
    StepKind,
    Symbol,
    Wait,
)
from bpm2sop.trace.matching import match
from bpm2sop.trace.matching_changes import longest_rising
from bpm2sop.trace.matching_near import near
from bpm2sop.trace.matching_spots import plain_name, spots_of
from bpm2sop.trace.matching_values import Matching, Reason


def sop(rows: str, arrows: str) -> Sop:
    """An SOP of rows as ``key Label @actor; ...`` and arrows as ``a>b c>d:label``."""
    leaving: dict[str, list[Next]] = {}
    for arrow in arrows.split():
        source, target = arrow.split(">")
        to, _, label = target.partition(":")
        made = Next(StepKey(to), NextKind.FLOW, (f"{source}-{to}",), label=label)
        leaving.setdefault(source, []).append(made)
    steps, actors = [], {}
    for number, row in enumerate(rows.split(";"), 1):
        words, _, actor = row.strip().partition("@")
        key, _, label = words.strip().partition(" ")
        actors[actor] = Actor(
            id=f"l-{actor}", name=actor, path=(actor,), kind=ActorKind.LANE, elements=()
        )
        steps.append(_step((key, label.strip(), f"l-{actor}"), leaving.get(key, []), number))
    proof = Proof(nodes=0, in_steps=0, folded=0, explained=0, flows=0, rebuilds=True)
    source = Source(file="a.bpmn", sha256="", map="m", processes=("p",), scopes=("p",))
    return Sop(
        key=SopKey("k"),
        title="T",
        source=source,
        proof=proof,
        steps=tuple(steps),
        actors=tuple(actors.values()),
    )


def _step(said: tuple[str, str, str], arrows: list[Next], number: int) -> Step:
    key, label, actor = said
    return Step(
        key=StepKey(key),
        no=str(number),
        kind=StepKind.ACTIVITY,
        symbol=Symbol.PROCESS,
        text=label,
        label=label,
        actors=(actor,),
        wait=Wait.ANY,
        split=Split.ONE,
        next=tuple(arrows),
        elements=(BlockElement(key, "task", Role.CORE),),
    )


def typed(made: Sop, key: str, tag: str) -> Sop:
    """The same SOP with another BPMN tag for one step."""
    core = (BlockElement(key, tag, Role.CORE),)
    steps = (replace(step, elements=core) if step.key == key else step for step in made.steps)
    return replace(made, steps=tuple(steps))


def pairs(found: Matching) -> dict[str, tuple[str, str]]:
    """Old key to new key and reason."""
    return {pair.old: (pair.new, pair.reason.value) for pair in found.pairs}


OLD = sop("a Terima; b Periksa berkas; c Catat surat; d Kirim", "a>b b>c c>d")


def test_an_id_holds_under_another_name() -> None:
    """A step renamed in its tool keeps its id."""
    new = sop("a Terima; b Teliti lampiran; c Catat surat; d Kirim", "a>b b>c c>d")
    assert pairs(match([OLD], [new]))["b"] == ("b", Reason.ID)


def test_an_id_holds_under_another_name_while_its_actor_is_renamed() -> None:
    """The lane has another name too, or its pool has; its neighbours bear it out."""
    new = sop("a Terima; b Teliti lampiran; c Catat surat; d Kirim", "a>b b>c c>d")
    for path in (("Loket depan",), ("Dinas", "")):
        actors = tuple(replace(actor, name=path[-1], path=path) for actor in new.actors)
        assert pairs(match([OLD], [replace(new, actors=actors)]))["b"] == ("b", Reason.ID)


def test_an_id_on_other_words_at_another_place_is_asked() -> None:
    """A task put near a removed one may have been given its number; or it is the same, renamed and moved."""
    old = sop("T1 Terima; T2 Periksa berkas; T3 Catat surat; T4 Kirim", "T1>T2 T2>T3 T3>T4")
    new = sop("T1 Terima; T2 Setujui izin; T3 Catat surat; T4 Kirim", "T1>T3 T3>T2 T2>T4")
    found = match([old], [new])
    assert "T2" not in pairs(found)
    (question,) = found.questions
    assert (question.old, [one.new for one in question.candidates]) == ("T2", ["T2"])


def test_an_id_on_other_words_is_asked_where_nothing_else_is_known() -> None:
    """The only step is gone and another has its id; no id and no name bears it out."""
    new = sop("b Setujui izin; z Kirim", "b>z")
    assert not pairs(match([sop("b Periksa berkas", "")], [new]))


def test_an_id_on_a_word_more_holds_at_another_place() -> None:
    """The words bear the id out."""
    new = sop("a Terima; b Periksa berkas lengkap; c Catat surat; d Kirim", "a>c c>b b>d")
    assert pairs(match([OLD], [new]))["b"] == ("b", Reason.ID)


def test_ids_that_were_numbered_anew_are_not_believed() -> None:
    """The same ids on other steps: names decide."""
    new = sop("a Terima; x Setujui; b Catat surat; c Kirim; d Periksa berkas", "a>d d>x x>b b>c")
    found = pairs(match([OLD], [new]))
    assert found["b"] == ("d", Reason.NAME)
    assert found["c"] == ("b", Reason.NAME)


def test_a_name_that_is_there_once_is_enough() -> None:
    """Other ids, another place, other case and number."""
    new = sop("w TERIMA; x Catat surat; y 2. Periksa berkas; z Kirim", "w>x x>y y>z")
    assert pairs(match([OLD], [new]))["b"] == ("y", Reason.NAME)


def test_twins_are_told_apart_by_their_neighbours() -> None:
    """Two steps of one name between different ones."""
    old = sop("a Terima; b Periksa; c Catat; d Periksa; e Kirim", "a>b b>c c>d d>e")
    new = sop("v Terima; w Periksa; n Baru; x Catat; y Periksa; z Kirim", "v>w w>n n>x x>y y>z")
    found = pairs(match([old], [new]))
    assert found["b"] == ("w", Reason.NEIGHBOURS)
    assert found["d"] == ("y", Reason.NEIGHBOURS)


def test_a_twin_that_may_be_either_is_asked() -> None:
    """One of two neighbours of the same name has gone, and nothing says which."""
    old = sop("a Terima; b Periksa; c Periksa; d Kirim", "a>b b>c c>d")
    new = sop("w Terima; x Periksa; z Kirim", "w>x x>z")
    found = match([old], [new])
    assert {"b", "c"} <= {question.old for question in found.questions}
    assert "x" in found.added


def test_a_twin_whose_unknown_neighbour_may_speak_for_another_is_asked() -> None:
    """Between a and b there was one, behind b another; now both stand behind b, the end has no name."""
    old = sop("s Mulai; t Periksa; b Catat; u Periksa; e", "s>t t>b b>u u>e")
    new = sop("v Mulai; w Catat; x Periksa; y Periksa; z", "v>w w>x x>y y>z")
    found = match([old], [new])
    assert not {"t", "u"} & pairs(found).keys()
    assert {question.old for question in found.questions} >= {"t", "u"}


def test_twins_in_a_chain_are_paired_where_all_around_them_bears_it_out() -> None:
    """Only each other and the ends tell them apart; a step elsewhere was renamed."""
    rows = "a Terima; b Periksa; c Periksa; d Kirim; e Catat surat; f Arsipkan"
    new = "r Terima; s Periksa; t Periksa; u Kirim; v Teliti lampiran; w Arsipkan"
    found = pairs(match([sop(rows, "a>b b>c c>d d>e e>f")], [sop(new, "r>s s>t t>u u>v v>w")]))
    assert (found["b"][0], found["c"][0]) == ("s", "t")


def test_where_id_and_name_say_different_things_neither_is_believed() -> None:
    """The last ids of a renumbered table: two say something else than the name that no other step has."""
    names = "Terima", "Catat", "Telaah", "Setujui", "Kirim", "Arsipkan", "Lapor"
    old = sop("; ".join(f"k{at} {name}" for at, name in enumerate(names)), "k0>k1 k5>k6")
    rows = [f"k{at} {name}" for at, name in enumerate(names[:6])]
    new = sop("; ".join([*rows, "k6 Musnahkan", "k7 Lapor"]), "k0>k1 k5>k6")
    found = match([old], [new])
    assert "k6" not in pairs(found)
    assert [question.old for question in found.questions] == ["k6"]


def test_one_id_that_is_found_again_by_chance_is_not_believed() -> None:
    """All ids are new, but one of them is another step's old one."""
    old = sop("a Terima; b Periksa; c Catat; d Periksa; e Kirim", "a>b b>c c>d d>e")
    new = sop("v Terima; w Periksa; x Catat; b Periksa; z Kirim", "v>w w>x x>b b>z")
    assert pairs(match([old], [new]))["b"][0] == "w"


def test_a_step_is_not_renamed_while_one_of_just_its_words_is_left() -> None:
    """Of two twins one got a word more; which one, nobody can tell."""
    old = sop("a Terima; b Periksa nota; c Periksa nota", "a>b b>c")
    new = sop("x Terima; n Baru; y Periksa nota; z Periksa nota lengkap", "x>n x>z n>y y>z")
    assert pairs(match([old], [new])).keys() == {"a"}


def test_of_twins_of_which_one_is_gone_the_other_is_not_known_to_be_renamed() -> None:
    """Either may be the one that is left, under a word more."""
    old = sop("a Terima; b Periksa nota; c Periksa nota; d Kirim", "a>b b>c c>d")
    new = sop("w Terima; x Periksa nota lengkap; z Kirim", "w>x x>z")
    assert pairs(match([old], [new])).keys() == {"a", "d"}


def test_twins_of_different_types_are_not_exchanged() -> None:
    """A service task does not become the user task before it."""
    old = sop("a Terima; b Susun; c Susun; d Kirim", "a>b b>c c>d")
    new = sop("v Terima; w Susun; x Susun; y Kirim; z Lapor", "v>w w>x x>y y>z")
    found = match([typed(old, "c", "serviceTask")], [typed(new, "w", "serviceTask")])
    assert pairs(found).keys() == {"a", "d"}


def test_a_gateway_of_one_name_between_other_neighbours_is_another() -> None:
    """Each way in and out goes the other way round."""
    old = sop("a Terima; g Lengkap?; b Catat; c Kirim", "a>g g>b b>c")
    new = sop("w Terima; x Lengkap?; y Catat; z Kirim", "w>y y>x x>w w>z")
    gates = typed(old, "g", "exclusiveGateway"), typed(new, "x", "exclusiveGateway")
    assert "g" not in pairs(match([gates[0]], [gates[1]]))


@pytest.mark.parametrize(("tag", "same"), [("exclusiveGateway", True), ("parallelGateway", False)])
def test_a_gateway_of_one_name_and_another_type_needs_a_neighbour(tag: str, *, same: bool) -> None:
    """Names of gateways are many: with nothing known around them, one of another type is another."""
    old = typed(sop("g Lengkap?; a Periksa nota; b Catat", "g>a g>b"), "g", "exclusiveGateway")
    new = typed(sop("x Lengkap?; n Telaah berkas; m Setujui", "n>x m>x"), "x", tag)
    assert ("g" in pairs(match([old], [new]))) is same


def test_the_only_end_without_a_name_is_the_end_wherever_it_stands() -> None:
    """The step before it is new, and all ids are; an event on the way would be asked."""
    rows, arrows = "a Terima; b Periksa; e", "a>b b>e"
    new = sop("w Terima; x Periksa; y Kirim; z", "w>x x>y y>z")
    for tag, wanted in (("endEvent", True), ("intermediateThrowEvent", False)):
        found = pairs(match([typed(sop(rows, arrows), "e", tag)], [typed(new, "z", tag)]))
        assert ("e" in found) is wanted


def test_a_word_more_is_the_same_step() -> None:
    """A rename that keeps the words, ids renewed."""
    new = sop("w Terima; x Periksa kelengkapan berkas; y Catat surat; z Kirim", "w>x x>y y>z")
    found = match([OLD], [new])
    assert pairs(found)["b"] == ("x", Reason.NEIGHBOURS)
    assert not found.questions


def test_quite_another_name_at_the_same_place_is_asked_and_never_settled() -> None:
    """It may be a rename; it may be a new step. A person says."""
    new = sop("w Terima; x Setujui izin; y Catat surat; z Kirim", "w>x x>y y>z")
    found = match([OLD], [new])
    (question,) = found.questions
    assert question.old == "b"
    assert [one.new for one in question.candidates] == ["x"]
    assert question.candidates[0].confidence < 0.9
    assert "b" in found.removed
    given = match([OLD], [new], given={StepKey("b"): StepKey("x")})
    assert pairs(given)["b"] == ("x", Reason.GIVEN)
    gone = match([OLD], [new], given={StepKey("b"): None})
    assert not gone.questions
    assert "b" in gone.removed


def test_a_person_wins_over_an_id() -> None:
    """Two steps swapped by hand."""
    given = {StepKey("b"): StepKey("c"), StepKey("c"): StepKey("b")}
    found = pairs(match([OLD], [OLD], given=given))
    assert found["b"] == ("c", Reason.GIVEN)
    assert found["a"] == ("a", Reason.ID)


def test_tables_equal_but_for_ids_pair_row_by_row() -> None:
    """Also where names are missing; twins are marked as such."""
    old = sop("a ; b ; c ; d ", "a>b b>d a>c c>d")
    new = sop("w ; x ; y ; z ", "w>x x>z w>y y>z")
    found = pairs(match([old], [new]))
    assert found["a"] == ("w", Reason.IDENTICAL)
    assert found["b"] == ("x", Reason.TWIN)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Periksa berkas", "Periksa kelengkapan berkas", True),
        ("Memeriksa berkas", "Memerikas berkas", True),
        ("Periksa berkas 1", "Periksa berkas 2", False),
        ("Memeriksa berkas", "Mencatat berkas", False),
        ("Periksa", "Periksa berkas", False),
    ],
)
def test_names_are_near_where_nothing_else_can_be_meant(
    one: str, other: str, *, wanted: bool
) -> None:
    """A word more or a slip of the pen, not another verb or number."""
    spot = next(iter(spots_of([OLD]).values()))
    assert (
        near(spot._replace(name=plain_name(one)), spot._replace(name=plain_name(other))) is wanted
    )


def test_a_long_chain_of_nameless_steps_is_matched_from_its_ends() -> None:
    """Round after round; the work grows with the chain and not with its square."""
    count = 400
    rows = "; ".join(["s Mulai", *(f"n{i} " for i in range(count)), "e Selesai"])
    keys = ["s", *(f"n{i}" for i in range(count)), "e"]
    old = sop(rows, " ".join(f"{a}>{b}" for a, b in pairwise(keys)))
    other = [f"x{key}" for key in keys]
    renamed = "; ".join(["xs Mulai", *(f"xn{i} " for i in range(count)), "xe Selesai kini"])
    new = sop(renamed, " ".join(f"{a}>{b}" for a, b in pairwise(other)))
    found = match([old], [new], given={StepKey("e"): StepKey("xe")})
    assert {pair.old: pair.new for pair in found.pairs} == dict(zip(keys, other, strict=True))


def test_sops_pair_by_their_steps() -> None:
    """Key and title may both change with the ids."""
    new = replace(sop("w Terima; x Periksa berkas", "w>x"), key=SopKey("other"), title="Lain")
    assert match([OLD], [new]).sops == {"k": "other"}


def test_the_fewest_steps_have_moved() -> None:
    """A longest rising run stays, against a plain search over all runs."""
    rng = random.Random(4)  # noqa: S311 - tests want chance, not secrets
    for _ in range(200):
        numbers = rng.sample(range(20), rng.randint(0, 9))
        found = sorted(longest_rising(numbers))
        run = [numbers[at] for at in found]
        assert run == sorted(run)
        longest = [0] * len(numbers)
        for at, number in enumerate(numbers):
            longest[at] = 1 + max((longest[b] for b in range(at) if numbers[b] < number), default=0)
        assert len(found) == max(longest, default=0)
