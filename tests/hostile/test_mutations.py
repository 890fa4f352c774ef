"""Maps shaken at random: they are read with findings or refused, and nothing else ever happens."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bpm2sop.errors import Refused
from bpm2sop.model.processmap import MapFile
from bpm2sop.readers import read_file

SEED = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">
<message id="M" name="Surat"/><dataStore id="DS" name="Arsip"/><category id="K"><categoryValue id="KV" value="Tahap"/>
</category>
<collaboration id="C"><participant id="Pa" name="Dinas" processRef="P"/><participant id="Pb" name="Pemohon"/>
<messageFlow id="MF" sourceRef="Pb" targetRef="S" messageRef="M"/></collaboration>
<process id="P"><laneSet id="LS"><lane id="L1" name="Loket"><flowNodeRef>S</flowNodeRef><flowNodeRef>A</flowNodeRef>
<childLaneSet><lane id="L3"/></childLaneSet></lane><lane id="L2"/></laneSet>
<startEvent id="S"><messageEventDefinition messageRef="M"/></startEvent>
<userTask id="A" name="Periksa" default="F3"><documentation>Isi</documentation><ioSpecification>
<dataInput id="DI1" name="x"/></ioSpecification>
<dataInputAssociation id="DA"><sourceRef>DR</sourceRef><targetRef>DI1</targetRef></dataInputAssociation>
<potentialOwner id="PO"><resourceRef>R</resourceRef></potentialOwner><multiInstanceLoopCharacteristics/></userTask>
<boundaryEvent id="B" attachedToRef="A"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition>
</boundaryEvent>
<subProcess id="U"><task id="V"/><task id="W"/><sequenceFlow id="F4" sourceRef="V" targetRef="W"/></subProcess>
<exclusiveGateway id="G"/><endEvent id="E"/><dataObject id="DO" name="Berkas"/>
<dataObjectReference id="DR" dataObjectRef="DO"/>
<dataStoreReference id="SR" dataStoreRef="DS"/><association id="X1" sourceRef="DR" targetRef="F1"/>
<textAnnotation id="T"><text>Catatan</text></textAnnotation><association id="X2" sourceRef="A" targetRef="T"/>
<group id="GR" categoryValueRef="KV"/>
<sequenceFlow id="F1" sourceRef="S" targetRef="A"/><sequenceFlow id="F2" sourceRef="A" targetRef="U"/>
<sequenceFlow id="F3" sourceRef="U" targetRef="G"/><sequenceFlow id="F5" sourceRef="G" targetRef="E">
<conditionExpression>ya</conditionExpression></sequenceFlow>
</process><process id="Q"><task id="Z"/></process>
<di:BPMNDiagram><di:BPMNPlane id="PL" bpmnElement="C"><di:BPMNShape bpmnElement="L1">
<dc:Bounds x="0" y="0" width="500" height="100"/></di:BPMNShape>
<di:BPMNShape bpmnElement="L2"><dc:Bounds x="0" y="100" width="500" height="100"/></di:BPMNShape>
<di:BPMNShape bpmnElement="U"><dc:Bounds x="100" y="110" width="100" height="80"/></di:BPMNShape>
<di:BPMNEdge bpmnElement="F1"><dd:waypoint x="1" y="2"/><dd:waypoint x="3" y="4"/></di:BPMNEdge></di:BPMNPlane>
</di:BPMNDiagram>
</definitions>"""


def shaken(chance: random.Random) -> bytes:
    """Change a map in a few places: attributes, tags, texts, order, nesting."""
    root = etree.fromstring(SEED)
    for _ in range(chance.randint(1, 12)):
        every = list(root.iter(etree.Element))
        one, other = chance.choice(every), chance.choice(every)
        match chance.randrange(7):
            case 0 if one.attrib:
                one.attrib.pop(chance.choice(list(one.attrib)))
            case 1 if one.attrib:
                one.set(
                    chance.choice(list(one.attrib)),
                    chance.choice(
                        ["", " ", "A", "t:S", "nan", "L1", "P", "~task-1", "\u202e", "-1"]
                    ),
                )
            case 2 if one is not root:
                one.tag = other.tag
            case 3:
                one.text = chance.choice(["", "A", "L1", " t:B ", "x" * 300])
            case 4 if (
                one is not root and one not in list(other.iterancestors()) and one is not other
            ):
                other.append(one)
            case 5 if one is not root and one.getparent() is not None:
                one.getparent().append(etree.fromstring(etree.tostring(one)))
            case _ if one is not root and one.getparent() is not None:
                one.getparent().remove(one)
    return etree.tostring(root)


def read_or_refused(data: bytes) -> MapFile | None:
    """Read a file; a refusal is an answer, anything else a fault."""
    try:
        return read_file("shaken.bpmn", data)
    except Refused:
        return None


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_shaken_map_is_read_or_refused(chance: random.Random) -> None:
    """What is read holds together: no end, lane or link leads out of its map."""
    held = read_or_refused(shaken(chance))
    for one in held.maps if held else ():
        ends = {end for flow in one.flows.values() for end in (flow.source, flow.target) if end}
        assert ends | set(one.membership) | {link.node for link in one.data_links} <= set(one.nodes)
        assert {lane.lane for lane in one.membership.values()} <= set(one.lanes)
        assert {node for scope in one.scopes.values() for node in scope.nodes} == set(one.nodes)
        assert {flow for scope in one.scopes.values() for flow in scope.flows} == set(one.flows)
        assert {link.item for link in one.data_links} <= set(one.data)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(SEED) - 1), st.binary(max_size=6), st.integers(0, 40))
def test_shaken_bytes_are_read_or_refused(at: int, new: bytes, gone: int) -> None:
    """Bytes put in, taken out or replaced anywhere."""
    read_or_refused(SEED[:at] + new + SEED[at + gone :])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever a file holds."""
    read_or_refused(data)
    read_or_refused(b"<" + data)
