"""An SOP's steps as the proof looks at them: in one sequence of rows, so that no clause walks through the lists again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from bpm2sop.model.sop import BlockElement, Role, Sop, Step


class Listed(NamedTuple):
    """One list of steps: the SOP's own scopes, or one sub-process."""

    scopes: tuple[str, ...]
    steps: Sequence[Step]


class Row(NamedTuple):
    """A step, and what several clauses ask of it."""

    step: Step
    scopes: tuple[str, ...]
    """Scopes of the list that it stands in."""
    nodes: Sequence[BlockElement]
    """Its elements that are flow nodes."""
    core: str


class Table:
    """The lists of an SOP, outer ones first, and their rows in that order."""

    def __init__(self, sop: Sop) -> None:
        """Walk through the lists once."""
        self.sop = sop
        self.lists = [Listed(sop.source.scopes, sop.steps)]
        for listed in self.lists:
            self.lists += [Listed((step.key,), step.steps) for step in listed.steps if step.steps]
        self.rows = [_row(step, listed.scopes) for listed in self.lists for step in listed.steps]

    @cached_property
    def quoted(self) -> frozenset[tuple[str | None, str]]:
        """What remarks quote, as element and words."""
        cells = (cell for row in self.rows for cell in row.step.remarks)
        return frozenset((cell.element, cell.value) for cell in cells)


def _row(step: Step, scopes: tuple[str, ...]) -> Row:
    """Find a step's nodes and its core."""
    nodes = [part for part in step.elements if part.role is not Role.FLOW]
    core = step.core
    return Row(step, scopes, nodes, core.id if core is not None else step.key)
