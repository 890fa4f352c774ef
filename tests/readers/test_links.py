"""Ids and references as tools write them, well and badly."""

import pytest

from bpm2sop.model.findings import Severity
from bpm2sop.readers import read_file
from tests.readers.small import HEAD, definitions, findings, flow, process, read, read_map, rules


def test_tags_are_known_by_namespace_whatever_the_prefix() -> None:
    """`bpmn:` bound to another namespace is not BPMN, any other prefix may be."""
    data = (
        b'<m:definitions xmlns:m="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmn="urn:other">'
        b'<m:process id="P"><m:task id="A"/><bpmn:task id="B"/></m:process></m:definitions>'
    )
    (only,) = read_file("x", data).maps
    assert list(only.nodes) == ["A"]


@pytest.mark.parametrize("written", ["A", " A ", "t:A", "\n\tt:A "])
def test_a_reference_may_have_blanks_and_a_prefix(written: str) -> None:
    """A reference means the id that it holds."""
    held = process(
        f'<task id="A"/><task id="B"/><sequenceFlow id="F" sourceRef="{written}" targetRef="B"/>'
    )
    assert held.flows["F"].source == "A"


def test_an_id_may_hold_a_colon() -> None:
    """A prefix is only cut where the whole is no id."""
    held = process(
        '<task id="t:A"/><task id="A"/><sequenceFlow id="F" sourceRef="t:A" targetRef="A"/>'
    )
    assert (held.flows["F"].source, held.flows["F"].target) == ("t:A", "A")


def test_a_comment_within_a_reference_is_no_part_of_it() -> None:
    """Text is whole however it is cut up."""
    held = process(
        '<laneSet><lane id="L"><flowNodeRef>Task<!-- x -->_1</flowNodeRef></lane></laneSet>'
        '<task id="Task_1"/><textAnnotation id="T"><text>a<![CDATA[<b>]]>c</text></textAnnotation>'
    )
    assert held.membership["Task_1"].lane == "L"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Periksa&#10;berkas", "Periksa berkas"),
        ("  Periksa&#9;&#160; berkas ", "Periksa berkas"),
        ("Periksa\u00ad\u200bberkas", "Periksaberkas"),
        ("Überprüfung – 検査", "Überprüfung – 検査"),
    ],
)
def test_a_name_is_one_clean_line(written: str, read_as: str) -> None:
    """Breaks, tabs and no-break spaces are one space; what cannot be seen is gone."""
    assert process(f'<task id="A" name="{written}"/>').nodes["A"].name == read_as


def test_a_name_that_turns_direction_is_told_of() -> None:
    """Characters that make a reader see another text are taken out, with a finding."""
    body = '<task id="A" name="a\u202egnp.exe"/>'
    assert process(body).nodes["A"].name == "agnp.exe"
    assert rules(body) == ["name-direction"]


def test_a_missing_id_is_made_up_from_tag_and_line() -> None:
    """The same file gives the same id."""
    body = '<task name="X"/><task name="Y"/>'
    assert list(process(body).nodes) == ["~task-2", "~task-2~2"]
    assert rules(body) == ["id-missing", "id-missing"]


def test_the_second_bearer_of_an_id_gets_another() -> None:
    """References mean the first bearer; the finding names both lines."""
    body = '<task id="A" name="X"/>\n<task id="A" name="Y"/><task id="B"/>' + flow("A", "B")
    held = process(body)
    assert [(own, node.name) for own, node in held.nodes.items()] == [
        ("A", "X"),
        ("A~2", "Y"),
        ("B", ""),
    ]
    (found,) = findings(body)
    assert (found.rule, found.line, found.elements) == ("id-duplicate", 3, ("A", "A~2"))
    assert dict(found.params)["first"] == "2"


def test_a_flow_without_an_end_is_kept_and_told_of() -> None:
    """A loose arrow has None for its end."""
    body = '<task id="A"/><sequenceFlow id="F" sourceRef="A"/>'
    assert process(body).flows["F"].target is None
    (found,) = findings(body)
    assert (found.rule, found.severity, found.line) == ("flow-loose-end", Severity.ERROR, 2)


def test_a_flow_to_nothing_is_kept_and_told_of() -> None:
    """An end that names no flow node is None."""
    body = '<task id="A"/><sequenceFlow id="F" sourceRef="A" targetRef="Gone"/>'
    assert process(body).flows["F"].target is None
    assert rules(body) == ["reference-to-nothing"]


def test_a_flow_across_scopes_keeps_its_ends_and_is_told_of() -> None:
    """What no table can hold is still known."""
    body = '<task id="A"/><subProcess id="S"><task id="B"/></subProcess>' + flow("A", "B")
    assert process(body).flows["A-B"].target == "B"
    assert rules(body) == ["flow-across-scopes"]


def test_a_flow_that_stands_in_the_wrong_scope_goes_to_its_nodes() -> None:
    """Both ends in a sub-process, the flow outside: it is the sub-process's."""
    held = process(f'<subProcess id="S"><task id="A"/><task id="B"/></subProcess>{flow("A", "B")}')
    assert held.scopes["S"].flows == ("A-B",)
    assert held.scopes["P"].flows == ()
    assert held.flows["A-B"].scope == "S"


def test_a_flow_into_a_boundary_event_is_told_of() -> None:
    """Nothing leads into a boundary event."""
    body = '<task id="A"/><task id="C"/><boundaryEvent id="B" attachedToRef="A"/>' + flow("C", "B")
    assert rules(body) == ["flow-into-boundary"]


def test_a_condition_is_kept_as_written() -> None:
    """The text of a condition, on one line."""
    held = process(
        '<task id="A"/><task id="B"/><sequenceFlow id="F" sourceRef="A" targetRef="B" name="Ya">'
        '<conditionExpression xsi:type="tFormalExpression">nilai &gt;\n 3</conditionExpression></sequenceFlow>'
    )
    assert (held.flows["F"].name, held.flows["F"].condition) == ("Ya", "nilai > 3")


def test_a_default_that_is_no_flow_is_told_of() -> None:
    """A default flow that leads nowhere is None."""
    body = '<exclusiveGateway id="G" default="Gone"/>'
    assert process(body).nodes["G"].default is None
    assert rules(body) == ["reference-to-nothing"]


def test_every_node_knows_its_line() -> None:
    """Lines count from one, in the file as it is."""
    held = process('\n\n<task id="A"/>\n<task id="B"/>')
    assert [node.line for node in held.nodes.values()] == [4, 5]


def test_lines_are_right_beyond_the_reach_of_sixteen_bits() -> None:
    """A file with a hundred thousand lines has them all."""
    body = "\n" * 100_000
    assert process(f'{body}<task id="A"/>\n<task id="B"/>').nodes["B"].line == 100_003


def test_the_file_says_what_wrote_it() -> None:
    """Exporter, version, title and hash of the file."""
    data = definitions("").replace(
        b"<definitions ", b'<definitions name="Peta" exporter="Tool" exporterVersion="1.2" '
    )
    held = read_file("x", data)
    assert (held.exporter, held.title, len(held.sha256)) == ("Tool 1.2", "Peta", 64)


def test_a_broken_drawing_is_left_out_and_told_of() -> None:
    """Numbers that are none, endless, negative or missing draw nothing."""
    bounds = [
        'x="NaN" y="1" width="5" height="5"',
        'x="1e308" y="1" width="5" height="5"',
        'x="a" y="1" width="5" height="5"',
        'x="1" y="1" width="-5" height="5"',
        'y="1" width="5" height="5"',
    ]
    shapes = "".join(
        f'<di:BPMNShape bpmnElement="A{n}"><dc:Bounds {text}/></di:BPMNShape>'
        for n, text in enumerate(bounds)
    )
    edges = (
        '<di:BPMNEdge bpmnElement="E1"><dd:waypoint x="inf" y="0"/></di:BPMNEdge>'
        '<di:BPMNEdge bpmnElement="E2"><dd:waypoint x="?" y="0"/></di:BPMNEdge>'
        '<di:BPMNShape bpmnElement="A9"/>'
    )
    held = read(
        f'<process id="P"/><di:BPMNDiagram><di:BPMNPlane bpmnElement="P">{shapes}{edges}</di:BPMNPlane></di:BPMNDiagram>'
    )
    assert {found.rule for found in held.findings} == {"drawing-broken"}
    assert len(held.findings) == 8
    assert held.maps[0].drawing.shapes == {}


def test_the_first_drawing_of_an_element_wins() -> None:
    """Planes and way-points are kept; a second shape of an element is not."""
    held = read_map(
        '<process id="P"><task id="A"/></process>'
        '<di:BPMNDiagram><di:BPMNPlane id="X" bpmnElement="P"><di:BPMNShape bpmnElement="t:A">'
        '<dc:Bounds x="1" y="2" width="3" height="4"/></di:BPMNShape><di:BPMNEdge bpmnElement="F">'
        '<dd:waypoint x="1" y="2"/><dd:waypoint x="3" y="4"/></di:BPMNEdge></di:BPMNPlane></di:BPMNDiagram>'
        '<di:BPMNDiagram><di:BPMNPlane id="X" bpmnElement="P"><di:BPMNShape bpmnElement="A">'
        '<dc:Bounds x="9" y="9" width="9" height="9"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>'
    )
    assert held.drawing.shapes["A"][:5] == (1, 2, 3, 4, "X")
    assert held.drawing.edges["F"].points == ((1, 2), (3, 4))
    assert held.drawing.planes == {"X": "P", "X~2": "P"}


def test_the_head_of_these_tests_is_bpmn() -> None:
    """A file without anything in it has no map, and says so."""
    held = read_file("x", (HEAD + "</definitions>").encode())
    assert [found.rule for found in held.findings] == ["file-without-map"]
