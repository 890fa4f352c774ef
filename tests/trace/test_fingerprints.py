"""Fingerprints: each part says its own, and layout, ids and row numbers are in none."""

from collections.abc import Callable

import pytest

from bpm2sop.drafting import Settings, draft_file
from bpm2sop.model.sop import Sop
from bpm2sop.readers import read_file
from bpm2sop.trace.fingerprints import (
    Change,
    PartName,
    changes,
    fingerprints,
    in_old_terms,
    is_nameless,
)
from bpm2sop.trace.matching import match
from tests.oracle.generate import random_bpmn, seeded
from tests.oracle.little import little_map
from tests.oracle.metamorphic import KEEPING, jitter_shapes

NAMES = {"A": "Menerima berkas", "B": "Mencatat surat", "C": "Memeriksa izin", "D": "Mengirim nota"}
MAP = """
<lane id="L1" name="Loket"><flowNodeRef>A</flowNodeRef><flowNodeRef>B</flowNodeRef></lane>
<lane id="L2" name="Verifikator"><flowNodeRef>C</flowNodeRef><flowNodeRef>D</flowNodeRef></lane>
"""


def sops(text: str) -> tuple[Sop, ...]:
    """Draft the steps A to D, with changes made to the file as text."""
    return draft_file(read_file("peta.bpmn", text.encode()), Settings())


def little() -> str:
    """Four tasks in two lanes; C decides."""
    lanes = f'<laneSet id="S">{MAP}</laneSet>'.replace("<", "<bpmn:").replace("<bpmn:/", "</bpmn:")
    data = little_map(
        "A:task B:task C:task G:exclusiveGateway D:task E:endEvent",
        "f1:A>B f2:B>C f3:C>G f4:G>D f5:G>E f6:D>E",
        inside=lanes,
    ).decode()
    for key, words in NAMES.items():
        data = data.replace(f'<bpmn:task id="{key}"', f'<bpmn:task id="{key}" name="{words}"')
    return data


def told(change: Callable[[str], str]) -> dict[str, tuple[Change, ...]]:
    """Change the little map; give what differs, step by step."""
    before, after = sops(little()), sops(change(little()))
    matching = match(before, after)
    old, new = fingerprints(before), in_old_terms(before, after, matching)
    found = {pair.old: changes(old[pair.old], new[pair.new]) for pair in matching.pairs}
    return {key: told for key, told in found.items() if told}


CASES: dict[str, tuple[Callable[[str], str], dict[str, set[str]]]] = {
    "a label": (lambda t: t.replace("Mencatat surat", "Mengagendakan surat"), {"B": {"text"}}),
    "a lane": (
        lambda t: t.replace("<bpmn:flowNodeRef>B</bpmn:flowNodeRef>", "").replace(
            "<bpmn:flowNodeRef>C<", "<bpmn:flowNodeRef>B</bpmn:flowNodeRef><bpmn:flowNodeRef>C<"
        ),
        {"B": {"actor"}},
    ),
    "the name of a lane": (
        lambda t: t.replace("Verifikator", "Pemeriksa"),
        {"C": {"actor"}, "D": {"actor"}, "E": {"actor"}},
    ),
    "an answer": (lambda t: t.replace('id="f4"', 'id="f4" name="Ya"'), {"C": {"flow"}}),
    "the kind of a gateway": (
        lambda t: t.replace("exclusiveGateway", "inclusiveGateway"),
        {"C": {"flow"}},
    ),
    "documentation": (
        lambda t: t.replace(
            '<bpmn:task id="A" name="Menerima berkas"/>',
            '<bpmn:task id="A" name="Menerima berkas"><bpmn:documentation>Hati-hati.</bpmn:documentation></bpmn:task>',
        ),
        {"A": {"text"}},
    ),
    "a document": (
        lambda t: t.replace(
            '<bpmn:task id="A" name="Menerima berkas"/>',
            '<bpmn:dataObject id="o"/><bpmn:dataObjectReference id="r" name="Berkas" dataObjectRef="o"/>'
            '<bpmn:task id="A" name="Menerima berkas"><bpmn:dataOutputAssociation id="x"><bpmn:targetRef>r</bpmn:targetRef>'
            "</bpmn:dataOutputAssociation></bpmn:task>",
        ),
        {"A": {"data"}},
    ),
    "a step between": (
        lambda t: t.replace('sourceRef="A" targetRef="B"', 'sourceRef="A" targetRef="N"').replace(
            '<bpmn:task id="A"',
            '<bpmn:task id="N" name="Catat"/><bpmn:sequenceFlow id="f9" sourceRef="N" targetRef="B"/><bpmn:task id="A"',
        ),
        {"A": {"flow"}},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_told_by_its_part_of_its_step_alone(case: str) -> None:
    """One change of the map: the steps concerned, and why."""
    change, wanted = CASES[case]
    assert change(little()) != little()
    found = {key: {one.part.value for one in said} for key, said in told(change).items()}
    assert found == wanted


def test_a_reason_shows_both_values() -> None:
    """From which actor to which, from which word to which."""
    change, _ = CASES["the name of a lane"]
    (one,) = told(change)["C"]
    assert (one.part, one.facet) == (PartName.ACTOR, "actor")
    assert one.old.endswith("Verifikator")
    assert one.new.endswith("Pemeriksa")
    (answer,) = told(CASES["an answer"][0])["C"]
    assert (answer.facet, answer.old, answer.new) == (
        "next",
        "→ Mengirim nota",
        "Ya → Mengirim nota",
    )


CHANGES = {**KEEPING, "jitter": lambda data, rng: jitter_shapes(data, rng, 4)}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seed", range(12))
def test_what_keeps_its_meaning_keeps_its_fingerprints(change: str, seed: int) -> None:
    """Moved shapes, renewed ids, another tool's way of writing."""
    data = random_bpmn(seeded(seed))
    changed = CHANGES[change](data, seeded(seed))
    before, after = (draft_file(read_file("a.bpmn", d), Settings()) for d in (data, changed))
    matching = match(before, after)
    assert not matching.removed
    assert not matching.added
    old, new = fingerprints(before), in_old_terms(before, after, matching)
    for pair in matching.pairs:
        assert changes(old[pair.old], new[pair.new]) == ()


def test_a_made_up_name_of_an_actor_is_known() -> None:
    """An actor without a name goes by its place; a real name never does."""
    (sop,) = sops(little().replace('name="Loket"', 'name=""'))
    assert [is_nameless(actor) for actor in sop.actors] == [True, False]
