"""Tags of BPMN 2.0 and its drawing, as lxml writes them (`{namespace}local`), and what they are."""

from __future__ import annotations

from typing import Final

from bpm2sop.model.processmap import DataKind, EventKind, NodeType
from bpm2sop.readers.formats import BPMN

DI: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC: Final = "{http://www.omg.org/spec/DD/20100524/DC}"
DD: Final = "{http://www.omg.org/spec/DD/20100524/DI}"
MODEL: Final = f"{{{BPMN}}}"
XINCLUDE: Final = "{http://www.w3.org/2001/XInclude}"

SHAPE: Final = f"{DI}BPMNShape"
EDGE: Final = f"{DI}BPMNEdge"
PLANE: Final = f"{DI}BPMNPlane"
DIAGRAM: Final = f"{DI}BPMNDiagram"
BOUNDS: Final = f"{DC}Bounds"
WAYPOINT: Final = f"{DD}waypoint"


def bpmn(local: str) -> str:
    """Write the tag of a BPMN element."""
    return MODEL + local


NODES: Final = {bpmn(kind.value): kind for kind in NodeType}
EVENTS: Final = {bpmn(f"{kind.value}EventDefinition"): kind for kind in EventKind}

SEQUENCE_FLOW: Final = bpmn("sequenceFlow")
LANE_SET: Final = bpmn("laneSet")
CHILD_LANE_SET: Final = bpmn("childLaneSet")
LANE: Final = bpmn("lane")
FLOW_NODE_REF: Final = bpmn("flowNodeRef")
PROCESS: Final = bpmn("process")
COLLABORATION: Final = bpmn("collaboration")
GLOBAL_CONVERSATION: Final = bpmn("globalConversation")
PARTICIPANT: Final = bpmn("participant")
MESSAGE_FLOW: Final = bpmn("messageFlow")
ASSOCIATION: Final = bpmn("association")
ANNOTATION: Final = bpmn("textAnnotation")
GROUP: Final = bpmn("group")
TEXT: Final = bpmn("text")
DOCUMENTATION: Final = bpmn("documentation")
EXTENSIONS: Final = bpmn("extensionElements")
RELATIONSHIP: Final = bpmn("relationship")
CONDITION: Final = bpmn("conditionExpression")
DATA_OBJECT: Final = bpmn("dataObject")
DATA_OBJECT_REFERENCE: Final = bpmn("dataObjectReference")
DATA_STORE: Final = bpmn("dataStore")
DATA_STORE_REFERENCE: Final = bpmn("dataStoreReference")
DATA_STATE: Final = bpmn("dataState")
DATA_INPUT: Final = bpmn("dataInput")
DATA_OUTPUT: Final = bpmn("dataOutput")
IO: Final = bpmn("ioSpecification")
INPUT_ASSOCIATION: Final = bpmn("dataInputAssociation")
OUTPUT_ASSOCIATION: Final = bpmn("dataOutputAssociation")
SOURCE_REF: Final = bpmn("sourceRef")
TARGET_REF: Final = bpmn("targetRef")
EVENT_REF: Final = bpmn("eventDefinitionRef")
MULTI_INSTANCE: Final = bpmn("multiInstanceLoopCharacteristics")
STANDARD_LOOP: Final = bpmn("standardLoopCharacteristics")
CATEGORY: Final = bpmn("category")
CATEGORY_VALUE: Final = bpmn("categoryValue")
RESOURCE_REF: Final = bpmn("resourceRef")

PERFORMERS: Final = frozenset(
    map(bpmn, ("performer", "humanPerformer", "potentialOwner", "resourceRole"))
)
NAMED: Final = frozenset(map(bpmn, ("message", "signal", "error", "escalation", "resource")))
"""Root elements that others refer to for their name."""
DATA_KINDS: Final = {
    DATA_OBJECT: DataKind.OBJECT,
    DATA_OBJECT_REFERENCE: DataKind.OBJECT,
    DATA_STORE: DataKind.STORE,
    DATA_STORE_REFERENCE: DataKind.STORE,
    DATA_INPUT: DataKind.INPUT,
    DATA_OUTPUT: DataKind.OUTPUT,
}
EXPRESSIONS: Final = {
    bpmn("timeDuration"): "duration",
    bpmn("timeDate"): "date",
    bpmn("timeCycle"): "cycle",
    bpmn("condition"): "",
}
SILENT: Final = frozenset(
    map(
        bpmn,
        (
            "auditing",
            "monitoring",
            "property",
            "correlationSubscription",
            "supports",
            "supportedInterfaceRef",
            "extensionElements",
            "documentation",
            "incoming",
            "outgoing",
            "inputSet",
            "outputSet",
            "completionCondition",
            "activationCondition",
            "script",
            "multiInstanceLoopCharacteristics",
            "standardLoopCharacteristics",
            "ioBinding",
            "categoryValueRef",
            *(kind.value + "EventDefinition" for kind in EventKind),
        ),
    )
)
"""Children of a process or sub-process that hold nothing for a map."""
ROOT_SILENT: Final = frozenset(
    map(
        bpmn,
        (
            "import",
            "extension",
            "extensionElements",
            "documentation",
            "relationship",
            "itemDefinition",
            "interface",
            "endPoint",
            "partnerEntity",
            "partnerRole",
            "correlationProperty",
            "globalTask",
            "globalUserTask",
            "globalManualTask",
            "globalScriptTask",
            "globalBusinessRuleTask",
            "globalServiceTask",
            "globalSendTask",
            "globalReceiveTask",
        ),
    )
)
"""Root elements that hold nothing for a map by themselves."""
