"""The check is silent about a right SOP and names what is wrong with a wrong one."""

import copy
from collections.abc import Callable

import pytest

from tests.oracle.contract import check_sop
from tests.oracle.dull import dull_sop
from tests.oracle.faults import SHAPE, seed_faults
from tests.oracle.folding import folded_sop
from tests.oracle.generate import random_bpmn, seeded
from tests.oracle.little import HEAD, arrow, block, little_map, little_sop
from tests.oracle.violations import Json

TINY = f"""{HEAD}
<bpmn:collaboration id="C"><bpmn:participant id="Pool" name="Dinas" processRef="Process_1"/>
<bpmn:participant id="Pemohon" name="Pemohon"/></bpmn:collaboration>
<bpmn:process id="Process_1"><bpmn:laneSet id="Lanes">
<bpmn:lane id="Lane_1" name="Staf"><bpmn:flowNodeRef>Start</bpmn:flowNodeRef>
<bpmn:flowNodeRef>Check</bpmn:flowNodeRef><bpmn:flowNodeRef>Late</bpmn:flowNodeRef></bpmn:lane>
<bpmn:lane id="Lane_2" name="Kepala"><bpmn:flowNodeRef>Sign</bpmn:flowNodeRef>
<bpmn:flowNodeRef>File</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
<bpmn:startEvent id="Start"/><bpmn:task id="Check" name="Memeriksa berkas"/>
<bpmn:exclusiveGateway id="Split" default="no"/><bpmn:userTask id="Sign" name="Tanda tangan"/>
<bpmn:exclusiveGateway id="Merge"/><bpmn:task id="File" name="Arsip"/><bpmn:endEvent id="End"/>
<bpmn:boundaryEvent id="Timer" attachedToRef="Sign"><bpmn:timerEventDefinition/>
</bpmn:boundaryEvent><bpmn:task id="Late" name="Menegur"/><bpmn:endEvent id="Stop"/>
<bpmn:sequenceFlow id="f1" sourceRef="Start" targetRef="Check"/>
<bpmn:sequenceFlow id="f2" sourceRef="Check" targetRef="Split"/>
<bpmn:sequenceFlow id="yes" name="Ya" sourceRef="Split" targetRef="Sign">
<bpmn:conditionExpression>${{ok}}</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="no" name="Tidak" sourceRef="Split" targetRef="Merge"/>
<bpmn:sequenceFlow id="f5" sourceRef="Sign" targetRef="Merge"/>
<bpmn:sequenceFlow id="f6" sourceRef="Merge" targetRef="File"/>
<bpmn:sequenceFlow id="f7" sourceRef="File" targetRef="End"/>
<bpmn:sequenceFlow id="f8" sourceRef="Timer" targetRef="Late"/>
<bpmn:sequenceFlow id="f9" sourceRef="Late" targetRef="Stop"/>
</bpmn:process></bpmn:definitions>""".encode()


def tiny() -> Json:
    """The SOP that a careful person writes for TINY."""
    yes = arrow("2", "yes", label="Ya", condition="${ok}")
    no = arrow("3", "no", label="Tidak", default=True)
    steps = (
        block(TINY, "1", "Start f1 Check f2 Split", yes, no, actors=["Lane_1"], split="one"),
        block(
            TINY,
            "2",
            "Sign",
            arrow("3", "f5"),
            arrow("4", "Timer f8", "exception"),
            actors=["Lane_2"],
        ),
        block(TINY, "3", "Merge f6 File f7 End", actors=["Lane_2"]),
        block(TINY, "4", "Late f9 Stop", actors=["Lane_1"]),
    )
    return little_sop(TINY, *steps)


def codes(sop: Json, data: bytes = TINY) -> set[str]:
    """The codes of what is wrong."""
    return {violation.code for violation in check_sop(sop, {sop["source"]["file"]: data}, [sop])}


def test_a_right_sop_gives_no_violation() -> None:
    """The hand-written SOP stands."""
    assert check_sop(tiny(), {"tiny.bpmn": TINY}, [tiny()]) == []


def spoil(path: str, value: object) -> Callable[[Json], None]:
    """Set one value by its path of keys and positions."""

    def run(sop: Json) -> None:
        *front, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
        here: object = sop
        for part in front:
            here = here[part]  # type: ignore[index]
        here[last] = value  # type: ignore[index]

    return run


def lose_end(sop: Json) -> None:
    """Lose the last node of a block and the flow to it."""
    del sop["steps"][3]["elements"][-2:]


def twice(sop: Json) -> None:
    """Let two steps stand for one node."""
    sop["steps"][3]["elements"] = copy.deepcopy(sop["steps"][1]["elements"])


def explain(name: str) -> Callable[[Json], None]:
    """Explain an element away."""

    def run(sop: Json) -> None:
        sop["explained"].append({"element": name, "why": "unreachable"})

    return run


def swap_rows(sop: Json) -> None:
    """Print the third row before the second."""
    sop["steps"][1], sop["steps"][2] = sop["steps"][2], sop["steps"][1]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("schema", spoil("steps.0.wait", "sometimes")),
        ("schema", spoil("identity.number.source", "guess")),
        ("schema", spoil("steps.0.next.0.default", None)),
        ("sha256", spoil("source.sha256", "0" * 64)),
        ("C1-node", lose_end),
        ("C1-flow", lose_end),
        ("C2-twice", twice),
        ("C2-unknown", spoil("steps.1.elements.0.id", "Nobody")),
        ("C2-type", spoil("steps.1.elements.0.type", "task")),
        ("C2-scope", spoil("source.scopes", ["Elsewhere"])),
        ("C3-chain", spoil("steps.0.elements.1.id", "f5")),
        ("C3-role", spoil("steps.0.elements.0.role", "split")),
        ("C3-via", spoil("steps.0.next.0.to", "4")),
        ("C3-via", spoil("steps.1.next.1.via", ["f8"])),
        ("C4-label", spoil("steps.0.next.0.label", "Boleh")),
        ("C4-label", spoil("steps.1.next.0.label", "dibuat-buat")),
        ("C4-condition", spoil("steps.0.next.0.condition", None)),
        ("C4-default", spoil("steps.0.next.1.default", value=False)),
        ("C4-interrupting", spoil("steps.1.next.1.interrupting", value=False)),
        ("C5-wait", spoil("steps.2.wait", "all")),
        ("C5-split", spoil("steps.0.split", "all")),
        ("C6-missing", spoil("steps.1.next", [])),
        ("C6-extra", spoil("steps.0.next.0.to", "3")),
        ("C7-backward", swap_rows),
        ("C8-unique", spoil("steps.1.no", "1")),
        ("C8-number", spoil("steps.1.no", "9")),
        ("C8-next", spoil("steps.1.next.0.to", "nowhere")),
        ("C8-refers", spoil("steps.1.refers_to", "no-sop")),
        ("C9-actor", spoil("steps.1.actors", ["Nobody"])),
        ("C9-wrong", spoil("steps.1.actors", ["Lane_1"])),
        ("C9-none", spoil("steps.1.actors", [])),
        ("C9-name", spoil("actors.0.name", "Direktur")),
        ("C10-none", spoil("identity.number.value", "SOP/01")),
        ("C10-rule", spoil("identity.number.source", "assumed")),
        ("C10-element", spoil("identity.number.source", "map")),
        ("explained", explain("Check")),
        ("explained", explain("f5")),
        ("handler", spoil("steps.1.kind", "handler")),
        ("kind", spoil("steps.1.kind", "event")),
        ("label", spoil("steps.1.label", "Stempel")),
        ("proof", spoil("proof.folded", 5)),
        ("proof", spoil("proof.rebuilds", value=False)),
    ],
)
def test_a_wrong_sop_is_named(code: str, fault: Callable[[Json], None]) -> None:
    """Each fault gives its own code."""
    sop = tiny()
    fault(sop)
    assert code in codes(sop)


def test_a_violation_names_step_and_elements() -> None:
    """Where is told by key and ids."""
    sop = tiny()
    sop["steps"][2]["wait"] = "all"
    (found,) = check_sop(sop, {"tiny.bpmn": TINY}, [sop])
    assert (found.where, found.sop) == ("step 3 [Merge]", sop["key"])


LOOP = little_map(
    "S:startEvent A:task B:task C:task D:task E:endEvent",
    "f1:S>A f2:A>B f3:B>C f4:C>B f5:C>D f6:D>E",
)


def loop_rows(*order: str) -> Json:
    """The SOP of a loop with its rows in some order."""
    rows = {
        "a": block(LOOP, "a", "S f1 A", arrow("b", "f2")),
        "b": block(LOOP, "b", "B", arrow("c", "f3")),
        "c": block(LOOP, "c", "C", arrow("b", "f4"), arrow("d", "f5")),
        "d": block(LOOP, "d", "D f6 E"),
    }
    return little_sop(LOOP, *(rows[name] for name in order))


@pytest.mark.parametrize(
    ("order", "code"),
    [("abcd", ""), ("acbd", "C7-head"), ("abdc", "C7-backward"), ("abdc", "C7-scattered")],
)
def test_the_rows_of_a_loop_stand_together(order: str, code: str) -> None:
    """A loop is contiguous and begins where it is entered."""
    found = codes(loop_rows(*order), LOOP)
    assert (code in found) if code else not found


def test_a_join_may_not_swallow_a_start_that_others_pass_by() -> None:
    """A block is entered at its front: a start stays outside where the task is entered otherwise."""
    data = little_map("S:startEvent A:task B:task", "f1:S>A f2:A>B f3:B>A")
    rows = (
        block(data, "a", "S f1 A", arrow("b", "f2")),
        block(data, "b", "B", arrow("a", "f3")),
    )
    assert "C3-entered" in codes(little_sop(data, *rows), data)


def test_unreachable_steps_are_last_and_marked() -> None:
    """A ring that nothing leads into needs its finding."""
    data = little_map("S:startEvent A:task X:task Y:task", "f1:S>A f2:X>Y f3:Y>X f4:Y>A")
    sop = dull_sop("x.bpmn", data)
    assert codes(sop, data) == set()
    assert codes(sop | {"findings": []}, data) == {"C7-unmarked"}
    sop["steps"] = sop["steps"][2:] + sop["steps"][:2]
    assert "C7-unreachable" in codes(sop, data)


NESTED = little_map(
    "S:startEvent",
    "f1:S>Sub",
    inside='<bpmn:subProcess id="Sub"><bpmn:startEvent id="I"/><bpmn:task id="T"/>'
    '<bpmn:sequenceFlow id="g1" sourceRef="I" targetRef="T"/></bpmn:subProcess>',
)


def test_the_content_of_a_sub_process_has_to_be_somewhere() -> None:
    """Nested, or another SOP that the row refers to."""
    inner = block(NESTED, "1.1", "I g1 T")
    whole = block(NESTED, "1", "S f1 Sub", steps=[inner])
    assert codes(little_sop(NESTED, whole), NESTED) == set()
    bare = little_sop(NESTED, block(NESTED, "1", "S f1 Sub"))
    assert "C1-body" in codes(bare, NESTED)
    bare["proof"] |= {"nodes": 2, "in_steps": 1, "folded": 1, "flows": 1}
    other = little_sop(NESTED, inner, key="inner")
    other["source"] = other["source"] | {"scopes": ["Sub"]}
    files = {"x": NESTED}
    assert {v.code for v in check_sop(bare, files, [bare, other])} == {"refers"}
    bare["steps"][0]["refers_to"] = "inner"
    assert check_sop(bare, files, [bare, other]) == []


def test_links_are_arrows() -> None:
    """A throw and its catch lie on one arrow."""
    event = '<bpmn:intermediate{0}Event id="{1}"><bpmn:linkEventDefinition name="go"/></bpmn:intermediate{0}Event>'
    data = little_map(
        "S:startEvent A:task B:task",
        "f1:S>A f2:A>L1 f3:L2>B",
        inside=event.format("Throw", "L1") + event.format("Catch", "L2"),
    )
    rows = [block(data, "1", "S f1 A", arrow("2", "f2 L1 L2 f3")), block(data, "2", "B")]
    assert codes(little_sop(data, *rows), data) == set()
    rows[0]["next"] = [arrow("2", "f2 L2 f3")]
    assert "C3-via" in codes(little_sop(data, *rows), data)


def test_a_message_between_two_steps_is_an_entry() -> None:
    """It has to be there, once, from the one to the other."""
    data = little_map(
        "A:task B:task",
        "f1:A>B",
        beside='<bpmn:collaboration id="C"><bpmn:messageFlow id="m" sourceRef="B" targetRef="A"/>'
        "</bpmn:collaboration>",
    )
    rows = (
        block(data, "1", "A", arrow("2", "f1")),
        block(data, "2", "B", arrow("1", "m", "message")),
    )
    assert codes(little_sop(data, *rows), data) == set()
    rows[1]["next"] = []
    assert codes(little_sop(data, *rows), data) == {"message"}


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("draft", [dull_sop, folded_sop])
def test_right_drafts_are_right_and_every_fault_is_seen(
    seed: int, draft: Callable[[str, bytes], Json]
) -> None:
    """No false alarm on a generated map, and no seeded fault goes by."""
    data = random_bpmn(seeded(seed))
    sop = draft("x.bpmn", data)
    assert codes(sop, data) == set()
    for said, spoilt in seed_faults(sop, seeded(seed), 4, SHAPE):
        assert codes(spoilt, data), said
