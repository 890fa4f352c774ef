"""An SOP as checks look at it: its rows, and what leads where; each index is made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bpm2sop.model.sop import NextKind, Sop, SopKey, Step, StepKey, StepKind
from bpm2sop.wording import Language

_PASSING = ("Gateway", "Event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a check may know beside the SOP itself: the titles of its set, and the code of each map's parent.

    Without it, rules that need it find nothing.
    """

    titles: frozenset[str] | None = None
    parents: Mapping[SopKey, str] = field(default_factory=dict)
    systems: tuple[str, ...] = ()


class SopView:
    """One SOP, with indexes."""

    def __init__(self, sop: Sop, around: Around) -> None:
        """Hold the SOP and what lies around it."""
        self.sop = sop
        self.around = around
        self.language = Language(sop.language)
        self._starts: dict[StepKey | None, tuple[Step, ...]] = {}

    @cached_property
    def lists(self) -> tuple[tuple[Step, ...], ...]:
        """The top list of steps, then each nested one."""
        found = [self.sop.steps]
        for steps in found:
            found += [step.steps for step in steps if step.steps]
        return tuple(found)

    @cached_property
    def rows(self) -> tuple[Step, ...]:
        """All steps, list by list."""
        return tuple(step for steps in self.lists for step in steps)

    @cached_property
    def work(self) -> tuple[Step, ...]:
        """The steps that stand for an activity of the map, or for none: events and gateways are no work."""
        return tuple(step for step in self.rows if not step.core_type.endswith(_PASSING))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The actors' names by id."""
        return {actor.id: actor.name for actor in self.sop.actors}

    @cached_property
    def reached(self) -> frozenset[StepKey]:
        """The steps that an arrow of control leads to from another step."""
        return frozenset(
            arrow.to
            for step in self.rows
            for arrow in step.next
            if arrow.kind is not NextKind.MESSAGE and arrow.to != step.key
        )

    def starts(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """List the steps of one list that begin it: nothing leads there, or a start event stands in the row."""
        key = steps[0].key if steps else None
        if key not in self._starts:
            self._starts[key] = self._found_starts(steps)
        return self._starts[key]

    def _found_starts(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        return tuple(
            step
            for step in steps
            if step.kind is not StepKind.HANDLER
            and (
                step.key not in self.reached
                or any(part.type == "startEvent" for part in step.elements)
            )
        )

    @cached_property
    def _onward(self) -> Mapping[StepKey, tuple[StepKey, ...]]:
        return {
            step.key: tuple(arrow.to for arrow in step.next if arrow.kind is not NextKind.MESSAGE)
            for step in self.rows
        }

    def onward(self, step: Step) -> tuple[StepKey, ...]:
        """List the steps that an arrow of control leads to."""
        return self._onward[step.key]

    @cached_property
    def _ways(self) -> Mapping[StepKey, int]:
        return {
            step.key: sum(arrow.kind is NextKind.FLOW for arrow in step.next) for step in self.rows
        }

    def ways(self, step: Step) -> int:
        """Count the ways on from a step, exceptions left out."""
        return self._ways[step.key]

    @cached_property
    def told(self) -> Mapping[str, frozenset[str]]:
        """The rules of findings that the SOP brings along, by element."""
        told: dict[str, set[str]] = defaultdict(set)
        for finding in self.sop.findings:
            for element in finding.elements:
                told[element].add(finding.rule)
        return {element: frozenset(rules) for element, rules in told.items()}

    def elements(self, step: Step) -> set[str]:
        """Name all that a step stands for, its arrows included."""
        found = {part.id for part in step.elements}
        for arrow in step.next:
            found.update(arrow.via)
        return found


def core_id(step: Step) -> str | None:
    """Give the element that a step stands for."""
    core = step.core
    return core.id if core is not None else None
