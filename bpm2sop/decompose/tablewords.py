"""C2, C4, C9: what the table says in words and marks is what the map says, and whose step it is."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.decompose.plan import has_content
from bpm2sop.decompose.table import Table
from bpm2sop.decompose.tableshape import Fault
from bpm2sop.model.processmap import ElementId, ProcessMap
from bpm2sop.model.sop import Next, NextKind, Step


def word_faults(process_map: ProcessMap, table: Table) -> Iterator[Fault]:
    """Iterate over labels, marks and actors that the map does not have, and content of sub-processes that is missing."""
    messages = {message.id: {message.name or message.message} for message in process_map.messages}
    owners = _owners(process_map)
    for row in table.rows:
        core = ElementId(row.core)
        if core not in process_map.nodes:
            continue
        yield from _step_faults(process_map, row.step, core, owners)
        for arrow in row.step.next:
            if arrow.kind is NextKind.MESSAGE:
                if {arrow.label} not in [messages.get(ElementId(flow)) for flow in arrow.via]:
                    yield ("C4", arrow.via, "the message's words are not the map's")
            else:
                yield from _arrow_faults(process_map, arrow)


def _owners(process_map: ProcessMap) -> dict[ElementId, set[str]]:
    """Give for each process the ids that may stand for it as an actor: its pools, and itself."""
    owners: dict[ElementId, set[str]] = {process: {process} for process in process_map.processes}
    for pool in process_map.participants:
        if pool.process in owners:
            owners[pool.process].add(pool.id)
    return owners


def _step_faults(
    process_map: ProcessMap, step: Step, core: ElementId, owners: dict[ElementId, set[str]]
) -> Iterator[Fault]:
    """Judge one step's label, actor and content."""
    node = process_map.nodes[core]
    if step.label != node.name:
        yield ("C2", (core,), "the label is not the map's")
    membership = process_map.membership.get(core)
    process = process_map.scopes[node.scope].process
    may = {membership.lane} if membership is not None else owners.get(process, {process})
    if not may.intersection(step.actors):
        yield ("C9", (core,), "the actor is not the one of the map")
    if node.expanded is not False and has_content(process_map, core) and not step.steps:
        yield ("C1", (core,), "what the sub-process shows is missing")


def _arrow_faults(process_map: ProcessMap, arrow: Next) -> Iterator[Fault]:
    """Judge the words and marks of one arrow."""
    nodes, flows = process_map.nodes, process_map.flows
    way = [flows[ElementId(part)] for part in arrow.via if ElementId(part) in flows]
    names = [flow.name for flow in way if flow.name]
    stops = True
    if arrow.kind is NextKind.EXCEPTION and arrow.via and ElementId(arrow.via[0]) in nodes:
        boundary = nodes[ElementId(arrow.via[0])]
        names = [boundary.name, *names] if boundary.name else names
        stops = boundary.interrupting
    if arrow.label not in (names or [""]):
        yield ("C4", arrow.via, "the label is not the map's")
    stated = [flow.condition for flow in way if flow.condition is not None]
    condition = next((text for text in stated if text), "" if stated else None)
    if arrow.condition != condition:
        yield ("C4", arrow.via, "the condition is not the map's")
    if arrow.interrupting != stops:
        yield ("C4", arrow.via, "interrupts otherwise than the map says")
