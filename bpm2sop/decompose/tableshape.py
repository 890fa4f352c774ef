"""C3 and C5: the shape of each block, and that its two words say what its gateways say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bpm2sop.decompose.table import Row, Table
from bpm2sop.model.processmap import GATEWAYS, ElementId, NodeType, ProcessMap
from bpm2sop.model.sop import Role, Split, Wait

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
_TYPES: Mapping[Role, frozenset[str]] = {
    Role.START: frozenset({NodeType.START_EVENT}),
    Role.END: frozenset({NodeType.END_EVENT}),
    Role.MERGE: GATEWAYS,
    Role.SYNC: GATEWAYS,
    Role.SPLIT: GATEWAYS,
}
"""Types that a role asks for."""


def shape_faults(
    process_map: ProcessMap, table: Table, links: Iterable[tuple[str, str]]
) -> Iterator[Fault]:
    """Iterate over the blocks whose shape or words are wrong; `links` are the jumps between link events."""
    degrees = _degrees(process_map, {entry.element for entry in table.sop.explained})
    for throw, catch in links:
        degrees.ways_out[throw] += 1
        degrees.ways_in[catch] += 1
    for row in table.rows:
        if not row.nodes:
            yield ("C3", (row.step.key,), "the step stands for nothing")
            continue
        yield from _chain_faults(row, degrees)
        yield from _word_faults(row, degrees)
        yield from _type_faults(row, process_map)


class _Degrees(NamedTuple):
    """The ways into and out of each node that has any, and the nodes with a condition on a way out that is told."""

    ways_in: Counter[str]
    ways_out: Counter[str]
    conditioned: set[str]


def _degrees(process_map: ProcessMap, explained: set[str]) -> _Degrees:
    """Count the flows at each node."""
    flows = process_map.flows.values()
    return _Degrees(
        Counter([flow.target for flow in flows if flow.target is not None]),
        Counter([flow.source for flow in flows if flow.source is not None]),
        {
            flow.source
            for flow in flows
            if flow.condition is not None and flow.source is not None and flow.id not in explained
        },
    )


def _chain_faults(row: Row, degrees: _Degrees) -> Iterator[Fault]:
    """C3: one core; fronts before it, backs behind it; entered only at the front, left only at the back."""
    roles = [part.role for part in row.nodes]
    ranks = [_ORDER[role] for role in roles if role in _ORDER]
    if roles.count(Role.CORE) != 1 or ranks != sorted(ranks):
        yield ("C3", (row.step.key,), "the block is no chain around one core")
    for part in row.nodes[1:]:
        if degrees.ways_in.get(part.id, 0) > 1:
            yield ("C3", (part.id,), "the block is entered behind its front")
    for part in row.nodes[:-1]:
        if degrees.ways_out.get(part.id, 0) > 1:
            yield ("C3", (part.id,), "the block is left before its back")


def _word_faults(row: Row, degrees: _Degrees) -> Iterator[Fault]:
    """C5: `wait` follows the front, `split` the back."""
    step, front, back = row.step, row.nodes[0], row.nodes[-1]
    wait = Wait.ANY
    if degrees.ways_in.get(front.id, 0) > 1:
        wait = _WAIT.get(front.type, Wait.ANY)
    if step.wait is not wait:
        yield ("C5", (front.id,), f"waits for {step.wait}, not {wait}")
    split = Split.ONE
    if degrees.ways_out.get(back.id, 0) > 1:
        chosen = back.id in degrees.conditioned
        split = _SPLIT.get(back.type) or (Split.SOME if chosen else Split.ALL)
    if step.split is not split:
        yield ("C5", (back.id,), f"splits into {step.split}, not {split}")


def _type_faults(row: Row, process_map: ProcessMap) -> Iterator[Fault]:
    """C2: types are the map's own; a folded split is a gateway, a folded start or end an event of that type."""
    for part in row.nodes:
        node = process_map.nodes.get(ElementId(part.id))
        if node is not None and node.type != part.type:
            yield ("C2", (part.id,), f"is a {node.type}, not a {part.type}")
        if part.type not in _TYPES.get(part.role, (part.type,)):
            yield ("C3", (part.id,), f"cannot be the {part.role} of step {row.step.no}")
