"""Maps without a drawing, or with half of one, get a good one."""

from dataclasses import replace
from random import Random

import pytest

from bpm2sop.model.processmap import (
    Annotation,
    DataItem,
    DataKind,
    DataLink,
    Drawing,
    EventDefinition,
    EventKind,
    Participant,
    ProcessMap,
    Shape,
)
from bpm2sop.picture import lay_out
from tests.picture import faults
from tests.picture.maps import E, drawn, message, node, process_map, with_body

TWO_LANES = process_map({"A": "s1 t1 x1 t2", "B": "t3 p1 e1"}, "s1 t1 x1 t2 p1 e1,x1 t3 p1,p1 t1")


def counts(held: ProcessMap, drawing: Drawing) -> dict[str, int]:
    """How many faults of each kind a layout has."""
    rules = (faults.overlaps, faults.crossed, faults.slanting, faults.shared, faults.outside)
    return {rule.__name__: len(list(rule(held, drawing))) for rule in rules}


FLAWLESS = dict.fromkeys(("overlaps", "crossed", "slanting", "shared", "outside"), 0)


def test_every_element_gets_a_place() -> None:
    """Pool, lanes, nodes and flows are all drawn, and the drawing says that it is ours."""
    drawing = lay_out(TWO_LANES)
    assert drawing.generated
    assert set(drawing.shapes) == {E("Pool"), *TWO_LANES.lanes, *TWO_LANES.nodes}
    assert set(drawing.edges) == set(TWO_LANES.flows)


def test_a_layout_has_no_fault() -> None:
    """Nodes lie apart and in their lanes; flows are orthogonal, run through no node and on no other flow."""
    assert counts(TWO_LANES, lay_out(TWO_LANES)) == FLAWLESS


def test_a_layout_does_not_depend_on_the_run() -> None:
    """The same map gives the same drawing."""
    assert lay_out(TWO_LANES) == lay_out(TWO_LANES)


def test_a_straight_way_is_drawn_straight() -> None:
    """What follows in one lane stands in one line."""
    drawing = lay_out(process_map({"A": "s1 t1 t2 e1"}, "s1 t1 t2 e1"))
    assert {len(edge.points) for edge in drawing.edges.values()} == {2}


def test_lanes_tile_their_pool() -> None:
    """Lanes follow one another without a gap and fill the pool beside its head."""
    shapes = lay_out(TWO_LANES).shapes
    pool, first, second = shapes[E("Pool")], shapes[E("A")], shapes[E("B")]
    assert (first.y, second.y) == (pool.y, first.y + first.height)
    assert second.y + second.height == pool.y + pool.height
    assert {lane.x + lane.width for lane in (first, second)} == {pool.x + pool.width}


def test_nested_lanes_lie_in_their_parent() -> None:
    """An outer lane spans its inner lanes; its own nodes have a part of it too."""
    held = process_map({"Outer": "t1", "In1": "t2", "In2": "t3"}, "t1 t2 t3")
    inner = {own: replace_parent(held, own) for own in (E("In1"), E("In2"))}
    held = replace(held, lanes={**held.lanes, **inner})
    shapes = lay_out(held).shapes
    outer, one, two = (shapes[E(own)] for own in ("Outer", "In1", "In2"))
    assert outer.y < one.y < two.y
    assert two.y + two.height == outer.y + outer.height
    assert outer.x < one.x
    assert counts(held, lay_out(held)) == FLAWLESS


def replace_parent(held: ProcessMap, own: str) -> object:
    """The lane within lane Outer."""
    return held.lanes[E(own)]._replace(parent=E("Outer"))


def test_a_sub_process_is_drawn_with_its_content() -> None:
    """Nodes of a sub-process lie inside its frame."""
    held = with_body(process_map({"A": "s1 u1 e1"}, "s1 u1 e1"), "u1", "s2 t2 x2 t3 e2,x2 t4 e2")
    shapes = lay_out(held).shapes
    frame = shapes[E("u1")]
    assert frame.expanded
    for own in held.scopes[E("u1")].nodes:
        box = shapes[own]
        assert frame.x < box.x < box.x + box.width < frame.x + frame.width
        assert frame.y < box.y < box.y + box.height < frame.y + frame.height
    assert counts(held, lay_out(held)) == FLAWLESS


def test_a_boundary_event_sits_on_the_border_of_its_host() -> None:
    """Its middle lies on the lower border, and its flow leaves from it downward."""
    held = process_map({"A": "s1 t1 b1 e1 t2"}, "s1 t1 e1,b1 t2")
    event = node("b1", attached_to=E("t1"), events=(EventDefinition(EventKind.TIMER),))
    held = replace(held, nodes={**held.nodes, E("b1"): event})
    drawing = lay_out(held)
    host, box = drawing.shapes[E("t1")], drawing.shapes[E("b1")]
    assert box.y + box.height / 2 == host.y + host.height
    assert host.x < box.x < host.x + host.width
    assert drawing.edges[E("b1>t2")].points[0][1] == pytest.approx(box.y + box.height)


def test_data_and_annotations_stand_by_their_task() -> None:
    """What is read stands above, what is written below, each with its line; what belongs to nothing goes under all."""
    items = {
        E(own): DataItem(E(own), DataKind.OBJECT, own, "", False, 1)  # noqa: FBT003
        for own in ("in", "out", "lost")
    }
    links = (
        DataLink(E("a1"), E("in"), E("t1"), into=True),
        DataLink(E("a2"), E("out"), E("t1"), into=False),
        DataLink(E("a3"), E("out"), E("t2"), into=True),
    )
    note = Annotation(E("note"), "Lihat aturan", (E("t2"),), 1)
    held = replace(
        process_map({"A": "t1 t2"}, "t1 t2"), data=items, data_links=links, annotations=(note,)
    )
    drawing = lay_out(held)
    shapes = drawing.shapes
    assert shapes[E("in")].y < shapes[E("t1")].y < shapes[E("out")].y < shapes[E("lost")].y
    assert shapes[E("note")].y < shapes[E("t2")].y
    assert {E("a1"), E("a2"), E("a3")} <= set(drawing.edges)
    assert drawing.edges[E("a1")].points[-1][1] == pytest.approx(shapes[E("t1")].y)
    assert drawing.edges[E("a2")].points[0][1] == pytest.approx(
        shapes[E("t1")].y + shapes[E("t1")].height
    )


def test_messages_run_between_pools_and_black_boxes_are_thin() -> None:
    """A black box is a band as wide as the pool; a message to it is one upright line."""
    held = process_map({"A": "t1 t2"}, "t1 t2")
    held = replace(
        held,
        participants=(*held.participants, Participant(E("Warga"), "Warga", None, 1)),
        messages=(message("t1", "Warga"), message("Warga", "t2")),
    )
    drawing = lay_out(held)
    pool, band = drawing.shapes[E("Pool")], drawing.shapes[E("Warga")]
    assert (band.width, band.height) == (pool.width, 50)
    assert band.y >= pool.y + pool.height
    for own in ("t1~Warga", "Warga~t2"):
        points = drawing.edges[E(own)].points
        assert len({x for x, _y in points}) == 1


def test_boxes_without_any_flow_stand_side_by_side() -> None:
    """A page of the atlas is laid out as a field, not as a tower."""
    held = process_map({"A": " ".join(f"t{number}" for number in range(12))}, "")
    shapes = lay_out(held).shapes
    assert len({shapes[own].y for own in held.nodes}) < 5
    assert counts(held, lay_out(held)) == FLAWLESS


def test_a_complete_drawing_is_left_alone() -> None:
    """Nothing is added to what has everything; it is the same value."""
    held = drawn(process_map({"": "t1 t2"}, "t1 t2"), t1=(0, 0, 100, 80), t2=(200, 0, 100, 80))
    assert lay_out(held) is held.drawing


def test_a_missing_node_is_added_near_what_leads_to_it() -> None:
    """Shapes that are there stay; the new one lies free, to the right of its predecessor."""
    held = drawn(
        process_map({"": "t1 t2 t3"}, "t1 t2,t1 t3"), t1=(0, 0, 100, 80), t3=(150, 0, 100, 80)
    )
    drawing = lay_out(held)
    assert drawing.generated
    assert drawing.shapes[E("t1")] == held.drawing.shapes[E("t1")]
    assert drawing.shapes[E("t2")].x >= 100
    assert list(faults.overlaps(held, drawing)) == []


def test_hidden_content_stays_hidden() -> None:
    """The content of a collapsed sub-process is not forced into the picture."""
    held = with_body(process_map({"": "t1 u1"}, "t1 u1"), "u1", "s2 t2")
    held = drawn(held, t1=(0, 0, 100, 80), u1=(200, 0, 100, 80))
    assert lay_out(held) is held.drawing


def test_a_process_without_any_drawing_is_added_below() -> None:
    """A second process that nobody drew is laid out under the first."""
    first = process_map({"": "t1"}, "")
    second = process_map({"": "t8 t9"}, "t8 t9", pool="Lain")
    scope = second.scopes[E("P")]._replace(id=E("Q"), process=E("Q"))
    nodes = {own: held._replace(scope=E("Q")) for own, held in second.nodes.items()}
    both = replace(
        first,
        participants=(*first.participants, Participant(E("Lain"), "Lain", E("Q"), 1)),
        processes=(E("P"), E("Q")),
        scopes={**first.scopes, E("Q"): scope},
        nodes={**first.nodes, **nodes},
        flows=second.flows,
    )
    drawing = lay_out(drawn(both, t1=(0, 0, 100, 80)))
    assert drawing.generated
    assert drawing.shapes[E("t1")] == Shape(0, 0, 100, 80, E("plane"))
    assert min(drawing.shapes[E(own)].y for own in ("Lain", "t8", "t9")) > 80


@pytest.mark.parametrize("seed", range(12))
def test_random_maps_are_laid_out_well(seed: int) -> None:
    """No overlap, nothing through a node, all in their lanes, whatever the graph; lines on one another are rare."""
    held = random_map(Random(seed), nodes=10 + 3 * seed, lanes=1 + seed % 5)  # noqa: S311
    found = counts(held, lay_out(held))
    assert found.pop("shared") <= 1
    assert set(found.values()) == {0}


def random_map(random: Random, *, nodes: int, lanes: int) -> ProcessMap:
    """A connected map with loops."""
    names = [f"{random.choice('tttttxp')}{number}" for number in range(nodes)]
    by_lane: dict[str, list[str]] = {f"L{number}": [] for number in range(lanes)}
    for name in names:
        by_lane[f"L{random.randrange(lanes)}"].append(name)
    ways = [f"{names[random.randrange(max(0, at - 4), at)]} {names[at]}" for at in range(1, nodes)]
    ways += [" ".join(random.sample(names, 2)) for _ in range(nodes // 4)]
    return process_map({lane: " ".join(held) for lane, held in by_lane.items()}, ",".join(ways))


def test_a_tangle_is_drawn_all_the_same() -> None:
    """Of a graph in which everything leads to everything each line is drawn, the later ones straight."""
    names = [f"t{number}" for number in range(30)]
    ways = ",".join(f"{one} {other}" for one in names for other in names if one != other)
    held = process_map({"A": " ".join(names)}, ways)
    assert set(lay_out(held).edges) == set(held.flows)


def test_deep_nesting_is_laid_out() -> None:
    """A sub-process in a sub-process, sixty times."""
    held = process_map({"A": "u0"}, "")
    for depth in range(60):
        held = with_body(held, f"u{depth}", f"u{depth + 1}")
    shapes = lay_out(held).shapes
    assert shapes[E("u0")].width > shapes[E("u30")].width > shapes[E("u60")].width
