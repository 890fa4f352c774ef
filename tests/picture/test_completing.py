"""A drawing that lacks lanes, pools or nodes in lanes gets them where they belong."""

from dataclasses import replace

import pytest

from bpm2sop.model.processmap import Drawing, Edge, Participant, ProcessMap, Shape
from bpm2sop.picture import draw, lay_out
from bpm2sop.wording import Language
from tests.picture import faults
from tests.picture.maps import E, drawn, message, process_map

TWO = replace(process_map({"Loket": "s1 t1", "Kasi": "t2 e1"}, "s1 t1 t2 e1"), id=E("C"))
UPPER = {"s1": (100, 60, 36, 36), "t1": (200, 40, 100, 80)}
LOWER = {"t2": (350, 240, 100, 80), "e1": (500, 262, 36, 36)}


def shape(drawing: Drawing, own: str) -> Shape:
    """The shape of an element."""
    return drawing.shapes[E(own)]


def holds(drawing: Drawing, frame: str, *inner: str) -> bool:
    """Whether elements are drawn within a frame."""
    outer = shape(drawing, frame)
    return all(
        outer.x <= box.x
        and outer.y <= box.y
        and box.x + box.width <= outer.x + outer.width
        and box.y + box.height <= outer.y + outer.height
        for box in (shape(drawing, own) for own in inner)
    )


def test_missing_lanes_and_their_pool_are_drawn_around_what_they_hold() -> None:
    """The bands follow one another without a gap, and the pool has a head of its own; what was drawn stays."""
    held = drawn(TWO, **UPPER, **LOWER)
    drawing = lay_out(held)
    upper, lower, pool = (shape(drawing, own) for own in ("Loket", "Kasi", "Pool"))
    assert holds(drawing, "Loket", "s1", "t1")
    assert holds(drawing, "Kasi", "t2", "e1")
    assert (upper.y + upper.height, upper.x, upper.width) == (lower.y, lower.x, lower.width)
    assert (pool.y, pool.height) == (upper.y, upper.height + lower.height)
    assert pool.x < upper.x
    assert upper.x + upper.width == pool.x + pool.width
    assert all(drawing.shapes[own] == box for own, box in held.drawing.shapes.items())
    assert drawing.generated


def test_lanes_that_stand_upright_are_drawn_so() -> None:
    """Where what they hold lies apart only from left to right."""
    drawing = lay_out(
        drawn(TWO, s1=(60, 0, 36, 36), t1=(40, 300, 100, 80), t2=(300, 40, 100, 80), e1=(320, 330, 36, 36))
    )  # fmt: skip
    left, right = shape(drawing, "Loket"), shape(drawing, "Kasi")
    assert left.x + left.width == right.x
    assert (left.y, left.height) == (right.y, right.height)
    assert (left.horizontal, right.horizontal) == (False, False)
    assert holds(drawing, "Pool", "Loket", "Kasi")


def test_lanes_whose_content_lies_mixed_are_not_drawn() -> None:
    """A band that holds another lane's steps would say what is not so; the pool can be drawn all the same."""
    mixed = {**UPPER, "t2": (350, 60, 100, 80), "e1": (60, 80, 36, 36)}
    drawing = lay_out(drawn(TWO, **mixed))
    assert not {E("Loket"), E("Kasi")} & set(drawing.shapes)
    assert holds(drawing, "Pool", *mixed)


def test_missing_lanes_fill_the_pool_that_is_drawn() -> None:
    """From its head to its edges."""
    drawing = lay_out(drawn(TWO, Pool=(0, 0, 700, 400), **UPPER, **LOWER))
    assert shape(drawing, "Loket")[:3] == (30, 0, 670)
    assert shape(drawing, "Kasi").y + shape(drawing, "Kasi").height == 400
    assert shape(drawing, "Pool") == Shape(0, 0, 700, 400, E("plane"))


def test_a_missing_lane_beside_a_drawn_one_meets_its_border() -> None:
    """The one that is there stays as it is."""
    drawing = lay_out(drawn(TWO, Loket=(30, 0, 670, 180), **UPPER, **LOWER))
    assert shape(drawing, "Loket") == Shape(30, 0, 670, 180, E("plane"))
    assert (shape(drawing, "Kasi").y, shape(drawing, "Kasi").x) == (180, 30)
    assert holds(drawing, "Kasi", "t2", "e1")


def test_a_lane_of_which_nothing_is_drawn_is_added_behind_the_others() -> None:
    """With its nodes in it, and the pool around it."""
    drawing = lay_out(drawn(TWO, Pool=(0, 0, 700, 180), Loket=(30, 0, 670, 180), **UPPER))
    assert shape(drawing, "Kasi").y == 180
    assert holds(drawing, "Kasi", "t2", "e1")
    assert holds(drawing, "Pool", "Loket", "Kasi")
    assert list(faults.overlaps(TWO, drawing)) == []


def test_a_missing_node_is_placed_in_its_lane_however_full_it_is() -> None:
    """A lane without room grows along, and with it the others and the pool."""
    full = process_map({"Loket": "t1 t2 t3 t4", "Kasi": "t5"}, "t1 t2 t3 t4 t5")
    drawing = lay_out(
        drawn(
            full, Pool=(0, 0, 400, 260), Loket=(30, 0, 370, 130), Kasi=(30, 130, 370, 130),
            t1=(60, 20, 100, 80), t2=(170, 20, 100, 80), t3=(280, 20, 100, 80),
        )
    )  # fmt: skip
    assert holds(drawing, "Loket", "t1", "t2", "t3", "t4")
    assert holds(drawing, "Kasi", "t5")
    assert holds(drawing, "Pool", "Loket", "Kasi")
    assert list(faults.overlaps(full, drawing)) == []
    assert shape(drawing, "Loket").width == shape(drawing, "Kasi").width > 370


def two_pools(second: float) -> ProcessMap:
    """Two processes, of which the first pool is drawn and the second is not; the steps of the second at a height."""
    held = process_map({"": "t1 t2"}, "")
    scope = held.scopes[E("P")]
    nodes = {
        E("t1"): held.nodes[E("t1")],
        E("t2"): held.nodes[E("t2")]._replace(scope=E("Q")),
    }
    held = replace(
        held,
        id=E("C"),
        participants=(*held.participants, Participant(E("Gudang"), "Gudang", E("Q"), 1)),
        processes=(E("P"), E("Q")),
        scopes={
            E("P"): scope._replace(nodes=(E("t1"),)),
            E("Q"): scope._replace(id=E("Q"), process=E("Q"), nodes=(E("t2"),)),
        },
        nodes=nodes,
    )
    return drawn(held, Pool=(0, 0, 400, 120), t1=(60, 20, 100, 80), t2=(60, second, 100, 80))


def test_a_missing_pool_is_drawn_where_it_takes_in_nothing_else() -> None:
    """Around its own steps; not over another pool."""
    assert holds(lay_out(two_pools(200)), "Gudang", "t2")
    assert E("Gudang") not in lay_out(two_pools(130)).shapes


def test_a_closed_pool_that_exchanges_messages_is_a_band_below() -> None:
    """So that the message has its two ends; one without messages stays as hidden as the tool left it."""
    held = replace(two_pools(200), id=E("C"))
    outside = Participant(E("Warga"), "Warga", None, 1), Participant(E("Bank"), "Bank", None, 1)
    held = replace(
        held,
        participants=(*held.participants, *outside),
        messages=(message("Warga", "t1"),),
    )
    drawing = lay_out(held)
    lowest = max(shape(drawing, own).y for own in ("Pool", "Gudang", "t1", "t2"))
    assert shape(drawing, "Warga").y > lowest
    assert E("Bank") not in drawing.shapes
    (x, y), (to_x, to_y) = drawing.edges[E("Warga~t1")].points
    assert (x, to_x) == (110, 110)
    assert (y, to_y) == (shape(drawing, "Warga").y, 100)


def test_a_missing_node_stands_where_its_drawn_lines_meet() -> None:
    """A tool that loses a shape often keeps the lines."""
    held = process_map({"": "t1 t2 t3"}, "t1 t2 t3")
    held = drawn(held, t1=(0, 0, 100, 80), t3=(400, 200, 100, 80))
    lines = {
        E("t1>t2"): Edge(((100, 40), (200, 40)), E("plane")),
        E("t2>t3"): Edge(((250, 80), (250, 240), (400, 240)), E("plane")),
    }
    drawing = lay_out(replace(held, drawing=replace(held.drawing, edges=lines)))
    assert shape(drawing, "t2")[:4] == (200, 0, 100, 80)


def test_a_diagram_of_the_process_alone_gets_no_pool() -> None:
    """What it shows is the process."""
    held = drawn(process_map({"": "t1"}, ""), t1=(0, 0, 100, 80))
    assert lay_out(held) is held.drawing


def test_a_hidden_pool_that_tells_nothing_apart_stays_hidden() -> None:
    """Tools write one around each process, without drawing it."""
    held = replace(process_map({"": "t1"}, ""), id=E("C"))
    assert lay_out(drawn(held, t1=(0, 0, 100, 80))).generated is False


@pytest.mark.parametrize(
    ("held", "said"), [(drawn(TWO, **UPPER, **LOWER), "dilengkapi"), (TWO, "dibuat")]
)
def test_the_picture_says_what_of_it_is_ours(held: ProcessMap, said: str) -> None:
    """All of it, or what was missing."""
    assert f"Gambar {said} oleh bpm2sop" in draw(held, language=Language.ID).decode()
