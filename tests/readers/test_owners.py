"""Which pool shows a process that several pools name: what they say decides, not where they stand."""

from __future__ import annotations

from itertools import permutations

import pytest

from bpm2sop.model.processmap import MapFile
from tests.readers.small import drawn, flow, read, shape

PROCESS = f'<process id="P" name="Izin"><task id="A"/><task id="B"/>{flow("A", "B")}</process>'


def collaboration(own: str, *parts: str) -> str:
    """Write a collaboration."""
    return f'<collaboration id="{own}">{"".join(parts)}</collaboration>'


def pool(own: str, name: str, process: str = "") -> str:
    """Write a pool."""
    reference = f' processRef="{process}"' if process else ""
    return f'<participant id="{own}" name="{name}"{reference}/>'


def message(own: str, source: str, target: str) -> str:
    """Write a message flow."""
    return f'<messageFlow id="{own}" sourceRef="{source}" targetRef="{target}"/>'


def showing(held: MapFile) -> dict[str, str]:
    """Give the pool that shows each process, and its map."""
    return {
        str(pool.process): f"{one.id} {pool.id}"
        for one in held.maps
        for pool in one.participants
        if pool.process is not None
    }


def in_any_order(*parts: str) -> list[MapFile]:
    """Read the parts of a file in every order."""
    return [read("".join(order)) for order in permutations(parts)]


def test_the_diagram_with_most_messages_at_its_steps_shows_a_process() -> None:
    """An overview repeats the pool; the diagram that says what passes is the map."""
    overview = collaboration("Overview", pool("Pa1", "Dinas", "P"), pool("X1", "Warga"))
    detail = collaboration(
        "Detail", pool("Pa2", "Dinas", "P"), pool("X2", "Warga"), message("M", "X2", "A")
    )
    for held in in_any_order(overview, detail, PROCESS):
        assert showing(held) == {"P": "Detail Pa2"}
        assert [found.rule for found in held.findings] == ["process-in-two-pools"]


def test_elsewhere_a_closed_pool_stands_for_the_process() -> None:
    """A message to a step that another diagram shows ends at the pool of that step: it has no loose end."""
    one = collaboration(
        "C1", pool("Pa1", "Dinas", "P"), pool("X1", "Warga"),
        message("M1", "X1", "A"), message("M2", "B", "X1"),
    )  # fmt: skip
    two = collaboration("C2", pool("Pa2", "Dinas", "P"), pool("Y", "Bank"), message("M3", "Y", "B"))
    for held in in_any_order(one, two, PROCESS):
        assert [found.rule for found in held.findings] == ["process-in-two-pools"]
        (closed,) = [one for one in held.maps if one.id == "C2"]
        assert [(m.source, m.target) for m in closed.messages] == [("Y", "Pa2")]
        assert closed.processes == ()


def test_of_two_pools_of_one_diagram_the_one_drawn_around_the_steps_is_the_actor() -> None:
    """The other is a closed pool, and keeps the messages that are drawn to it."""
    pools = pool("Pa1", "Dinas", "P"), pool("Pa2", "Loket", "P")
    picture = drawn(
        "C", shape("Pa1", 0, 500, 900, 200), shape("Pa2", 0, 0, 900, 200),
        shape("A", 50, 50), shape("B", 300, 50),
    )  # fmt: skip
    for order in permutations(pools):
        held = read(collaboration("C", *order, message("M", "Pa1", "A")) + PROCESS + picture)
        assert showing(held) == {"P": "C Pa2"}
        assert [(m.source, m.target) for m in held.maps[0].messages] == [("Pa1", "A")]


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        pytest.param("Dinas", "Izin", "Pa2", id="the pool that bears the process's name"),
        pytest.param("", "Dinas", "Pa2", id="a pool with a name"),
        pytest.param("Loket", "Dinas", "Pa2", id="the name that comes first"),
    ],
)
def test_without_a_drawing_words_decide(first: str, second: str, chosen: str) -> None:
    """Whatever order the pools stand in."""
    for order in permutations((pool("Pa1", first, "P"), pool("Pa2", second, "P"))):
        assert showing(read(collaboration("C", *order) + PROCESS)) == {"P": f"C {chosen}"}


def test_a_process_without_a_pool_goes_to_the_diagram_that_says_most_of_it() -> None:
    """Two diagrams send messages into it."""
    once = collaboration("C1", pool("X1", "Bank"), message("M1", "X1", "A"))
    twice = collaboration(
        "C2", pool("X2", "Warga"), message("M2", "X2", "A"), message("M3", "B", "X2")
    )
    for held in in_any_order(once, twice, PROCESS):
        assert {one.id: one.processes for one in held.maps} == {"C1": (), "C2": ("P",)}


def test_a_note_goes_with_what_it_is_about() -> None:
    """An annotation of a diagram that shows nothing else is part of the map of its step."""
    note = (
        '<textAnnotation id="N"><text>Segera</text></textAnnotation>'
        '<association id="T" sourceRef="N" targetRef="A"/>'
    )
    other = '<process id="Q"><task id="C"/></process>'
    for held in in_any_order(collaboration("C", note), PROCESS, other):
        notes = {one.id: [n.text for n in one.annotations] for one in held.maps}
        assert notes == {"P": ["Segera"], "Q": []}
