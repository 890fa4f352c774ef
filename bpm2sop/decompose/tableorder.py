"""C7 and C8: the order of rows, their numbers, and that every reference leads to a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bpm2sop.decompose.order import strong_components
from bpm2sop.decompose.table import Table
from bpm2sop.decompose.tableshape import Fault
from bpm2sop.model.sop import NextKind, Step


def order_faults(table: Table) -> Iterator[Fault]:
    """Iterate over what is wrong with order, numbers and references."""
    keys: set[str] = set()
    numbers: dict[str, str] = {table.sop.key: ""}
    for depth, listed in enumerate(table.lists):
        for place, step in enumerate(listed.steps, 1):
            above = f"{numbers[listed.scopes[0]]}." if depth else ""
            numbers[step.key] = f"{above}{place}"
            if step.no != numbers[step.key]:
                yield ("C8", (step.key,), f"is numbered {step.no}, not {numbers[step.key]}")
            if step.key in keys:
                yield ("C8", (step.key,), "the key occurs twice")
            keys.add(step.key)
        yield from _list_faults(listed.steps)
    for row in table.rows:
        for arrow in row.step.next:
            if arrow.to not in keys:
                yield ("C8", (row.step.key, arrow.to), "an arrow leads to no step")


def _list_faults(steps: Sequence[Step]) -> Iterator[Fault]:
    """C7: backward arrows only within one loop, loops contiguous, the unreachable last."""
    place = {step.key: index for index, step in enumerate(steps)}
    arcs: dict[int, list[int]] = {
        index: [
            place[arrow.to]
            for arrow in step.next
            if arrow.kind is not NextKind.MESSAGE and arrow.to in place
        ]
        for index, step in enumerate(steps)
    }
    reached = _reached(steps, arcs)
    if any(target <= source for source, leaving in arcs.items() for target in leaving):
        yield from _loop_faults(steps, arcs, reached)
    last = max((index for index, seen in enumerate(reached) if seen), default=-1)
    for index in range(last):
        if not reached[index]:
            yield (
                "C7",
                (steps[index].key,),
                "stands before rows that are reached, though nothing leads to it",
            )


def _loop_faults(
    steps: Sequence[Step], arcs: Mapping[int, Sequence[int]], reached: Sequence[bool]
) -> Iterator[Fault]:
    """C7, where an arrow leads back: only within one loop, whose rows stand together."""
    loop = [0] * len(steps)
    for number, component in enumerate(strong_components(range(len(steps)), arcs)):
        if max(component) - min(component) + 1 != len(component):
            yield ("C7", (steps[component[0]].key,), "the rows of a loop do not stand together")
        for vertex in component:
            loop[vertex] = number
    for source, leaving in arcs.items():
        for target in leaving:
            if target <= source and loop[target] != loop[source] and reached[source]:
                yield ("C7", (steps[source].key, steps[target].key), "leads back without a loop")


def _reached(steps: Sequence[Step], arcs: Mapping[int, Sequence[int]]) -> list[bool]:
    """Mark the rows that can be reached from rows that nothing leads to or that hold a start event."""
    entered = {target for leaving in arcs.values() for target in leaving}
    seen = [False] * len(steps)
    work = [
        index
        for index, step in enumerate(steps)
        if index not in entered
        or any(element.type == "startEvent" for element in step.elements[:1])
    ]
    while work:
        vertex = work.pop()
        if not seen[vertex]:
            seen[vertex] = True
            work += arcs[vertex]
    return seen
