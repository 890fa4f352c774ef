"""Actors as people have them: renamed, made one, steps given to others. Structure and elements stay."""

from __future__ import annotations

from msgspec.structs import replace

from bpm2sop.model.sop import Actor, ActorKind, Sop, StepKey
from bpm2sop.trace.merge import Status, merge
from bpm2sop.trace.overlay import Edit, Field, Overlay
from bpm2sop.trace.performers import given_to, ordered_by, renamed, touched
from tests.trace.test_matching import OLD


def lane(key: str, name: str) -> Actor:
    """An actor that a lane stands for."""
    return Actor(id=key, name=name, path=("Dinas", name), kind=ActorKind.LANE, elements=(key,))


def of(**actors: str) -> Sop:
    """The SOP of three steps a, b, c, whose steps are performed by the lanes named."""
    names = list(dict.fromkeys(actors.values()))
    lanes = {name: lane(f"L{at}", name) for at, name in enumerate(names)}
    steps = tuple(
        replace(step, actors=(lanes[actors[step.key]].id,) if step.key in actors else ())
        for step in OLD.steps
    )
    return replace(OLD, actors=tuple(lanes.values()), steps=steps)


def performers(sop: Sop) -> dict[str, list[str]]:
    """Who performs which step, by name."""
    names = {actor.id: actor.name for actor in sop.actors}
    return {step.key: [names[one] for one in step.actors] for step in sop.steps if step.actors}


def test_a_renamed_actor_keeps_its_steps_and_its_lane() -> None:
    """Only the name differs."""
    sop = renamed(of(a="Kabag Umum", b="Staf"), {"kabag umum": "Kepala Bagian Umum"})
    assert performers(sop) == {"a": ["Kepala Bagian Umum"], "b": ["Staf"]}
    assert sop.actors[0].elements == ("L0",)
    assert sop.actors[0].path == ("Dinas", "Kepala Bagian Umum")


def test_two_actors_of_one_name_become_one_column() -> None:
    """It stands for both lanes."""
    sop = renamed(of(a="Kabag Umum", b="Staf", c="Sekretaris"), {"sekretaris": "Kabag  umum"})
    assert performers(sop) == {"a": ["Kabag Umum"], "b": ["Staf"], "c": ["Kabag Umum"]}
    assert [actor.elements for actor in sop.actors] == [("L0", "L2"), ("L1",)]


def test_an_sop_without_these_actors_is_the_same() -> None:
    """Not even copied."""
    sop = of(a="Staf")
    assert renamed(sop, {"kabag": "Kepala Bagian"}) is sop


def test_a_step_given_to_someone_whom_the_map_does_not_know_gets_a_column() -> None:
    """At the end, standing for no element of the map."""
    sop = given_to(of(a="Staf", b="Staf"), {StepKey("b"): ["Bendahara"]})
    assert performers(sop) == {"a": ["Staf"], "b": ["Bendahara"]}
    assert sop.actors[-1].elements == ()


def test_a_step_given_to_an_actor_of_the_sop_adds_no_column() -> None:
    """Case and spaces do not count."""
    sop = given_to(of(a="Staf", b="Kepala Seksi"), {StepKey("b"): ["staf"]})
    assert performers(sop) == {"a": ["Staf"], "b": ["Staf"]}
    assert len(sop.actors) == 2


def test_the_order_by_hand_comes_first_and_the_others_follow() -> None:
    """Names that no actor has do nothing."""
    sop = ordered_by(of(a="Pemohon", b="Staf", c="Kepala"), ["Kepala", "Menteri"])
    assert [actor.name for actor in sop.actors] == ["Kepala", "Pemohon", "Staf"]


def test_touched_names_every_step_of_the_actor() -> None:
    """With the SOP's title and the numbers of its rows."""
    sop = of(a="Staf", b="Kepala", c="Staf")
    (found,) = touched([sop, of(a="Kepala")], ["STAF"])
    numbers = {step.key: step.no for step in sop.steps}
    assert found.steps == (numbers["a"], numbers["c"])


def test_who_performs_a_step_is_a_cell_that_survives_a_revision() -> None:
    """The person's word stands, and is a conflict when the map moved the step to a third."""
    overlay = Overlay().edited(Edit("b", Field.ACTORS, "Bendahara", "A", "2026-01-02"))
    same = merge([of(a="Staf", b="Staf")], [of(a="Staf", b="Staf")], overlay)
    moved = merge([of(a="Staf", b="Staf")], [of(a="Staf", b="Kepala")], overlay)
    assert not same.conflicts
    assert [(one.base, one.ours, one.theirs) for one in moved.conflicts] == [
        ("Staf", "Bendahara", "Kepala")
    ]
    assert next(one for one in moved.steps if one.step.key == "b").status is Status.CONFLICT
