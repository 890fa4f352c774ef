"""C3 and C5: the shape of each block, and that its two words say what its gateways say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bpm2sop.decompose.rebuild import lists_of
from bpm2sop.model.processmap import GATEWAYS, ElementId, NodeType, ProcessMap
from bpm2sop.model.sop import BlockElement, Role, Sop, Split, Step, Wait

Fault = tuple[str, tuple[str, ...], str]

_ORDER = {Role.START: 0, Role.MERGE: 1, Role.SYNC: 1, Role.CORE: 2, Role.SPLIT: 3, Role.END: 3}
_WAIT = {"parallelGateway": Wait.ALL, "inclusiveGateway": Wait.SOME, "complexGateway": Wait.SOME}
_SPLIT = {
    "exclusiveGateway": Split.ONE,
    "parallelGateway": Split.ALL,
    "inclusiveGateway": Split.SOME,
    "complexGateway": Split.SOME,
    "eventBasedGateway": Split.FIRST,
}


def shape_faults(
    process_map: ProcessMap, sop: Sop, links: Iterable[tuple[str, str]]
) -> Iterator[Fault]:
    """Iterate over the blocks whose shape or words are wrong; `links` are the jumps between link events."""
    ways_in, ways_out, conditioned = _degrees(
        process_map, {entry.element for entry in sop.explained}
    )
    for throw, catch in links:
        ways_out[throw] += 1
        ways_in[catch] += 1
    for listed in lists_of(sop):
        for step in listed.steps:
            nodes = [element for element in step.elements if element.role is not Role.FLOW]
            if not nodes:
                yield ("C3", (step.key,), "the step stands for nothing")
                continue
            yield from _chain_faults(step, nodes, ways_in, ways_out)
            yield from _word_faults(
                step, nodes, ways_in, ways_out=ways_out, conditioned=conditioned
            )
            yield from _type_faults(step, nodes, process_map)


def _degrees(
    process_map: ProcessMap, explained: set[str]
) -> tuple[Counter[str], Counter[str], set[str]]:
    """Count the flows into and out of each node, and find the nodes with a condition on a way out that is told."""
    ways_in: Counter[str] = Counter()
    ways_out: Counter[str] = Counter()
    conditioned = set()
    for flow in process_map.flows.values():
        if flow.target is not None:
            ways_in[flow.target] += 1
        if flow.source is not None:
            ways_out[flow.source] += 1
            if flow.condition is not None and flow.id not in explained:
                conditioned.add(str(flow.source))
    return ways_in, ways_out, conditioned


def _chain_faults(
    step: Step, nodes: list[BlockElement], ways_in: Counter[str], ways_out: Counter[str]
) -> Iterator[Fault]:
    """C3: one core; fronts before it, backs behind it; entered only at the front, left only at the back."""
    roles = [element.role for element in nodes]
    ranks = [_ORDER[role] for role in roles if role in _ORDER]
    if roles.count(Role.CORE) != 1 or ranks != sorted(ranks):
        yield ("C3", (step.key,), "the block is no chain around one core")
    for element in nodes[1:]:
        if ways_in[element.id] > 1:
            yield ("C3", (element.id,), "the block is entered behind its front")
    for element in nodes[:-1]:
        if ways_out[element.id] > 1:
            yield ("C3", (element.id,), "the block is left before its back")


def _word_faults(
    step: Step,
    nodes: list[BlockElement],
    ways_in: Counter[str],
    *,
    ways_out: Counter[str],
    conditioned: set[str],
) -> Iterator[Fault]:
    """C5: `wait` follows the front, `split` the back."""
    front, back = nodes[0], nodes[-1]
    wait = _WAIT.get(front.type, Wait.ANY) if ways_in[front.id] > 1 else Wait.ANY
    if step.wait is not wait:
        yield ("C5", (front.id,), f"waits for {step.wait}, not {wait}")
    split = Split.ONE
    if ways_out[back.id] > 1:
        split = _SPLIT.get(back.type) or (Split.SOME if back.id in conditioned else Split.ALL)
    if step.split is not split:
        yield ("C5", (back.id,), f"splits into {step.split}, not {split}")


def _type_faults(step: Step, nodes: list[BlockElement], process_map: ProcessMap) -> Iterator[Fault]:
    """C2: types are the map's own; a folded split is a gateway, a folded start or end an event of that type."""
    gateways = {kind.value for kind in GATEWAYS}
    for element in nodes:
        node = process_map.nodes.get(ElementId(element.id))
        if node is not None and node.type.value != element.type:
            yield ("C2", (element.id,), f"is a {node.type}, not a {element.type}")
        folded = {Role.START: {NodeType.START_EVENT.value}, Role.END: {NodeType.END_EVENT.value}}
        allowed = folded.get(element.role) or (
            gateways if element.role in (Role.MERGE, Role.SYNC, Role.SPLIT) else None
        )
        if allowed is not None and element.type not in allowed:
            yield ("C3", (element.id,), f"cannot be the {element.role} of step {step.no}")
