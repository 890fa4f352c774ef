"""A process map as read: BPMN 2.0's process and collaboration vocabulary as frozen values.

Names are BPMN's own (ISO/IEC 19510). A *scope* is a process or the body of a sub-process. Names and texts are cleaned:
line breaks, tabs and no-break spaces become single spaces, control characters are gone; case and wording are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, NewType

from bpm2sop.model.findings import Finding

ElementId = NewType("ElementId", str)


class NodeType(StrEnum):
    """Kinds of flow node, by their BPMN tag."""

    TASK = "task"
    USER_TASK = "userTask"
    MANUAL_TASK = "manualTask"
    SERVICE_TASK = "serviceTask"
    SCRIPT_TASK = "scriptTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    BUSINESS_RULE_TASK = "businessRuleTask"
    CALL_ACTIVITY = "callActivity"
    SUB_PROCESS = "subProcess"
    TRANSACTION = "transaction"
    AD_HOC_SUB_PROCESS = "adHocSubProcess"
    EXCLUSIVE_GATEWAY = "exclusiveGateway"
    PARALLEL_GATEWAY = "parallelGateway"
    INCLUSIVE_GATEWAY = "inclusiveGateway"
    COMPLEX_GATEWAY = "complexGateway"
    EVENT_BASED_GATEWAY = "eventBasedGateway"
    START_EVENT = "startEvent"
    END_EVENT = "endEvent"
    INTERMEDIATE_CATCH_EVENT = "intermediateCatchEvent"
    INTERMEDIATE_THROW_EVENT = "intermediateThrowEvent"
    BOUNDARY_EVENT = "boundaryEvent"


SUB_PROCESSES = frozenset({NodeType.SUB_PROCESS, NodeType.TRANSACTION, NodeType.AD_HOC_SUB_PROCESS})
GATEWAYS = frozenset(
    {
        NodeType.EXCLUSIVE_GATEWAY,
        NodeType.PARALLEL_GATEWAY,
        NodeType.INCLUSIVE_GATEWAY,
        NodeType.COMPLEX_GATEWAY,
        NodeType.EVENT_BASED_GATEWAY,
    }
)
EVENTS = frozenset(
    {
        NodeType.START_EVENT,
        NodeType.END_EVENT,
        NodeType.INTERMEDIATE_CATCH_EVENT,
        NodeType.INTERMEDIATE_THROW_EVENT,
        NodeType.BOUNDARY_EVENT,
    }
)
ACTIVITIES = frozenset(NodeType) - GATEWAYS - EVENTS


class EventKind(StrEnum):
    """Kinds of event definition, by their BPMN tag without `EventDefinition`."""

    MESSAGE = "message"
    TIMER = "timer"
    ERROR = "error"
    ESCALATION = "escalation"
    CANCEL = "cancel"
    COMPENSATE = "compensate"
    CONDITIONAL = "conditional"
    LINK = "link"
    SIGNAL = "signal"
    TERMINATE = "terminate"


class EventDefinition(NamedTuple):
    """What triggers or is thrown by an event.

    `name` is that of the message, signal, error, escalation or link; `text` the timer expression or condition as written.
    `timer` is `duration`, `date` or `cycle` for a timer, else empty. `reference` is the raw id of the thing referred to.
    """

    kind: EventKind
    name: str = ""
    text: str = ""
    timer: str = ""
    reference: str = ""


class Loop(StrEnum):
    """Repetition marker of an activity."""

    STANDARD = "standard"
    PARALLEL = "parallel"
    SEQUENTIAL = "sequential"


class FlowNode(NamedTuple):
    """One flow node. `scope` is the process or sub-process that holds it; `line` is the line of its tag."""

    id: ElementId
    type: NodeType
    name: str
    scope: ElementId
    line: int
    events: tuple[EventDefinition, ...] = ()
    attached_to: ElementId | None = None
    """Host of a boundary event; None where the reference leads nowhere."""
    interrupting: bool = True
    """`cancelActivity` of a boundary event, `isInterrupting` of a start event."""
    default: ElementId | None = None
    loop: Loop | None = None
    loop_text: str = ""
    """Loop condition or cardinality as written."""
    for_compensation: bool = False
    by_event: bool = False
    """True for an event sub-process (`triggeredByEvent`)."""
    called: str = ""
    """`calledElement` without its prefix, or empty."""
    expanded: bool | None = None
    """For a sub-process: drawn expanded (True) or collapsed (False); None where the drawing does not say."""
    performers: tuple[str, ...] = ()
    """Names of potential owners, performers and resources given on the activity."""
    message: str = ""
    """Name of the message that a send or receive task refers to."""


class SequenceFlow(NamedTuple):
    """A sequence flow. An end is None where it is missing or refers to nothing that is a flow node.

    `condition` is the text of its condition expression: empty where the expression is, None where there is none.
    """

    id: ElementId
    source: ElementId | None
    target: ElementId | None
    name: str
    condition: str | None
    scope: ElementId
    line: int


class Scope(NamedTuple):
    """A process or the body of a sub-process, with what it holds directly, in source order."""

    id: ElementId
    name: str
    process: ElementId
    parent: ElementId | None
    nodes: tuple[ElementId, ...]
    flows: tuple[ElementId, ...]
    line: int


class Lane(NamedTuple):
    """A lane of a process or sub-process (`scope`), within `parent` where nested."""

    id: ElementId
    name: str
    scope: ElementId
    parent: ElementId | None
    line: int


class MembershipSource(StrEnum):
    """How a node's lane was found."""

    REFERENCE = "reference"
    DRAWING = "drawing"
    NEIGHBOUR = "neighbour"


class Membership(NamedTuple):
    """The innermost lane of a node, and how it was found."""

    lane: ElementId
    source: MembershipSource


class Participant(NamedTuple):
    """A pool. `process` is None for a black box."""

    id: ElementId
    name: str
    process: ElementId | None
    line: int


class MessageFlow(NamedTuple):
    """A message flow between nodes or pools. An end is None where it refers to nothing; `message` is its message's name."""

    id: ElementId
    name: str
    source: ElementId | None
    target: ElementId | None
    message: str
    line: int


class DataKind(StrEnum):
    """Kinds of data element."""

    OBJECT = "dataObject"
    STORE = "dataStore"
    INPUT = "dataInput"
    OUTPUT = "dataOutput"


class DataItem(NamedTuple):
    """A data object, store, input or output as drawn: for a reference its own name, else its object's; `state` without brackets."""

    id: ElementId
    kind: DataKind
    name: str
    state: str
    collection: bool
    line: int


class DataLink(NamedTuple):
    """Data read (`into` True) or written (`into` False) by a flow node; `association` is the id of the linking element."""

    association: ElementId
    item: ElementId
    node: ElementId
    into: bool


class Annotation(NamedTuple):
    """A text annotation and the elements that associations tie it to."""

    id: ElementId
    text: str
    elements: tuple[ElementId, ...]
    line: int


class Group(NamedTuple):
    """A group box, by its category value."""

    id: ElementId
    name: str
    line: int


class Fact(NamedTuple):
    """What a tool's own extension says of an element beside the standard.

    `kind` is one of `duration`, `role`, `document`, `description`, `cost`, `code`, `owner`; `dialect` names the tool's vocabulary.
    """

    element: ElementId
    kind: str
    value: str
    dialect: str


class Shape(NamedTuple):
    """A drawn box, in the drawing's units (y grows downward). `horizontal` is that of a pool or lane, None where not said."""

    x: float
    y: float
    width: float
    height: float
    plane: ElementId
    horizontal: bool | None = None
    expanded: bool | None = None


class Edge(NamedTuple):
    """A drawn line through its way-points."""

    points: tuple[tuple[float, float], ...]
    plane: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """BPMN DI: one shape or edge an element (the first drawn wins), in all planes of the file.

    `planes` maps a plane's own id to the element that it shows. `generated` marks a drawing made by us.
    """

    shapes: Mapping[ElementId, Shape] = field(default_factory=dict)
    edges: Mapping[ElementId, Edge] = field(default_factory=dict)
    planes: Mapping[ElementId, ElementId] = field(default_factory=dict)
    generated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMap:
    """One diagram: a collaboration with its processes, or one process that no collaboration names.

    Mappings keep source order. `id` is the collaboration's id, else the process's.
    """

    id: ElementId
    name: str
    file: str
    participants: tuple[Participant, ...] = ()
    processes: tuple[ElementId, ...] = ()
    scopes: Mapping[ElementId, Scope] = field(default_factory=dict)
    nodes: Mapping[ElementId, FlowNode] = field(default_factory=dict)
    flows: Mapping[ElementId, SequenceFlow] = field(default_factory=dict)
    lanes: Mapping[ElementId, Lane] = field(default_factory=dict)
    membership: Mapping[ElementId, Membership] = field(default_factory=dict)
    messages: tuple[MessageFlow, ...] = ()
    data: Mapping[ElementId, DataItem] = field(default_factory=dict)
    data_links: tuple[DataLink, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    groups: tuple[Group, ...] = ()
    compensations: Mapping[ElementId, ElementId] = field(default_factory=dict)
    """Boundary event of a compensation to the activity that its association leads to."""
    documentation: Mapping[ElementId, str] = field(default_factory=dict)
    """Text of `documentation`, HTML turned into text, of whatever element has one."""
    facts: tuple[Fact, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)


class FileStatus(StrEnum):
    """What became of a file."""

    READ = "read"
    REPAIRED = "repaired"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """One file read: `name` as the user gave it, `sha256` of its bytes in hex, `exporter` as the file says ("Tool 1.2") or empty."""

    name: str
    sha256: str
    status: FileStatus
    exporter: str = ""
    title: str = ""
    """Name of the file's `definitions`, or empty."""
    maps: tuple[ProcessMap, ...] = ()
    findings: tuple[Finding, ...] = ()
