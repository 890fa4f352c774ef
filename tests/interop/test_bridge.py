"""The bridge to bpmn-python, with a stand-in for the package: what crosses, and what does not change."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import networkx as nx
import pytest

from bpm2sop.interop import diagram as shim
from bpm2sop.interop.bpmn_python import (
    Diagram,
    from_bpmn_python,
    new_diagram,
    to_bpmn_python,
)
from bpm2sop.model.processmap import ElementId, NodeType, ProcessMap
from bpm2sop.readers import read_file
from tests.interop.bridge import PACKAGE, Bare, stand_in

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d">'
)
LANES = f"""{HEAD}
<collaboration id="C"><participant id="P1" name="Dinas" processRef="P"/><participant id="P2" name="Pemohon"/>
 <messageFlow id="M" name="Berkas" sourceRef="P2" targetRef="A"/></collaboration>
<process id="P" name="Perizinan">
 <laneSet id="L"><lane id="L1" name="Seksi"><childLaneSet id="LL">
   <lane id="L2" name="Staf"><flowNodeRef>A</flowNodeRef></lane></childLaneSet></lane>
   <lane id="L3" name="Kepala"><flowNodeRef>B</flowNodeRef></lane></laneSet>
 <startEvent id="S"><messageEventDefinition id="m"/></startEvent>
 <userTask id="A" name="Memeriksa"/><callActivity id="B" name="Menyetujui" calledElement="Q"/>
 <exclusiveGateway id="G" name="Lengkap?" default="F3"/>
 <boundaryEvent id="T" attachedToRef="A" cancelActivity="false"><timerEventDefinition id="t"/></boundaryEvent>
 <transaction id="X" name="Membayar"><task id="Y" name="Menyetor"/></transaction>
 <dataObject id="D0" name="Berkas"/><dataObjectReference id="D" name="Berkas" dataObjectRef="D0"/>
 <sequenceFlow id="F1" sourceRef="S" targetRef="A"/><sequenceFlow id="F2" sourceRef="A" targetRef="G"/>
 <sequenceFlow id="F3" name="Ya" sourceRef="G" targetRef="B"/>
 <sequenceFlow id="F4" name="Tidak" sourceRef="G" targetRef="A"><conditionExpression>tidak</conditionExpression></sequenceFlow>
 <sequenceFlow id="F5" sourceRef="T" targetRef="X"/><sequenceFlow id="F6" sourceRef="B"/>
</process></definitions>"""


@pytest.fixture(autouse=True)
def _package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with stand_in(monkeypatch):
        yield


def drawn() -> ProcessMap:
    """Read the small map."""
    (process_map,) = read_file("a.bpmn", LANES.encode()).maps
    return process_map


def there_and_back() -> ProcessMap:
    """Send the small map over the bridge and back."""
    return from_bpmn_python(to_bpmn_python(drawn()), file="a.bpmn")


def unlined(values: object) -> str:
    """Write values without their lines, which no diagram has."""
    return repr([value._replace(line=0) for value in values])  # type: ignore[attr-defined]


def test_nodes_and_flows_come_back_as_they_went() -> None:
    """Kinds, names, scopes, events, hosts, defaults and conditions; also two flows between the same two nodes."""
    before, after = drawn(), there_and_back()
    assert unlined(after.nodes.values()) == unlined(before.nodes.values())
    assert unlined(after.flows.values()) == unlined(before.flows.values())
    assert unlined(after.scopes.values()) == unlined(before.scopes.values())
    assert after.nodes[ElementId("X")].type is NodeType.TRANSACTION
    assert after.flows[ElementId("F2")].condition is None
    assert after.flows[ElementId("F4")].condition == "tidak"


def test_actors_and_messages_come_back_as_they_went() -> None:
    """Pools, lanes within lanes, who does what, and hand-overs."""
    before, after = drawn(), there_and_back()
    assert unlined(after.participants) == unlined(before.participants)
    assert unlined(after.messages) == unlined(before.messages)
    assert unlined(after.lanes.values()) == unlined(before.lanes.values())
    assert {node: home.lane for node, home in after.membership.items()} == {
        node: home.lane for node, home in before.membership.items()
    }
    assert (after.id, after.processes, after.file) == ("C", ("P",), "a.bpmn")
    assert [item.name for item in after.data.values()] == ["Berkas"]


def test_a_map_without_drawing_stays_without() -> None:
    """The places that bpmn-python makes up are not taken for drawn ones."""
    assert there_and_back().drawing.shapes == {}


def test_a_drawing_crosses() -> None:
    """Shapes by their sides, lines by their points."""
    text = LANES.replace(
        "</definitions>",
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
        ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="DI">'
        '<bpmndi:BPMNPlane id="PL" bpmnElement="C"><bpmndi:BPMNShape id="a" bpmnElement="A">'
        '<dc:Bounds x="10.5" y="20" width="80" height="60"/></bpmndi:BPMNShape>'
        '<bpmndi:BPMNEdge id="f" bpmnElement="F1"><di:waypoint x="1" y="2"/><di:waypoint x="3" y="4.5"/></bpmndi:BPMNEdge>'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>",
    )
    (before,) = read_file("a.bpmn", text.encode()).maps
    made = to_bpmn_python(before)
    assert made.diagram_graph.nodes["A"]["x"] == "10.5"
    assert made.diagram_graph.edges["S", "A"]["waypoints"] == [("1", "2"), ("3", "4.5")]
    after = from_bpmn_python(made).drawing
    assert after.shapes == before.drawing.shapes
    assert after.planes == before.drawing.planes


def test_what_a_script_changes_crosses_back() -> None:
    """The edge, which scripts change, goes before the list of flows."""
    made = to_bpmn_python(drawn())
    made.diagram_graph.nodes["A"]["node_name"] = "Meneliti\n berkas"
    made.diagram_graph.edges["G", "B"]["name"] = "Lengkap"
    after = from_bpmn_python(made)
    assert after.nodes[ElementId("A")].name == "Meneliti berkas"
    assert after.flows[ElementId("F3")].name == "Lengkap"


def test_a_node_that_only_a_flow_knows_is_none() -> None:
    """bpmn-python passes over what it does not know; the flow has a loose end there."""
    bare = Bare()
    bare.process_elements["P"] = {"name": "x"}
    bare.diagram_graph.add_node("A", type="task", node_name="A", process="P")
    bare.diagram_graph.add_edge("A", "B", id="F", process="P")
    bare.sequence_flows["F"] = {"name": "", "sourceRef": "A", "targetRef": "B"}
    flow = from_bpmn_python(bare).flows[ElementId("F")]
    assert (flow.source, flow.target, flow.scope) == ("A", None, "P")


def test_places_that_are_no_numbers_are_no_places() -> None:
    """A script may write anything."""
    bare = Bare()
    bare.process_elements["P"] = {}
    for key, x in (("A", "left"), ("B", "nan"), ("C", None)):
        bare.diagram_graph.add_node(
            key, type="task", process="P", x=x, y="1", width="1", height="1"
        )
    assert from_bpmn_python(bare).drawing.shapes == {}


def test_networkx_stays_as_it_is() -> None:
    """Only the diagram's own graph has the two names, also after it was emptied."""
    made = new_diagram()
    assert not hasattr(nx.Graph, "node")
    assert not hasattr(nx.Graph, "edge")
    type(made).__init__(made)
    made.diagram_graph.add_edge("a", "b", id="f")
    graph = made.diagram_graph
    assert isinstance(graph, shim.Graph)
    graph.node["a"]["type"] = "task"
    assert graph.edge["a"]["b"] is graph.edges["b", "a"]
    assert graph.nodes["a"] == {"type": "task"}


def test_the_extra_is_named_when_the_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install; nothing was imported before that."""
    monkeypatch.setitem(sys.modules, f"{PACKAGE}.bpmn_diagram_rep", None)
    shim._diagram_class.cache_clear()
    with pytest.raises(ModuleNotFoundError, match=r"bpm2sop\[bpmn-python\]") as error:
        to_bpmn_python(drawn())
    assert error.value.name == PACKAGE


def test_a_message_back_and_forth_keeps_both() -> None:
    """They share an edge of the diagram, not their place in the map."""
    before = drawn()
    (message,) = before.messages
    answer = message._replace(
        id=ElementId("M2"), source=message.target, target=message.source, line=0
    )
    made: Diagram = to_bpmn_python(replace(before, messages=(message, answer)))
    assert [flow.id for flow in from_bpmn_python(made).messages] == ["M", "M2"]
