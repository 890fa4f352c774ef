"""A boundary event with several ways out: `split` is of its host's own ways, what parts at the event shows in `via`."""

from __future__ import annotations

from tests.contract.maps import Json, proved, sops_of
from tests.oracle.contract import check_sop
from tests.oracle.tokengame import Different, Equal, compare_sop

TWO_WAYS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d"><process id="P">
<startEvent id="S"/><userTask id="A" name="Memeriksa"/><boundaryEvent id="B" name="3 hari" attachedToRef="A">
<timerEventDefinition id="T"/></boundaryEvent>
<userTask id="C" name="Menyetujui"/><userTask id="D" name="Menegur"/><userTask id="E" name="Mencatat"/>
<sequenceFlow id="f1" sourceRef="S" targetRef="A"/><sequenceFlow id="f2" sourceRef="A" targetRef="C"/>
<sequenceFlow id="f3" sourceRef="B" targetRef="D"/><sequenceFlow id="f4" sourceRef="B" targetRef="E"/></process></definitions>"""


def only(data: bytes) -> tuple[Json, Json]:
    """Give the only SOP of a map, and its first step."""
    (sop,) = sops_of(data)
    return sop, sop["steps"][0]


def test_two_ways_out_of_a_boundary_event_are_two_exceptions_of_one_event() -> None:
    """The host has one way of its own, so it splits into one; both exceptions begin with the event, so both start."""
    sop, host = only(TWO_WAYS)
    assert host["split"] == "one"
    arrows = [(entry["kind"], entry["via"], entry["label"]) for entry in host["next"]]
    assert sorted(arrows) == [
        ("exception", ["B", "f3"], "3 hari"),
        ("exception", ["B", "f4"], "3 hari"),
        ("flow", ["f2"], ""),
    ]
    assert check_sop(sop, {"map.bpmn": TWO_WAYS}, [sop]) == []


def test_the_table_alone_says_that_both_ways_start() -> None:
    """Played by an outside reader, map and table do the same; a table without one of the ways does not."""
    sop, host = only(TWO_WAYS)
    files = {"map.bpmn": TWO_WAYS}
    assert all(isinstance(outcome, Equal) for outcome in compare_sop(sop, files).values())
    host["next"].pop()
    assert any(isinstance(outcome, Different) for outcome in compare_sop(sop, files).values())
    assert not proved(TWO_WAYS, sop)


def test_split_all_on_the_host_would_say_something_else() -> None:
    """The proof refuses it: an exception is no way that the finished task takes."""
    sop, host = only(TWO_WAYS)
    host["split"] = "all"
    assert not proved(TWO_WAYS, sop)


def test_a_condition_on_one_of_the_ways_stays_with_its_arrow() -> None:
    """As on any way out of an event."""
    condition = b'targetRef="D"><conditionExpression>x</conditionExpression></sequenceFlow>'
    sop, host = only(TWO_WAYS.replace(b'targetRef="D"/>', condition))
    told = {entry["via"][-1]: entry["condition"] for entry in host["next"]}
    assert (told["f3"], told["f4"]) == ("x", None)
    assert sop["proof"]["rebuilds"]
