"""Which SOPs a map gives."""

from bpm2sop.decompose import plan
from bpm2sop.decompose.plan import apart, nested
from bpm2sop.model.processmap import ElementId
from tests.decompose.sketch import map_of

_BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'


def _map(body: str, drawing: str = "") -> bytes:
    diagram = (
        f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="P">{drawing}</di:BPMNPlane></di:BPMNDiagram>'
        if drawing
        else ""
    )
    return f'<definitions {_BPMN} id="d" targetNamespace="t">{body}{diagram}</definitions>'.encode()


def _shape(element: str, *, expanded: bool) -> str:
    return (
        f'<di:BPMNShape bpmnElement="{element}" isExpanded="{str(expanded).lower()}">'
        '<dc:Bounds x="0" y="0" width="100" height="80"/></di:BPMNShape>'
    )


_INNER = '<subProcess id="S"><task id="T"/><task id="U"/><sequenceFlow id="g" sourceRef="T" targetRef="U"/></subProcess>'


def test_boxes_without_flow_give_no_sop() -> None:
    """A map of level 0 or 1 is a page of the atlas."""
    assert (
        plan(map_of(_map('<process id="P"><subProcess id="A"/><subProcess id="B"/></process>')))
        == ()
    )


def test_flow_inside_a_box_gives_an_sop_of_that_box() -> None:
    """The page itself has no steps, what lies in its boxes has."""
    assert plan(map_of(_map(f'<process id="P">{_INNER}</process>'))) == (("S",),)


def test_a_collapsed_sub_process_with_content_is_an_sop_apart() -> None:
    """What is not shown on the map is not shown in its table."""
    flow = '<task id="A"/><sequenceFlow id="f" sourceRef="A" targetRef="S"/>'
    process_map = map_of(
        _map(f'<process id="P">{flow}{_INNER}</process>', _shape("S", expanded=False))
    )
    assert plan(process_map) == (("P",), ("S",))
    assert apart(process_map, [ElementId("P")]) == ["S"]


def test_an_expanded_sub_process_nests() -> None:
    """What is shown on the map is shown under its row."""
    flow = '<task id="A"/><sequenceFlow id="f" sourceRef="A" targetRef="S"/>'
    process_map = map_of(
        _map(f'<process id="P">{flow}{_INNER}</process>', _shape("S", expanded=True))
    )
    assert plan(process_map) == (("P",),)
    assert nested(process_map, [ElementId("P")]) == ["S"]


def test_all_processes_of_a_map_share_one_sop_unless_asked_otherwise() -> None:
    """Scope `map` joins the pools, scope `process` parts them."""
    processes = "".join(
        f'<process id="{name}"><task id="{name}1"/><task id="{name}2"/>'
        f'<sequenceFlow id="{name}f" sourceRef="{name}1" targetRef="{name}2"/></process>'
        for name in "PQ"
    )
    pools = '<collaboration id="C"><participant id="p" processRef="P"/><participant id="q" processRef="Q"/></collaboration>'
    process_map = map_of(_map(pools + processes))
    assert plan(process_map) == (("P", "Q"),)
    assert plan(process_map, "process") == (("P",), ("Q",))
