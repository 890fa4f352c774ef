"""The token game tells equal behaviour from different, and says when it does not play."""

from collections.abc import Callable

import pytest

from tests.oracle.dull import dull_sop
from tests.oracle.faults import retarget, swap_split
from tests.oracle.folding import folded_sop
from tests.oracle.generate import Style, random_bpmn, seeded
from tests.oracle.little import arrow, block, little_map, little_sop
from tests.oracle.tokengame import Different, Equal, Outcome, Skipped, compare_sop
from tests.oracle.violations import Json

FORK = little_map(
    "S:startEvent A:task G:parallelGateway B:task C:task J:parallelGateway D:task E:endEvent",
    "f1:S>A f2:A>G f3:G>B f4:G>C f5:B>J f6:C>J f7:J>D f8:D>E",
)


def fork(split: str = "all", wait: str = "all") -> Json:
    """The SOP of two parallel branches, its gateways folded."""
    return little_sop(
        FORK,
        block(FORK, "1", "S f1 A f2 G", arrow("2", "f3"), arrow("3", "f4"), split=split),
        block(FORK, "2", "B", arrow("4", "f5")),
        block(FORK, "3", "C", arrow("4", "f6")),
        block(FORK, "4", "J f7 D f8 E", wait=wait),
    )


def play(sop: Json, data: bytes) -> Outcome:
    """The outcome for the only scope."""
    (outcome,) = compare_sop(sop, {"x": data}).values()
    return outcome


def test_folded_gateways_behave_as_on_the_map() -> None:
    """Words on rows stand for the gateways."""
    assert isinstance(play(fork(), FORK), Equal)


@pytest.mark.parametrize(
    ("words", "witness"),
    [
        ({"split": "one"}, ("A", "B", "C")),
        ({"wait": "any"}, ("A", "B", "D")),
    ],
)
def test_a_wrong_word_is_heard(words: dict[str, str], witness: tuple[str, ...]) -> None:
    """The witness is a shortest trace that only one of the two can say."""
    assert play(fork(**words), FORK) == Different(witness)


def test_a_choice_is_not_a_fork() -> None:
    """On an exclusive gateway the same rows are wrong the other way round."""
    data = FORK.replace(b"parallelGateway", b"exclusiveGateway")
    sop = fork("one", "any")
    assert isinstance(play(sop | {"source": dull_sop("x", data)["source"]}, data), Equal)
    sop = fork("all", "any")
    assert isinstance(play(sop | {"source": dull_sop("x", data)["source"]}, data), Different)


HOST = little_map(
    "S:startEvent A:task B:task X:task",
    "f1:S>A f2:A>B f3:T>X",
    inside='<bpmn:boundaryEvent id="T" attachedToRef="A"><bpmn:timerEventDefinition/>'
    "</bpmn:boundaryEvent>",
)


def host(kind: str) -> Json:
    """The SOP of a task that time may cut short."""
    return little_sop(
        HOST,
        block(HOST, "1", "S f1 A", arrow("2", "f2"), arrow("3", "T f3", kind), split="one"),
        block(HOST, "2", "B"),
        block(HOST, "3", "X"),
    )


def test_an_exception_happens_instead_of_its_host() -> None:
    """After the timer the host is never done; an arrow that goes on after the host is another thing."""
    assert isinstance(play(host("exception"), HOST), Equal)
    assert play(host("flow"), HOST) == Different(("T",))


def test_one_of_several_starts_fires() -> None:
    """Two starts are two ways in."""
    data = little_map("S:startEvent R:startEvent A:task B:task", "f1:S>A f2:R>B f3:A>B")
    rows = [
        block(data, "1", "S f1 A", arrow("2", "f3")),
        block(data, "3", "R", arrow("2", "f2")),
        block(data, "2", "B"),
    ]
    assert isinstance(play(little_sop(data, *rows), data), Equal)
    rows[2]["wait"] = "all"
    assert play(little_sop(data, *rows), data) == Different(("B",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HOST.replace(b'"A">', b'"A" cancelActivity="false">'), "non-interrupting boundary event"),
        (FORK.replace(b"parallelGateway", b"inclusiveGateway"), "inclusive join"),
        (FORK.replace(b"parallelGateway", b"complexGateway"), "complex gateway"),
        (
            little_map("S:startEvent A:task B:task", "f1:S>A f2:A>B f3:B>A f4:A>A"),
            "more than 2 tokens in a place",
        ),
        (
            little_map(
                "S:startEvent",
                "f1:S>E",
                inside='<bpmn:endEvent id="E"><bpmn:terminateEventDefinition/></bpmn:endEvent>',
            ),
            "terminate end event",
        ),
        (little_map("A:task B:task", "f1:A>B f2:B>A"), "no way in"),
    ],
)
def test_what_is_not_played_says_why(data: bytes, reason: str) -> None:
    """Each bound has its reason."""
    assert play(dull_sop("x", data), data) == Skipped(reason)


def test_events_on_an_arrow_are_heard() -> None:
    """A caught event may lie on the arrow of an event gateway."""
    event = '<bpmn:intermediateCatchEvent id="{0}"><bpmn:{1}/></bpmn:intermediateCatchEvent>'
    data = little_map(
        "S:startEvent G:eventBasedGateway A:task B:task",
        "f1:S>G f2:G>M f3:G>T f4:M>A f5:T>B",
        inside=event.format("M", "messageEventDefinition")
        + event.format("T", "timerEventDefinition"),
    )
    ways = arrow("2", "f2 M f4"), arrow("3", "f3 T f5")
    rows = [
        block(data, "1", "S f1 G", *ways, split="first"),
        block(data, "2", "A"),
        block(data, "3", "B"),
    ]
    assert isinstance(play(little_sop(data, *rows), data), Equal)
    rows[0]["next"] = [arrow("2", "f2 M f4"), arrow("2", "f3 T f5")]
    assert play(little_sop(data, *rows), data) == Different(("B",))


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("draft", [dull_sop, folded_sop])
def test_right_drafts_behave_as_their_map(seed: int, draft: Callable[[str, bytes], Json]) -> None:
    """No generated map and its table are told apart, a row a node or folded."""
    data = random_bpmn(seeded(seed))
    outcomes = compare_sop(draft("x", data), {"x": data}).values()
    assert not [outcome for outcome in outcomes if isinstance(outcome, Different)]


def test_most_faults_in_structured_maps_are_heard() -> None:
    """The game alone hears at least nine in ten retargeted arrows and turned splits."""
    heard = played = 0
    for seed in range(60):
        rng = seeded(seed)
        data = random_bpmn(rng, Style(size=6, depth=0, lanes=False, inclusive=False))
        for fault in (retarget, swap_split):
            sop = dull_sop("x", data)
            if fault(sop, rng) is None:
                continue
            outcome = play(sop, data)
            played += not isinstance(outcome, Skipped)
            heard += isinstance(outcome, Different)
    assert played > 40
    assert heard >= 0.9 * played
