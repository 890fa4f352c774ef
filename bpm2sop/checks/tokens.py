"""What a split starts and what a join waits for."""

from __future__ import annotations

from bpm2sop.checks.view import TWO, MapView
from bpm2sop.model.processmap import FlowNode, NodeType
from bpm2sop.model.sop import Split, Wait

_SPLITS = {
    NodeType.EXCLUSIVE_GATEWAY: Split.ONE,
    NodeType.PARALLEL_GATEWAY: Split.ALL,
    NodeType.INCLUSIVE_GATEWAY: Split.SOME,
    NodeType.COMPLEX_GATEWAY: Split.SOME,
    NodeType.EVENT_BASED_GATEWAY: Split.FIRST,
}
_WAITS = {
    NodeType.PARALLEL_GATEWAY: Wait.ALL,
    NodeType.INCLUSIVE_GATEWAY: Wait.SOME,
    NodeType.COMPLEX_GATEWAY: Wait.SOME,
}

TOO_FEW = frozenset({Split.ONE, Split.FIRST, Split.SOME})
"""What starts fewer branches than there may be."""


def split_of(node: FlowNode, view: MapView) -> Split | None:
    """Say which of a node's ways out are taken; None where it cannot be said."""
    ways = view.outgoing(node)
    boundaries = view.boundaries.get(node.id, ())
    if boundaries:
        alternatives = all(event.interrupting for event in boundaries)
        return Split.ONE if alternatives and len(ways) < TWO else None
    if node.type in _SPLITS:
        return _SPLITS[node.type]
    return Split.SOME if any(flow.condition for flow in ways) else Split.ALL


def wait_of(node: FlowNode) -> Wait:
    """Say which arriving flows start a node."""
    return _WAITS.get(node.type, Wait.ANY)
