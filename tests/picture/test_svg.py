"""A map becomes a picture in the notation: complete, accessible, safe."""

import math
import re
from dataclasses import replace

import pytest
from lxml import etree

from bpm2sop.model.processmap import (
    Drawing,
    Edge,
    EventDefinition,
    EventKind,
    FlowNode,
    Lane,
    Loop,
    NodeType,
    Participant,
    ProcessMap,
    Shape,
)
from bpm2sop.picture import draw, lay_out, planes_of, png
from bpm2sop.wording import Language
from tests.picture.maps import E, drawn, node, process_map, with_body

SVG = "{http://www.w3.org/2000/svg}"
SMALL = process_map({"A": "s1 t1 x1 e1", "B": "t2"}, "s1 t1 x1 e1,x1 t2 e1")


def parsed(picture: bytes) -> etree._Element:
    """The picture as XML, which it must be."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parser.feed(picture)
    return parser.close()


def elements(picture: bytes) -> list[str]:
    """The ids of the elements in a picture, as often as they are there."""
    return [str(found) for found in parsed(picture).xpath("//@data-element")]


def one(held: FlowNode) -> bytes:
    """The picture of a map with one node."""
    only = process_map({"": ""}, "", held)
    return draw(only)


def test_every_element_is_there_once() -> None:
    """Pool, lanes, nodes and flows each have one group with their id."""
    found = elements(draw(SMALL))
    assert sorted(found) == sorted(["Pool", *SMALL.lanes, *SMALL.nodes, *SMALL.flows])


def test_the_picture_is_accessible() -> None:
    """It is an image with a title and a description; each element says its step and its name."""
    root = parsed(draw(SMALL, numbers={E("t1"): "2a"}, language=Language.EN))
    assert root.get("role") == "img"
    ids = (root.get("aria-labelledby") or "").split()
    texts = [root.xpath("string(//*[@id=$id])", id=own) for own in ids]
    assert texts == ["Peta uji", "Process map: 1 pools, 2 lanes, 5 flow nodes, 5 flows."]
    title = root.xpath("string(//*[@data-element='t1']/*[local-name()='title'])")
    assert title == "Step 2a: t1"
    assert "2a" in root.xpath("//*[@data-element='t1']/*[local-name()='text']/text()")


def test_a_drawing_of_ours_says_so() -> None:
    """The mark is in the language asked for, and only on drawings that we made."""
    assert "Drawing made by bpm2sop" in draw(SMALL, language=Language.EN).decode()
    assert "Gambar dibuat oleh bpm2sop" in draw(SMALL).decode()
    own = replace(SMALL, drawing=replace(lay_out(SMALL), generated=False))
    assert "bpm2sop</text>" not in draw(own).decode()


def test_nothing_in_a_picture_acts_or_loads() -> None:
    """Names that look like markup are text; there is no script, no style and no reference."""
    evil = "</text><script>alert(1)</script>\" onload='x' & ]]> \x00\ud800 \u202e{{7*7}}"
    nodes = {own: held._replace(name=evil) for own, held in SMALL.nodes.items()}
    flows = {own: held._replace(name=evil) for own, held in SMALL.flows.items()}
    lanes = {own: Lane(E(own), evil, E("P"), None, 1) for own in SMALL.lanes}
    picture = draw(
        replace(SMALL, id=E('"><x'), name=evil, nodes=nodes, flows=flows, lanes=lanes),
        numbers={E("t1"): evil},
        classes={E("t1"): evil},
    )
    root = parsed(picture)
    tags = {str(found.tag).removeprefix(SVG) for found in root.iter()}
    assert tags <= {"svg", "g", "title", "desc", "path", "rect", "circle", "text", "tspan"}
    names = {str(name) for found in root.iter() for name in found.attrib}
    assert not {
        name for name in names if name.startswith("on") or "href" in name or name == "style"
    }
    assert not re.search(rb"url\(|@import", picture)


def test_an_id_of_any_kind_stays_inside_its_attribute() -> None:
    """An id with quotes and markup is found again as it was."""
    own = E("\"/><g x='")
    picture = one(FlowNode(own, NodeType.TASK, "", E("P"), 1))
    assert own in elements(picture)


@pytest.mark.parametrize("kind", list(NodeType))
def test_every_kind_of_node_is_drawn(kind: NodeType) -> None:
    """Each kind gives well-formed SVG with the node's class."""
    held = FlowNode(E("n"), kind, "Nama", E("P"), 1, loop=Loop.PARALLEL, for_compensation=True)
    assert parsed(one(held)).xpath("string(//*[@data-element='n']/@class)") == f"b2s-{kind.value}"


@pytest.mark.parametrize("kind", list(EventKind))
def test_a_throwing_event_is_filled_and_a_catching_one_is_not(kind: EventKind) -> None:
    """Both are drawn, and differ."""
    events = (EventDefinition(kind),)
    throw = FlowNode(E("n"), NodeType.INTERMEDIATE_THROW_EVENT, "", E("P"), 1, events=events)
    catch = throw._replace(type=NodeType.INTERMEDIATE_CATCH_EVENT)
    pair = [re.findall(r"<g transform.*?</g>", one(held).decode()) for held in (throw, catch)]
    assert pair[0]
    same = kind in {EventKind.TIMER, EventKind.CONDITIONAL, EventKind.TERMINATE}
    assert (pair[0] == pair[1]) is same


def test_an_event_that_does_not_interrupt_is_dashed() -> None:
    """Its circles are broken lines."""
    held = FlowNode(E("n"), NodeType.START_EVENT, "", E("P"), 1, interrupting=False)
    assert b"stroke-dasharray" in one(held)
    assert b"stroke-dasharray" not in one(held._replace(interrupting=True))


def test_changes_show_in_the_picture() -> None:
    """A class of ours changes the line, any class is on the group."""
    picture = draw(SMALL, classes={E("t1"): "changed mine"})
    group = parsed(picture).xpath("//*[@data-element='t1']")[0]
    assert group.get("class") == "b2s-task b2s-changed b2s-mine"
    assert group[1].get("stroke-dasharray")


def test_upright_pools_have_their_title_above() -> None:
    """Lanes that stand side by side are known without the drawing saying so."""
    held = process_map({"A": "t1", "B": "t2"}, "t1 t2")
    held = drawn(
        held, Pool=(0, 0, 400, 600), A=(0, 30, 200, 570), B=(200, 30, 200, 570),
        t1=(50, 100, 100, 80), t2=(250, 100, 100, 80),
    )  # fmt: skip
    assert b"rotate(-90" not in draw(held)
    lying = drawn(
        held, Pool=(0, 0, 400, 600), A=(30, 0, 370, 300), B=(30, 300, 370, 300),
        t1=(50, 100, 100, 80), t2=(250, 400, 100, 80),
    )  # fmt: skip
    assert draw(lying).count(b"rotate(-90") == 3


def test_a_sub_process_with_its_own_plane_is_its_own_picture() -> None:
    """Its content is in the second picture only; an unknown plane gives the first."""
    held = with_body(process_map({"": "s1 u1"}, "s1 u1"), "u1", "s2 t2")
    shapes = {
        E("s1"): Shape(0, 0, 36, 36, E("p1")), E("u1"): Shape(100, 0, 100, 80, E("p1")),
        E("s2"): Shape(0, 0, 36, 36, E("p2")), E("t2"): Shape(100, 0, 100, 80, E("p2")),
    }  # fmt: skip
    planes = {E("p1"): held.id, E("p2"): E("u1")}
    held = replace(held, drawing=Drawing(shapes=shapes, planes=planes))
    assert [(plane.id, plane.element, plane.name) for plane in planes_of(held)] == [
        ("p1", "P", "P"),
        ("p2", "u1", "u1"),
    ]
    assert elements(draw(held)) == ["s1>u1", "s1", "u1"]
    assert elements(draw(held, plane=E("p2"))) == elements(draw(held, plane=E("u1")))
    assert elements(draw(held, plane=E("p2"))) == ["s2>t2", "s2", "t2"]
    assert draw(held, plane=E("nowhere")) == draw(held)


def test_content_drawn_over_a_collapsed_sub_process_is_a_picture_of_its_own() -> None:
    """Some tools draw hidden content on the same plane, where it would lie over other elements."""
    held = with_body(process_map({"": "t1 u1"}, "t1 u1"), "u1", "s2 t2")
    held = drawn(
        held, t1=(0, 0, 100, 80), u1=(900, 0, 100, 80), s2=(0, 0, 36, 36), t2=(60, 0, 100, 80)
    )
    assert [plane.id for plane in planes_of(held)] == ["plane", "u1"]
    assert set(elements(draw(held, plane=E("u1")))) == {"s2", "t2", "s2>t2"}


HOSTILE = (math.nan, math.inf, -math.inf, 1e308, -1e308, -50.0, 0.0, 1e-320, 99_999.0)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("place", range(4))
def test_no_number_breaks_a_picture(value: float, place: int) -> None:
    """Whatever a shape's or a line's numbers are, the picture is well formed and its field finite."""
    box = [10.0, 10.0, 100.0, 80.0]
    box[place] = value
    held = drawn(SMALL, t1=tuple(box), t2=(300, 10, 100, 80), A=tuple(box))
    edges = {own: Edge(((value, 1.0), (2.0, value)), E("plane")) for own in SMALL.flows}
    picture = draw(replace(held, drawing=replace(held.drawing, edges=edges)))
    field = [float(each) for each in (parsed(picture).get("viewBox") or "").split()]
    assert all(map(math.isfinite, field))
    assert min(field[2:]) > 0
    assert max(field[2:]) < 1e6
    assert sorted(set(elements(picture)) & set(SMALL.nodes)) == sorted(SMALL.nodes)


def test_lines_without_points_are_drawn_straight() -> None:
    """A flow between two shapes is drawn though the drawing has no line for it."""
    held = drawn(process_map({"": "t1 t2"}, "t1 t2"), t1=(0, 0, 100, 80), t2=(200, 0, 100, 80))
    course = parsed(draw(held)).xpath(
        "string(//*[@data-element='t1>t2']/*[local-name()='path']/@d)"
    )
    assert course == "M100 40L200 40"


def test_a_thousand_pools_on_one_spot_are_drawn() -> None:
    """All of them are there."""
    pools = tuple(Participant(E(f"pool{number}"), "Kolam", None, 1) for number in range(1000))
    held = replace(process_map({"": ""}, ""), participants=pools)
    held = drawn(held, **{pool.id: (0, 0, 600, 200) for pool in pools})
    assert len(elements(draw(held))) == 1000


def test_an_empty_map_gives_an_empty_picture() -> None:
    """There is nothing to draw, and that is no mistake."""
    held = ProcessMap(id=E("none"), name="", file="kosong.bpmn")
    assert elements(draw(held)) == []
    assert planes_of(held) == ()


def test_a_name_of_any_length_fits_its_task() -> None:
    """A long name is set smaller, then cut; the title says it in full."""
    picture = one(node("t1")._replace(name="Pemeriksaan " * 2000))
    sizes = {float(each) for each in parsed(picture).xpath("//*[@data-element]//@font-size")}
    assert min(sizes) >= 8
    shown = "".join(
        map(str, parsed(picture).xpath("//*[@data-element='t1']//*[local-name()='tspan']/text()"))
    )
    assert shown.endswith("…")
    assert len(shown) < 400


def test_a_picture_becomes_png() -> None:
    """The PNG has the width that was asked for."""
    data = png(draw(SMALL), width=320)
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 320
