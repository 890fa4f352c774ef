"""Flow nodes: what stands on and within the element of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bpm2sop.model.processmap import (
    EVENTS,
    SUB_PROCESSES,
    ElementId,
    EventDefinition,
    EventKind,
    FlowNode,
    Loop,
    NodeType,
)
from bpm2sop.readers import dialects, tags, texts
from bpm2sop.readers.element import Element
from bpm2sop.readers.gathered import DataTie, Gathered, Port, whole_text

_MESSAGE_TASKS: Final = frozenset({NodeType.SEND_TASK, NodeType.RECEIVE_TASK})
_REFERRING: Final = _MESSAGE_TASKS | SUB_PROCESSES | {NodeType.CALL_ACTIVITY}
_REFERENCES: Final = ("messageRef", "signalRef", "errorRef", "escalationRef", "activityRef")


@dataclass(slots=True)
class _Details:
    """What the children of a flow node say."""

    node: ElementId
    events: list[EventDefinition] = field(default_factory=list)
    event_refs: list[str] = field(default_factory=list)
    performers: list[tuple[str, str]] = field(default_factory=list)
    loop: Loop | None = None
    loop_text: str = ""


def read_node(gathered: Gathered, element: Element, kind: NodeType, scope: ElementId) -> ElementId:
    """Read one flow node; the flow nodes within a sub-process are left to the caller."""
    line = element.sourceline
    node = gathered.take_id(element, line)
    name = gathered.name(element, line)
    get = element.get
    details = _read_details(gathered, element, node)
    # Some tools declare a namespace only where they use it: on user tasks, which engines assign.
    if gathered.watched or kind is NodeType.USER_TASK:
        dialects.read_attributes(element, node, gathered.gleaned)
    events: tuple[EventDefinition, ...] = ()
    loop, loop_text = None, ""
    if details is not None:
        events, loop, loop_text = tuple(details.events), details.loop, details.loop_text
    if kind in EVENTS:
        host = get("attachedToRef")
        flag = get("cancelActivity") or get("isInterrupting")
        gathered.nodes[node] = FlowNode(
            node, kind, name, scope, line, events,
            ElementId(host) if host else None, flag is None or flag.strip() not in {"false", "0"},
        )  # fmt: skip
        if host or events or node in gathered.event_refs or kind is NodeType.BOUNDARY_EVENT:
            gathered.unfinished.append(node)
        return node
    default = get("default")
    gathered.nodes[node] = FlowNode(
        node, kind, name, scope, line, events, None, True,  # noqa: FBT003  (a tuple's field)
        ElementId(default) if default else None, loop, loop_text,
        _true(get("isForCompensation")), _true(get("triggeredByEvent")),
        get("calledElement") or "", None, (),
        (get("messageRef") or "") if kind in _MESSAGE_TASKS else "",
    )  # fmt: skip
    if default or kind in _REFERRING or node in gathered.performers:
        gathered.unfinished.append(node)
    return node


def _true(flag: str | None) -> bool:
    return flag is not None and flag.strip() in {"true", "1"}


def _read_details(gathered: Gathered, element: Element, node: ElementId) -> _Details | None:
    """Read what stands within a node, if anything that we keep does."""
    details: _Details | None = None
    for child in element:
        tag = child.tag
        handle = _HANDLERS.get(tag)
        if handle is not None:
            if details is None:
                details = _Details(node)
            handle(gathered, child, details)
        elif tag == tags.EXTENSIONS:
            dialects.read_extensions(child, node, gathered.gleaned)
    if details is None:
        return None
    if details.event_refs:
        gathered.event_refs[node] = tuple(details.event_refs)
    if details.performers:
        gathered.performers[node] = tuple(details.performers)
    return details


def _documentation(gathered: Gathered, child: Element, details: _Details) -> None:
    gathered.add_documentation(child, details.node)


def _event(gathered: Gathered, child: Element, details: _Details) -> None:
    details.events.append(read_event(gathered, child))


def _event_ref(_: Gathered, child: Element, details: _Details) -> None:
    details.event_refs.append(child.text or "")


def read_event(gathered: Gathered, element: Element) -> EventDefinition:
    """Read one event definition; names of what it refers to are resolved later."""
    kind = tags.EVENTS[element.tag]
    line = element.sourceline
    name = gathered.name(element, line) if kind is EventKind.LINK else ""
    reference = next(filter(None, map(element.get, _REFERENCES)), "")
    text = timer = ""
    for child in element:
        form = tags.EXPRESSIONS.get(child.tag)
        if form is not None and not text:
            text, timer = texts.plain(whole_text(child)), form
    return EventDefinition(kind, name, text, timer, reference)


def _multi_instance(_: Gathered, child: Element, details: _Details) -> None:
    sequential = _true(child.get("isSequential"))
    details.loop = Loop.SEQUENTIAL if sequential else Loop.PARALLEL
    details.loop_text = _inner(child, "loopCardinality") or _inner(child, "completionCondition")


def _standard_loop(_: Gathered, child: Element, details: _Details) -> None:
    details.loop = Loop.STANDARD
    details.loop_text = _inner(child, "loopCondition") or (child.get("loopMaximum") or "").strip()


def _inner(element: Element, local: str) -> str:
    child = element.find(tags.bpmn(local))
    return "" if child is None else texts.plain(whole_text(child))


def _performer(gathered: Gathered, child: Element, details: _Details) -> None:
    """Keep a performer by its resource's reference, else its name, else its expression."""
    reference = child.find(tags.RESOURCE_REF)
    written = (reference.text or "").strip() if reference is not None else ""
    name = gathered.name(child, child.sourceline)
    details.performers.append((written, name or _inner(child, "resourceAssignmentExpression")))


def _port(gathered: Gathered, child: Element, _: _Details) -> None:
    line = child.sourceline
    own = child.get("id")
    if own:
        into = child.tag == tags.DATA_INPUT
        gathered.ports.setdefault(own, Port(gathered.name(child, line), into, line))


def _io(gathered: Gathered, child: Element, details: _Details) -> None:
    for port in child.iterchildren(tags.DATA_INPUT, tags.DATA_OUTPUT):
        _port(gathered, port, details)


def _data_tie(gathered: Gathered, child: Element, details: _Details) -> None:
    into = child.tag == tags.INPUT_ASSOCIATION
    sources = [part.text or "" for part in child.iterchildren(tags.SOURCE_REF)]
    targets = [part.text or "" for part in child.iterchildren(tags.TARGET_REF)]
    items, ports = (sources, targets) if into else (targets, sources)
    port = ports[0].strip() if ports else ""
    tie = DataTie(
        child.get("id") or "", details.node, tuple(filter(str.strip, items)), port, into,
        child.sourceline,
    )  # fmt: skip
    gathered.data_ties.append(tie)


_HANDLERS: Final[dict[str, Callable[[Gathered, Element, _Details], None]]] = {
    tags.DOCUMENTATION: _documentation,
    tags.EVENT_REF: _event_ref,
    tags.MULTI_INSTANCE: _multi_instance,
    tags.STANDARD_LOOP: _standard_loop,
    tags.IO: _io,
    tags.DATA_INPUT: _port,
    tags.DATA_OUTPUT: _port,
    tags.INPUT_ASSOCIATION: _data_tie,
    tags.OUTPUT_ASSOCIATION: _data_tie,
    **dict.fromkeys(tags.EVENTS, _event),
    **dict.fromkeys(tags.PERFORMERS, _performer),
}
