"""From a map to sheets: who stands in which lane, what hangs on what, which lines there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bpm2sop.model.processmap import (
    EVENTS,
    GATEWAYS,
    SUB_PROCESSES,
    DataKind,
    DataLink,
    ElementId,
    FlowNode,
    NodeType,
    ProcessMap,
)
from bpm2sop.picture.placing import EVENT
from bpm2sop.picture.sheet import Arc, ArcKind, Band, Block, Cell, Form, Hung, Placed, Sheet
from bpm2sop.picture.text import fitted, wrapped

TASK: Final = (100.0, 80.0)
_LARGE_TASK: Final = (130.0, 90.0)
_READABLE: Final = 11
GATEWAY: Final = 50.0
INSIDE: Final = (20.0, 34.0)
"""Left and upper room around the content of a sub-process."""
_DATA: Final = (36.0, 50.0)
_STORE: Final = (50.0, 50.0)
_NOTE: Final = 110.0


@dataclass(slots=True)
class Homes:
    """Where each element is laid out."""

    scope: dict[ElementId, ElementId] = field(default_factory=dict)
    """Scope of a node, by the node."""
    host: dict[ElementId, ElementId] = field(default_factory=dict)
    """Cell that a boundary event, a data element or an annotation hangs on; a node is its own."""


def homes_of(process_map: ProcessMap) -> Homes:
    """Find the cell that each element belongs to."""
    homes, nodes = Homes(), process_map.nodes
    for own, node in nodes.items():
        homes.scope[own] = node.scope
        host = nodes.get(node.attached_to) if node.attached_to is not None else None
        hangs = node.type is NodeType.BOUNDARY_EVENT and host is not None
        fits = hangs and host is not None and host.scope == node.scope and host.type not in EVENTS
        homes.host[own] = host.id if fits and host is not None else own
    for link in process_map.data_links:
        if link.node in nodes:
            homes.host.setdefault(link.item, homes.host[link.node])
    for note in process_map.annotations:
        for element in note.elements:
            flow = process_map.flows.get(element)
            at = flow.source if flow is not None and flow.source is not None else element
            if at in homes.host:
                homes.host.setdefault(note.id, homes.host[at])
                break
    return homes


def build(
    process_map: ProcessMap,
    scopes: Iterable[ElementId],
    homes: Homes,
    *,
    inner: Mapping[ElementId, Placed],
) -> Sheet:
    """Return the sheet of some processes, or of one sub-process body. `inner` holds the bodies already laid out."""
    held = [own for own in scopes if own in process_map.scopes]
    sheet = Sheet()
    for scope in held:
        for own in process_map.scopes[scope].nodes:
            node = process_map.nodes.get(own)
            if node is not None and homes.host[own] == own:
                sheet.cells[own] = _cell(node, inner)
        for own in process_map.scopes[scope].nodes:
            _hang_boundary(process_map, own, homes, sheet)
    _hang_artefacts(process_map, homes, sheet)
    _add_flows(process_map, held, homes, sheet)
    return sheet


def blocks_of(process_map: ProcessMap) -> list[Block]:
    """Return the pools in their order, then the processes that no pool shows."""
    blocks: list[Block] = []
    shown: set[ElementId] = set()
    for pool in process_map.participants:
        process = pool.process
        if process is None or process not in process_map.scopes or process in shown:
            blocks.append(Block(pool.id, [Band((), [])], black=True))
        else:
            shown.add(process)
            blocks.append(Block(pool.id, []))
    blocks.extend(
        Block(None, [])
        for own in process_map.processes
        if own in process_map.scopes and own not in shown
    )
    return blocks


def set_bands(
    process_map: ProcessMap, blocks: Iterable[Block], scopes: Iterable[ElementId], sheet: Sheet
) -> None:
    """Divide the cells of each block among its lanes."""
    by_scope: defaultdict[ElementId, list[ElementId]] = defaultdict(list)
    for own, lane in process_map.lanes.items():
        by_scope[lane.scope].append(own)
    white = [block for block in blocks if not block.black]
    for block, scope in zip(white, scopes, strict=True):
        block.bands = _bands(process_map, scope, by_scope[scope], sheet)


def _bands(
    process_map: ProcessMap, scope: ElementId, lanes: list[ElementId], sheet: Sheet
) -> list[Band]:
    known = set(lanes)
    members: defaultdict[ElementId | None, list[ElementId]] = defaultdict(list)
    for own in process_map.scopes[scope].nodes:
        if own in sheet.cells:
            member = process_map.membership.get(own)
            members[member.lane if member is not None and member.lane in known else None].append(
                own
            )
    children: defaultdict[ElementId | None, list[ElementId]] = defaultdict(list)
    for own in lanes:
        parent = process_map.lanes[own].parent
        children[parent if parent in known and parent != own else None].append(own)
    bands: list[Band] = []
    stack: list[tuple[ElementId, tuple[ElementId, ...]]] = [
        (own, (own,)) for own in reversed(children[None])
    ]
    seen: set[ElementId] = set()
    while stack:
        own, path = stack.pop()
        if own in seen:
            continue
        seen.add(own)
        if members[own] or not children[own]:
            bands.append(Band(path, members[own]))
        stack.extend((child, (*path, child)) for child in reversed(children[own]))
    lost = [node for lane in lanes if lane not in seen for node in members[lane]]
    bands.extend(Band((lane,), []) for lane in lanes if lane not in seen)
    if members[None] or lost or not bands:
        bands.append(Band((), [*members[None], *lost]))
    return bands


def set_strips(sheet: Sheet, inner: Mapping[ElementId, Placed]) -> None:
    """Take sub-processes that no line touches out of the grid."""
    touched = {own for arc in sheet.arcs for own in (arc.source, arc.target)}
    for block in sheet.blocks:
        for band in block.bands:
            apart = [own for own in band.nodes if own in inner and own not in touched]
            if len(apart) < len(band.nodes):
                band.nodes = [own for own in band.nodes if own not in set(apart)]
                band.strip = [sheet.cells.pop(own) for own in apart]


def _cell(node: FlowNode, inner: Mapping[ElementId, Placed]) -> Cell:
    if node.type in GATEWAYS:
        return Cell(node.id, Form.DIAMOND, GATEWAY, GATEWAY, _outside(node.name))
    if node.type in EVENTS:
        return Cell(node.id, Form.ROUND, EVENT, EVENT, _outside(node.name))
    if node.id in inner:
        body = inner[node.id]
        width = max(body.width + 2 * INSIDE[0], 140.0)
        return Cell(node.id, Form.BOX, width, max(body.height + INSIDE[1] + 20, 90.0))
    room = fitted(node.name, TASK[0] - 10, TASK[1] - 28)
    width, height = TASK if room.size >= _READABLE or not room.lines else _LARGE_TASK
    return Cell(node.id, Form.BOX, width, height)


def _outside(name: str) -> tuple[float, float]:
    label = wrapped(name, 100.0, size=11, most=5)
    return label.width, label.height


def _hang_boundary(process_map: ProcessMap, own: ElementId, homes: Homes, sheet: Sheet) -> None:
    host = homes.host.get(own)
    if host is None or host == own or host not in sheet.cells:
        return
    cell = sheet.cells[host]
    cell.boundary.append(own)
    cell.boundary_label = max(cell.boundary_label, _outside(process_map.nodes[own].name)[1])
    cell.width = max(cell.width, 20 + len(cell.boundary) * (EVENT + 14))


def _hang_artefacts(process_map: ProcessMap, homes: Homes, sheet: Sheet) -> None:
    """Hang what is read and what explains above, what is written below, unless events hang there."""
    written = {link.item for link in process_map.data_links if not link.into}
    for own, item in process_map.data.items():
        cell = sheet.cells.get(homes.host.get(own, own))
        if cell is None:
            continue
        below = own in written and not cell.boundary and cell.form is Form.BOX
        (cell.below if below else cell.above).append(data_room(own, item.kind, item.name))
    for note in process_map.annotations:
        cell = sheet.cells.get(homes.host.get(note.id, note.id))
        if cell is not None:
            cell.above.append(note_room(note.id, note.text))


def data_room(own: ElementId, kind: DataKind, name: str) -> Hung:
    """Return the room of a data element with its name."""
    width, height = _STORE if kind is DataKind.STORE else _DATA
    label = wrapped(name, 100.0, size=11, most=5)
    return Hung(own, max(width, label.width) + 12, height + label.height + 8, width, height)


def note_room(own: ElementId, text: str) -> Hung:
    """Return the room of an annotation."""
    label = wrapped(text, _NOTE - 10, size=12, most=8)
    return Hung(own, _NOTE + 10, max(24.0, label.height + 8), _NOTE, max(24.0, label.height + 8))


def _add_flows(
    process_map: ProcessMap, scopes: Iterable[ElementId], homes: Homes, sheet: Sheet
) -> None:
    cells, flows = sheet.cells, process_map.flows
    for scope in scopes:
        for own in process_map.scopes[scope].flows:
            flow = flows.get(own)
            if flow is None or flow.source is None or flow.target is None:
                continue
            source, target = homes.host.get(flow.source), homes.host.get(flow.target)
            if source is not None and target is not None and {source, target} <= cells.keys():
                port = flow.source if source != flow.source else None
                sheet.arcs.append(Arc(own, source, target, ArcKind.FLOW, port, bool(flow.name)))
    for event, activity in process_map.compensations.items():
        host = homes.host.get(event)
        if host is not None and host != event and {host, activity} <= cells.keys():
            own = ElementId(f"~compensation-{event}")
            sheet.arcs.append(Arc(own, host, activity, ArcKind.FLOW, event))


def add_links(process_map: ProcessMap, homes: Homes, sheet: Sheet) -> None:
    """Add the lines from data to further nodes of the sheet that share it."""
    for own, link in named_links(process_map):
        host, target = homes.host.get(link.item), homes.host.get(link.node)
        if host is None or target is None or host == target:
            continue
        if {host, target} <= sheet.cells.keys():
            sheet.arcs.append(Arc(own, host, target, ArcKind.LINK, link.item))


def named_links(process_map: ProcessMap) -> Iterator[tuple[ElementId, DataLink]]:
    """Give the data lines with their ids; one without an id of its own gets one of ours."""
    seen: set[ElementId] = set(process_map.data)
    for number, link in enumerate(process_map.data_links):
        own = link.association
        yield (ElementId(f"~link-{number}") if own in seen else own), link
        seen.add(own)


def add_messages(process_map: ProcessMap, homes: Homes, sheet: Sheet) -> None:
    """Add message flows, each to the cell or black box that holds its end."""
    pools = {block.pool: block for block in sheet.blocks if block.pool is not None}
    for message in process_map.messages:
        ends = [_message_end(own, homes, sheet) for own in (message.source, message.target)]
        source, target = ends
        if source is None or target is None or source == target:
            continue
        if source in sheet.cells or target in sheet.cells or {source, target} <= set(pools):
            sheet.arcs.append(Arc(message.id, source, target, ArcKind.MESSAGE))


def _message_end(own: ElementId | None, homes: Homes, sheet: Sheet) -> ElementId | None:
    """Find the cell around an end, or the black box."""
    if own is None:
        return None
    if any(block.pool == own and block.black for block in sheet.blocks):
        return own
    seen: set[ElementId] = set()
    at: ElementId | None = own
    while at is not None and at not in seen:
        seen.add(at)
        host = homes.host.get(at)
        if host in sheet.cells:
            return host
        at = homes.scope.get(host) if host is not None else None
    return None


def has_body(process_map: ProcessMap, own: ElementId) -> bool:
    """Whether a node is a sub-process with nodes inside."""
    node, scope = process_map.nodes.get(own), process_map.scopes.get(own)
    return (
        node is not None and node.type in SUB_PROCESSES and scope is not None and bool(scope.nodes)
    )
