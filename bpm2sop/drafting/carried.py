"""*Kelengkapan* that no map gives: what the steps before gave or received is what a step begins with, marked as assumed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from bpm2sop.model.processmap import ACTIVITIES, GATEWAYS, DataKind, NodeType, ProcessMap
from bpm2sop.model.sop import Cell, CellSource, NextKind, Step

RULE = "output-of-previous"
RECEIVED = "received-before"
_WORK = frozenset(kind.value for kind in ACTIVITIES)
_RECEIVE = frozenset({NodeType.START_EVENT.value, NodeType.INTERMEDIATE_CATCH_EVENT.value})
_PASSED = frozenset(kind.value for kind in GATEWAYS)


class Carrier:
    """Knows which outputs of a map stay at hand: documents, and messages between its own nodes."""

    def __init__(self, process_map: ProcessMap) -> None:
        """Leave out what lies in a store, and what is sent away."""
        papers = {item.id for item in process_map.data.values() if item.kind is not DataKind.STORE}
        nodes = process_map.nodes
        sent = {m.id for m in process_map.messages if m.source in nodes and m.target in nodes}
        self._staying: frozenset[str] = frozenset({*papers, *sent})

    def carried(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """Fill the inputs of the steps of one list that have none, from the outputs of the steps before."""
        if not any(step.outputs or step.inputs for step in steps):
            return tuple(steps)
        order: dict[str, int] = {step.key: place for place, step in enumerate(steps)}
        before: dict[str, list[Step]] = defaultdict(list)
        for step in steps:
            for arrow in step.next:
                if arrow.kind is NextKind.FLOW and arrow.to in order:
                    before[arrow.to].append(step)
        return tuple(self._filled(step, before, order) for step in steps)

    def _filled(
        self, step: Step, before: Mapping[str, Sequence[Step]], order: Mapping[str, int]
    ) -> Step:
        """Give an activity without inputs those that come from earlier steps."""
        if step.inputs or step.core_type not in _WORK:
            return step
        given = self._given(step, before, order)
        return replace(step, inputs=given) if given else step

    def _given(
        self, step: Step, before: Mapping[str, Sequence[Step]], order: Mapping[str, int]
    ) -> tuple[Cell, ...]:
        """List what the earlier steps that lead here give, each document once."""
        cells: dict[str, Cell] = {}
        for giver in sorted(_givers(step, before, order), key=lambda one: order[one.key]):
            for cell in self._left_by(giver):
                cells.setdefault(cell.value.casefold(), cell)
        return tuple(cells.values())

    def _left_by(self, giver: Step) -> Iterator[Cell]:
        """Iterate over what a step leaves at hand: its outputs; where it only receives, what it received."""
        if not giver.outputs and giver.core_type in _RECEIVE:
            for cell in giver.inputs:
                if cell.source is CellSource.MAP:
                    yield cell._replace(source=CellSource.ASSUMED, rule=RECEIVED)
        for cell in giver.outputs:
            if cell.element in self._staying:
                yield cell._replace(source=CellSource.ASSUMED, rule=RULE)


def _givers(
    step: Step, before: Mapping[str, Sequence[Step]], order: Mapping[str, int]
) -> Iterator[Step]:
    """Iterate over the earlier steps that lead here; a row that only decides or joins is looked through."""
    seen = {step.key}
    work = list(before.get(step.key, ()))
    while work:
        giver = work.pop()
        if giver.key in seen or order[giver.key] > order[step.key]:
            continue
        seen.add(giver.key)
        if giver.core_type in _PASSED:
            work += before.get(giver.key, ())
        else:
            yield giver
