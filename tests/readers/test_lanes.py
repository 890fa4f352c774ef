"""Which lane a node is in."""

import pytest

from bpm2sop.model.processmap import Membership, MembershipSource, ProcessMap
from tests.readers.small import drawn, flow, process, read, read_map, rules, shape

REFERENCE, DRAWING, NEIGHBOUR = MembershipSource


def placed(held: ProcessMap, node: str) -> Membership | None:
    """Give the membership of a node."""
    return {str(own): lane for own, lane in held.membership.items()}.get(node)


TWO = '<laneSet id="S"><lane id="L1" name="Loket"/><lane id="L2" name="Kasi"/></laneSet>'


def test_a_listed_node_is_in_the_lane_that_lists_it() -> None:
    """A flowNodeRef decides, whatever blanks stand around it."""
    held = process(
        '<laneSet><lane id="L"><flowNodeRef>\n A \n</flowNodeRef></lane></laneSet><task id="A"/>'
    )
    assert placed(held, "A") == ("L", REFERENCE)


def test_of_a_lane_and_the_lane_within_it_the_inner_one_wins() -> None:
    """A node that parent and child both list is in the child, in whatever order they stand."""
    held = process(
        '<laneSet><lane id="Outer"><childLaneSet><lane id="Inner"><flowNodeRef>A</flowNodeRef></lane></childLaneSet>'
        '<flowNodeRef>A</flowNodeRef><flowNodeRef>B</flowNodeRef></lane></laneSet><task id="A"/><task id="B"/>'
    )
    assert placed(held, "A") == ("Inner", REFERENCE)
    assert placed(held, "B") == ("Outer", REFERENCE)
    assert held.lanes["Inner"].parent == "Outer"


def both_orders(one: str, two: str) -> list[str]:
    """Write a lane set with two lanes, in both orders, and the node that both list."""
    return [f'<laneSet id="S">{lanes}</laneSet><task id="A"/>' for lanes in (one + two, two + one)]


def listing(lane: str, name: str) -> str:
    """Write a lane that lists A."""
    return f'<lane id="{lane}" name="{name}"><flowNodeRef>A</flowNodeRef></lane>'


def test_of_two_unrelated_lanes_the_name_decides_with_a_finding() -> None:
    """A node in two lanes that are not within one another is told of; which lane stands first says nothing."""
    for body in both_orders(listing("L1", "Loket"), listing("L2", "Kasi")):
        assert placed(process(body), "A") == ("L2", REFERENCE)
        assert rules(body) == ["lane-twice"]


def test_of_two_unrelated_lanes_the_one_drawn_around_the_node_wins() -> None:
    """The drawing says which of the two was meant."""
    picture = drawn(
        "P",
        shape("L1", 0, 0, 600, 100, isHorizontal="true"),
        shape("L2", 0, 100, 600, 100, isHorizontal="true"),
        shape("A", 50, 10, 100, 80),
    )
    for body in both_orders(listing("L1", "Loket"), listing("L2", "Kasi")):
        held = read_map(f'<process id="P">{body}</process>{picture}')
        assert placed(held, "A") == ("L1", REFERENCE)


def test_a_lane_of_another_process_takes_no_node() -> None:
    """A flowNodeRef across processes is told of, and the drawing or neighbours decide."""
    held = read(
        '<process id="P1"><task id="A"/></process>'
        '<process id="P2"><laneSet><lane id="L"><flowNodeRef>A</flowNodeRef></lane></laneSet></process>'
    )
    assert [found.rule for found in held.findings] == ["lane-of-another-process"]
    assert not any(one.membership for one in held.maps)


def test_a_lane_that_lists_itself_is_told_of() -> None:
    """A lane in itself ends in a finding, not in a loop."""
    assert rules('<laneSet><lane id="L"><flowNodeRef>L</flowNodeRef></lane></laneSet>') == [
        "lane-lists-nothing"
    ]


def test_without_references_the_middle_across_the_lanes_decides() -> None:
    """In lying lanes only the height counts: a node right of all lanes is still in one."""
    held = read_map(
        f'<process id="P">{TWO}<task id="A"/><task id="B"/></process>'
        + drawn(
            "P",
            shape("L1", 0, 0, 600, 100, isHorizontal="true"),
            shape("L2", 0, 100, 600, 100, isHorizontal="true"),
            shape("A", 50, 10, 100, 80),
            shape("B", 5000, 70, 100, 80),
        )
    )
    assert placed(held, "A") == ("L1", DRAWING)
    assert placed(held, "B") == ("L2", DRAWING)


@pytest.mark.parametrize("said", [{"isHorizontal": "false"}, {}])
def test_in_standing_lanes_the_middle_sideways_decides(said: dict[str, str]) -> None:
    """Standing lanes are known by what the drawing says, else by how they lie to one another."""
    held = read_map(
        f'<process id="P">{TWO}<task id="A"/></process>'
        + drawn(
            "P",
            shape("L1", 0, 0, 100, 600, **said),
            shape("L2", 100, 0, 100, 600, **said),
            shape("A", 110, 900, 80, 80),
        )
    )
    assert placed(held, "A") == ("L2", DRAWING)


def test_the_innermost_drawn_lane_wins() -> None:
    """A node drawn in a lane within a lane is in the inner one."""
    held = read_map(
        '<process id="P"><laneSet><lane id="Outer"><childLaneSet><lane id="In1"/><lane id="In2"/>'
        '</childLaneSet></lane></laneSet><task id="A"/></process>'
        + drawn(
            "P",
            shape("Outer", 0, 0, 600, 200, isHorizontal="true"),
            shape("In1", 30, 0, 570, 100, isHorizontal="true"),
            shape("In2", 30, 100, 570, 100, isHorizontal="true"),
            shape("A", 100, 120, 50, 50),
        )
    )
    assert placed(held, "A") == ("In2", DRAWING)


def test_only_lanes_of_the_own_process_count() -> None:
    """Two pools side by side have lanes at one height; a node is in a lane of its own pool."""
    held = read_map(
        '<collaboration id="C"><participant id="Pa1" processRef="P1"/><participant id="Pa2" processRef="P2"/></collaboration>'
        '<process id="P1"><laneSet><lane id="L1"/></laneSet><task id="A"/></process>'
        '<process id="P2"><laneSet><lane id="L2"/></laneSet><task id="B"/></process>'
        + drawn(
            "C",
            shape("L1", 0, 0, 600, 200, isHorizontal="true"),
            shape("L2", 0, 0, 900, 200, isHorizontal="true"),
            shape("A", 700, 50),
            shape("B", 100, 50),
        )
    )
    assert placed(held, "A") == ("L1", DRAWING)
    assert placed(held, "B") == ("L2", DRAWING)


def test_a_drawing_that_contradicts_a_reference_is_told_of() -> None:
    """The reference holds; the finding names both lanes."""
    held = read(
        '<process id="P"><laneSet><lane id="L1" name="Loket"><flowNodeRef>A</flowNodeRef></lane>'
        '<lane id="L2" name="Kasi"/></laneSet><task id="A" name="Periksa"/></process>'
        + drawn(
            "P", shape("L1", 0, 0, 600, 100), shape("L2", 0, 100, 600, 100), shape("A", 50, 110)
        )
    )
    assert placed(held.maps[0], "A") == ("L1", REFERENCE)
    (found,) = held.findings
    assert found.rule == "lane-drawing-contradicts"
    assert dict(found.params) == {
        "element": "A",
        "name": "Periksa",
        "lane": "Loket",
        "other": "Kasi",
    }


def test_a_boundary_event_is_in_the_lane_of_its_host() -> None:
    """A boundary event on the edge of a lane goes with the activity that it is on."""
    held = process(
        '<laneSet><lane id="L"><flowNodeRef>A</flowNodeRef></lane></laneSet>'
        '<task id="A"/><boundaryEvent id="B" attachedToRef="A"/>'
    )
    assert placed(held, "B") == ("L", NEIGHBOUR)


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_an_undrawn_node_goes_to_its_nearest_neighbours(order: str) -> None:
    """Before and after agree, or what is before decides; no order of the XML matters."""
    tasks = "".join(f'<task id="{own}"/>' for own in ("X", *order, "Y"))
    held = process(
        '<laneSet><lane id="L1"><flowNodeRef>X</flowNodeRef></lane>'
        f'<lane id="L2"><flowNodeRef>Y</flowNodeRef></lane></laneSet>{tasks}'
        f"{flow('X', 'A')}{flow('A', 'B')}{flow('B', 'Y')}"
    )
    assert placed(held, "A") == ("L1", NEIGHBOUR)
    assert placed(held, "B") == ("L2", NEIGHBOUR)


def test_a_node_that_nothing_places_is_told_of() -> None:
    """A node without reference, drawing and flow stays without a lane."""
    body = '<laneSet><lane id="L"/></laneSet><task id="A"/>'
    assert placed(process(body), "A") is None
    assert rules(body) == ["node-without-lane"]


def test_nodes_of_a_sub_process_go_with_it() -> None:
    """Where a sub-process has no lanes, its nodes are where it is, and by the same right."""
    held = process(
        '<laneSet><lane id="L"><flowNodeRef>S</flowNodeRef></lane></laneSet>'
        '<subProcess id="S"><subProcess id="T"><task id="A"/></subProcess></subProcess>'
    )
    assert placed(held, "A") == placed(held, "T") == ("L", REFERENCE)


def test_lanes_of_a_sub_process_hold_its_nodes() -> None:
    """A sub-process may have lanes of its own."""
    held = process(
        '<laneSet><lane id="L"><flowNodeRef>S</flowNodeRef></lane></laneSet>'
        '<subProcess id="S"><laneSet><lane id="M"><flowNodeRef>A</flowNodeRef></lane></laneSet><task id="A"/></subProcess>'
    )
    assert placed(held, "A") == ("M", REFERENCE)
    assert held.lanes["M"].scope == "S"
