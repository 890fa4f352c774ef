"""Processes: one pass over their elements, sub-processes included, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import (
    SUB_PROCESSES,
    DataItem,
    ElementId,
    Group,
    Lane,
    NodeType,
    SequenceFlow,
)
from bpm2sop.readers import dialects, tags, texts
from bpm2sop.readers.element import Element
from bpm2sop.readers.gathered import Body, Gathered, LaneRef, Tie, whole_text
from bpm2sop.readers.nodes import read_node

NOWHERE: Final = ElementId("")
"""Home of what stands in no process."""

Part = Callable[[Gathered, Element, ElementId], object]


def read_process(gathered: Gathered, element: Element) -> None:
    """Read a process and all that is in it."""
    line = element.sourceline
    process = gathered.take_id(element, line)
    body = Body(process, gathered.name(element, line), process, None, line)
    gathered.bodies[process] = body
    gathered.document(element, process)
    _ports_as_items(gathered, element, process)
    stack: list[tuple[Body, Iterator[Element]]] = [(body, iter(element))]
    while stack:
        body, children = stack[-1]
        inner = _read_children(gathered, body, children)
        if inner is None:
            stack.pop()
        else:
            stack.append(inner)


def _read_children(
    gathered: Gathered, body: Body, children: Iterator[Element]
) -> tuple[Body, Iterator[Element]] | None:
    """Read on until the body ends (None) or a sub-process opens another."""
    kinds, flow_tag = tags.NODES, tags.SEQUENCE_FLOW
    for child in children:
        tag = child.tag
        if tag == flow_tag:
            body.flows.append(_read_flow(gathered, child, body.id))
            continue
        kind = kinds.get(tag)
        if kind is None:
            _read_part(gathered, child, body)
            continue
        home = _home(gathered, child, kind, body)
        node = read_node(gathered, child, kind, home.id)
        home.nodes.append(node)
        if kind in SUB_PROCESSES:
            held = gathered.nodes[node]
            inner = Body(node, held.name, body.process, body.id, held.line)
            gathered.bodies[node] = inner
            return inner, iter(child)
    return None


def _home(gathered: Gathered, element: Element, kind: NodeType, body: Body) -> Body:
    """Give the body a node belongs to: some tools write a sub-process's boundary events inside it."""
    if kind is not NodeType.BOUNDARY_EVENT or body.parent is None:
        return body
    host = (element.get("attachedToRef") or "").strip()
    inside = host == body.id or host.rpartition(":")[2] == body.id
    return gathered.bodies[body.parent] if inside else body


def _read_flow(gathered: Gathered, element: Element, scope: ElementId) -> ElementId:
    line = element.sourceline
    flow = gathered.take_id(element, line)
    get = element.get
    condition = None
    if len(element):
        for child in element:
            if child.tag == tags.CONDITION:
                condition = texts.plain(whole_text(child))
            elif child.tag == tags.DOCUMENTATION:
                gathered.add_documentation(child, flow)
    source, target = get("sourceRef"), get("targetRef")
    gathered.flows[flow] = SequenceFlow(
        flow, ElementId(source) if source else None, ElementId(target) if target else None,
        gathered.name(element, line), condition, scope, line,
    )  # fmt: skip
    return flow


def _read_part(gathered: Gathered, element: Element, body: Body) -> None:
    """Read what is neither node nor sequence flow."""
    tag = element.tag
    if tag == tags.LANE_SET:
        _read_lanes(gathered, element, body)
        return
    part = _PARTS.get(tag)
    if part is not None:
        part(gathered, element, body.process)
    elif tag not in tags.SILENT:
        say_unknown(gathered, element)


def say_unknown(gathered: Gathered, element: Element) -> None:
    """Note an element of BPMN that no map has a place for, and an inclusion, which is never made."""
    tag, line = element.tag, element.sourceline
    if tag.startswith(tags.MODEL):
        local, own = tag.removeprefix(tags.MODEL), element.get("id", "")
        gathered.find("unknown-element", Severity.WARNING, line, own, tag=local, element=own)
    elif tag.startswith(tags.XINCLUDE):
        reference = element.get("href", "")
        gathered.find("include-ignored", Severity.WARNING, line, reference=reference)


def _read_lanes(gathered: Gathered, lane_set: Element, body: Body) -> None:
    """Read a lane set with all lanes within lanes, outer before inner, in source order."""
    stack: list[tuple[ElementId | None, Iterator[Element]]] = [(None, iter(lane_set))]
    while stack:
        parent, children = stack[-1]
        for child in children:
            if child.tag == tags.LANE:
                lane = _read_lane(gathered, child, body, parent)
                inner = child.iterchildren(tags.CHILD_LANE_SET)
                stack.append((lane, (part for held in list(inner) for part in held)))
                break
        else:
            stack.pop()


def _read_lane(
    gathered: Gathered, element: Element, body: Body, parent: ElementId | None
) -> ElementId:
    line = element.sourceline
    lane = gathered.take_id(element, line)
    name = gathered.name(element, line)
    gathered.lanes[lane] = Lane(lane, name, body.id, parent, line)
    body.lanes.append(lane)
    for child in element:
        if child.tag == tags.FLOW_NODE_REF:
            gathered.lane_refs.append(LaneRef(lane, child.text or "", child.sourceline))
        elif child.tag == tags.DOCUMENTATION:
            gathered.add_documentation(child, lane)
        elif child.tag == tags.EXTENSIONS:
            dialects.read_extensions(child, lane, gathered.gleaned)
    if gathered.watched:
        dialects.read_attributes(element, lane, gathered.gleaned)
    return lane


def read_item(gathered: Gathered, element: Element, process: ElementId) -> None:
    """Read a data object, a reference to one, or a data input or output of a process."""
    line = element.sourceline
    item = gathered.take_id(element, line)
    state = element.find(tags.DATA_STATE)
    gathered.items[item] = DataItem(
        item,
        tags.DATA_KINDS[element.tag],
        gathered.name(element, line),
        gathered.name(state, line).strip("[] ") if state is not None else "",
        element.get("isCollection") in {"true", "1"},
        line,
    )
    gathered.homes[item] = process
    reference = element.get("dataObjectRef") or element.get("dataStoreRef")
    if reference:
        gathered.item_of[item] = reference
    gathered.document(element, item)


def read_item_store(gathered: Gathered, element: Element) -> None:
    """Read a data store of the file, shown by the references to it."""
    line = element.sourceline
    own = gathered.take_id(element, line)
    name, kind = gathered.name(element, line), tags.DATA_KINDS[element.tag]
    gathered.stores[own] = DataItem(own, kind, name, "", False, line)  # noqa: FBT003
    gathered.document(element, own)


def _ports_as_items(gathered: Gathered, element: Element, process: ElementId) -> None:
    """Read the data inputs and outputs of a process, which are drawn."""
    for io in element.iterchildren(tags.IO):
        for port in io.iterchildren(tags.DATA_INPUT, tags.DATA_OUTPUT):
            read_item(gathered, port, process)


def read_association(gathered: Gathered, element: Element, _: ElementId) -> None:
    """Read an association between any two elements."""
    line = element.sourceline
    own = gathered.take_id(element, line)
    source, target = element.get("sourceRef") or "", element.get("targetRef") or ""
    gathered.ties.append(Tie(own, source, target, line))


def read_annotation(gathered: Gathered, element: Element, home: ElementId) -> None:
    """Read a text annotation."""
    line = element.sourceline
    own = gathered.take_id(element, line)
    text = element.find(tags.TEXT)
    written = texts.plain(whole_text(text)) if text is not None else ""
    gathered.annotations[own] = (written, line)
    gathered.homes[own] = home
    gathered.document(element, own)


def read_group(gathered: Gathered, element: Element, home: ElementId) -> None:
    """Read a group; its name is that of its category value, filled in later."""
    line = element.sourceline
    own = gathered.take_id(element, line)
    name = gathered.name(element, line) or element.get("categoryValueRef") or ""
    gathered.groups[own] = Group(own, name, line)
    gathered.homes[own] = home
    gathered.document(element, own)


_PARTS: Final[dict[str, Part]] = {
    tags.DATA_OBJECT: read_item,
    tags.DATA_OBJECT_REFERENCE: read_item,
    tags.DATA_STORE_REFERENCE: read_item,
    tags.DATA_STORE: read_item,
    tags.ASSOCIATION: read_association,
    tags.ANNOTATION: read_annotation,
    tags.GROUP: read_group,
    **dict.fromkeys(
        (
            tags.IO,
            tags.DATA_INPUT,
            tags.DATA_OUTPUT,
            tags.INPUT_ASSOCIATION,
            tags.OUTPUT_ASSOCIATION,
            tags.EVENT_REF,
            *tags.PERFORMERS,
        ),
        lambda *_: None,
    ),
}
ARTIFACTS: Final[dict[str, Part]] = {
    tags.ASSOCIATION: read_association,
    tags.ANNOTATION: read_annotation,
    tags.GROUP: read_group,
}
