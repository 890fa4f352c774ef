"""Twice the map takes about twice the steps, on shapes that hurt careless algorithms. Steps are counted, not timed."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from bpm2sop.checks import check
from bpm2sop.model.processmap import (
    ElementId,
    FlowNode,
    NodeType,
    ProcessMap,
    Scope,
    SequenceFlow,
)

PROCESS = ElementId("p")
Edges = list[tuple[int, int]]


def chain(size: int) -> Edges:
    """One way without a branch."""
    return [(index, index + 1) for index in range(size)]


def ladder(size: int) -> Edges:
    """A chain in which each node may also return half-way back."""
    return chain(size) + [(index, index - size // 2) for index in range(size // 2, size)]


def star(size: int) -> Edges:
    """A chain each node of which may also go straight to the end."""
    return chain(size) + [(index, size) for index in range(size)]


def onion(size: int) -> Edges:
    """Splits within splits: the n-th split from outside is closed by the n-th join from the end."""
    return chain(size) + [(index, size - index) for index in range(size // 2)]


def drawn(edges: Edges) -> ProcessMap:
    """A map of these edges; every third node is a parallel gateway, every third an exclusive one."""
    kinds = (NodeType.TASK, NodeType.PARALLEL_GATEWAY, NodeType.EXCLUSIVE_GATEWAY)
    numbers = sorted({number for edge in edges for number in edge})
    ids = {number: ElementId(f"n{number}") for number in numbers}
    nodes = [FlowNode(ids[n], kinds[n % 3], f"Label {n}", PROCESS, 1) for n in numbers]
    flows = [
        SequenceFlow(ElementId(f"f{index}"), ids[a], ids[b], "", "", PROCESS, 1)
        for index, (a, b) in enumerate(edges)
    ]
    return ProcessMap(
        id=PROCESS,
        name="Map",
        file="made.bpmn",
        processes=(PROCESS,),
        scopes={PROCESS: Scope(PROCESS, "Map", PROCESS, None, (), (), 1)},
        nodes={node.id: node for node in nodes},
        flows={flow.id: flow for flow in flows},
    )


def steps(process_map: ProcessMap) -> int:
    """Count the lines of Python that a check of the map runs."""
    count = 0

    def trace(_frame: FrameType, event: str, _value: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        check(process_map)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", [chain, ladder, star, onion])
def test_twice_the_map_is_about_twice_the_work(shape: Callable[[int], Edges]) -> None:
    """The ratio leaves room for a logarithm, not for a square."""
    small, large = (steps(drawn(shape(size))) for size in (400, 1600))
    assert large / small < 4.8
