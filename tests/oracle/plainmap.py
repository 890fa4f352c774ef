"""A plain, naive reading of a BPMN file: what is written there, in dictionaries, and nothing worked out."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from lxml import etree

from tests.oracle.markup import attribute, children, elements, local, named, text, true
from tests.oracle.saying import Sayings, sayings_of

TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
    }
)
BODIES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = TASKS | BODIES | {"callActivity"}
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
INTERMEDIATE = frozenset({"intermediateCatchEvent", "intermediateThrowEvent", "implicitThrowEvent"})
EVENTS = INTERMEDIATE | {"startEvent", "endEvent", "boundaryEvent"}
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
DATA = frozenset(
    {"dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A flow node as written."""

    id: str
    tag: str
    name: str
    scope: str
    definitions: tuple[str, ...] = ()
    link: str = ""
    direction: str = ""
    attached: str = ""
    interrupting: bool = True
    default: str = ""
    called: str = ""
    triggered: bool = False
    compensation: bool = False

    @property
    def handler(self) -> bool:
        """Whether it waits beside the flow: an event sub-process or a compensation activity."""
        return self.tag in ACTIVITIES and (self.triggered or self.compensation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A sequence flow as written; an end that names no flow node is empty."""

    id: str
    source: str
    target: str
    name: str
    condition: str | None
    scope: str

    @property
    def whole(self) -> bool:
        """Whether both ends are flow nodes of the file."""
        return bool(self.source and self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message flow as written."""

    id: str
    source: str
    target: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane, with its own members and the depth it stands at."""

    id: str
    name: str
    scope: str
    depth: int
    members: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Scope:
    """A process, or the body of a sub-process."""

    id: str
    tag: str
    name: str
    parent: str
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class PlainMap:
    """Everything the check needs to know of one file."""

    broken: bool = False
    irregular: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    participants: dict[str, tuple[str, str]] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    data: dict[str, tuple[str, str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    sayings: Sayings = field(default_factory=Sayings)

    def innermost(self, node: str) -> set[str]:
        """The deepest lanes that name the node, in any lane set."""
        holders = [lane for lane in self.lanes.values() if node in lane.members]
        deepest = max((lane.depth for lane in holders), default=0)
        return {lane.id for lane in holders if lane.depth == deepest}

    def process_of(self, scope: str) -> str:
        """The process around a scope."""
        while scope in self.scopes and self.scopes[scope].parent:
            scope = self.scopes[scope].parent
        return scope

    def boundaries(self, host: str) -> list[Node]:
        """The boundary events on an activity."""
        return [node for node in self.nodes.values() if node.attached == host]

    def links(self, scope: str, *, lenient: bool = False) -> set[tuple[str, str]]:
        """Pairs of link throw and catch: by the definition's name, leniently also by the event's."""
        throws = self._link_ends(scope, "intermediateThrowEvent", lenient=lenient)
        catches = self._link_ends(scope, "intermediateCatchEvent", lenient=lenient)
        return {(a, b) for a, na in throws for b, nb in catches if na & nb}

    def _link_ends(self, scope: str, tag: str, *, lenient: bool) -> list[tuple[str, set[str]]]:
        found = []
        for node in self.scopes[scope].nodes.values():
            if node.tag == tag and "linkEventDefinition" in node.definitions:
                names = {node.link, " ".join(node.name.split()) if lenient else ""} - {""}
                found.append((node.id, names))
        return found


@lru_cache(maxsize=1024)
def read(data: bytes) -> PlainMap:
    """Read a file's bytes; a file that is no XML gives an empty map marked broken."""
    root, broken = _parse(data)
    plain = PlainMap(broken=broken)
    if root is None:
        return plain
    for element in elements(root):
        if (name := element.get("id")) is not None:
            plain.ids.setdefault(name.strip(), local(element))
    for child in children(root):
        if local(child).endswith("EventDefinition"):
            shared = " ".join(attribute(child, "name").split())
            plain.shared[attribute(child, "id")] = shared
    for process in named(root, "process"):
        _scope(plain, process, parent="")
    for collaboration in named(root, "collaboration"):
        _collaboration(plain, collaboration)
    _globals(plain, root)
    apart = FLOW_NODES | {"sequenceFlow", "laneSet"}
    resolve = partial(_resolve, plain)
    plain.sayings = sayings_of(root, resolve, set(plain.ids), apart)
    _rehome(plain)
    _settle(plain, root)
    return plain


def counts(data: bytes) -> Counter[str]:
    """How many elements of each kind the file holds, vendor extensions aside."""
    return read(data).counts


def _parse(data: bytes) -> tuple["etree._Element | None", bool]:
    """The root, and whether only a lenient reading found it."""
    for recover in (False, True):
        text = _as_utf8(data) if recover else data
        gate = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
            recover=recover,
            encoding="utf-8" if recover and text is not data else None,
        )
        try:
            root = etree.fromstring(text, gate)
        except etree.XMLSyntaxError:
            continue
        return root, recover or root is None
    return None, True


def _as_utf8(data: bytes) -> bytes:
    """Bytes that claim to be UTF-8 and are not are read as what Windows writes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return data if wide else data.decode("cp1252", "replace").encode()
    return data


def _resolve(plain: PlainMap, written: str) -> str:
    """The id a reference means: as written, else without its prefix, else as written."""
    written = written.strip()
    short = written.rpartition(":")[2]
    return short if written not in plain.ids and short in plain.ids else written


def _identity(plain: PlainMap, element: "etree._Element", taken: Container[str]) -> str:
    name = attribute(element, "id")
    if name and name not in taken:
        return name
    plain.irregular.append(f"{local(element)} {name or 'without id'}")
    return f"{name}~{len(plain.irregular)}"


def _scope(plain: PlainMap, element: "etree._Element", *, parent: str) -> str:
    """Read a process or body, and the bodies inside; sequence flows are settled at the end."""
    written = attribute(element, "id") or f"~{len(plain.scopes)}"
    name = written if parent else _identity(plain, element, plain.scopes)
    scope = Scope(id=name, tag=local(element), name=attribute(element, "name"), parent=parent)
    if name in plain.scopes:
        plain.irregular.append(f"scope {name} twice")
    plain.scopes[name] = scope
    for child in children(element):
        tag = local(child)
        if tag in FLOW_NODES:
            _node(plain, scope, child)
        elif tag == "laneSet":
            _lanes(plain, child, scope=name, depth=1)
    return name


def _node(plain: PlainMap, scope: Scope, element: "etree._Element") -> None:
    name = _identity(plain, element, plain.nodes)
    definitions = _definitions(plain, element)
    links = [link for tag, link in definitions if tag == "linkEventDefinition"]
    node = Node(
        id=name,
        tag=local(element),
        name=attribute(element, "name"),
        scope=scope.id,
        definitions=tuple(tag for tag, _ in definitions),
        link=links[0] if links else "",
        direction=attribute(element, "gatewayDirection"),
        attached=_resolve(plain, attribute(element, "attachedToRef")),
        interrupting=attribute(element, "cancelActivity") not in {"false", "0"},
        default=_resolve(plain, attribute(element, "default")),
        called=attribute(element, "calledElement").rpartition(":")[2],
        triggered=true(element, "triggeredByEvent"),
        compensation=true(element, "isForCompensation"),
    )
    plain.nodes[name] = scope.nodes[name] = node
    if node.tag in BODIES:
        _scope(plain, element, parent=scope.id)


def _definitions(plain: PlainMap, element: "etree._Element") -> list[tuple[str, str]]:
    """Tags and names of the event definitions inside, or that the event refers to.

    Two events that refer to one link definition without a name share its id instead.
    """
    found = []
    for child in children(element):
        tag = local(child)
        if tag == "eventDefinitionRef":
            name = _resolve(plain, text(child))
            found.append((plain.ids.get(name, tag), plain.shared.get(name, "") or name))
        elif tag.endswith("EventDefinition"):
            found.append((tag, " ".join(attribute(child, "name").split())))
    return found


def _lanes(plain: PlainMap, element: "etree._Element", *, scope: str, depth: int) -> None:
    for lane in named(element, "lane"):
        name = _identity(plain, lane, plain.lanes)
        members = frozenset(_resolve(plain, text(ref)) for ref in named(lane, "flowNodeRef"))
        plain.lanes[name] = Lane(
            id=name, name=attribute(lane, "name"), scope=scope, depth=depth, members=members
        )
        for inner in named(lane, "childLaneSet"):
            _lanes(plain, inner, scope=scope, depth=depth + 1)


def _collaboration(plain: PlainMap, element: "etree._Element") -> None:
    for child in children(element):
        name = attribute(child, "id")
        if local(child) == "participant":
            process = _resolve(plain, attribute(child, "processRef"))
            plain.participants[name] = (attribute(child, "name"), process)
        elif local(child) == "messageFlow":
            plain.messages[name] = Message(
                id=name,
                source=_resolve(plain, attribute(child, "sourceRef")),
                target=_resolve(plain, attribute(child, "targetRef")),
                name=attribute(child, "name"),
            )


def _globals(plain: PlainMap, root: "etree._Element") -> None:
    for element in elements(root):
        plain.counts[local(element)] += 1
        if local(element) in DATA:
            name = attribute(element, "id")
            plain.data[name] = (local(element), attribute(element, "name"))


def _rehome(plain: PlainMap) -> None:
    """Let a boundary event stand where its host stands; tools write it inside the host, or in another process."""
    for node in list(plain.nodes.values()):
        host = plain.nodes.get(node.attached)
        if host is not None and host.scope != node.scope:
            moved = replace(node, scope=host.scope)
            del plain.scopes[node.scope].nodes[node.id]
            plain.nodes[node.id] = plain.scopes[host.scope].nodes[node.id] = moved


def _settle(plain: PlainMap, root: "etree._Element") -> None:
    """Read the sequence flows once every node is known, and give each the scope of its ends."""
    for element in elements(root):
        if local(element) != "sequenceFlow":
            continue
        flow = _flow(plain, element)
        plain.flows[flow.id] = flow
        if flow.scope in plain.scopes:
            plain.scopes[flow.scope].flows[flow.id] = flow


def _flow(plain: PlainMap, element: "etree._Element") -> Flow:
    taken = plain.nodes if attribute(element, "id") in plain.nodes else plain.flows
    name = _identity(plain, element, taken)
    ends = [_resolve(plain, attribute(element, end)) for end in ("sourceRef", "targetRef")]
    source, target = (end if end in plain.nodes else "" for end in ends)
    parent = element.getparent()
    scope = attribute(parent, "id") if parent is not None else ""
    if source and target and plain.nodes[source].scope == plain.nodes[target].scope:
        scope = plain.nodes[source].scope
    conditions = named(element, "conditionExpression")
    return Flow(
        id=name,
        source=source,
        target=target,
        name=attribute(element, "name"),
        condition=text(conditions[0]) if conditions else None,
        scope=scope,
    )
