"""The map's graph rebuilt from a table of steps alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.decompose.table import Row, Table
from bpm2sop.model.sop import Next, NextKind, Step, StepKey


class Way(NamedTuple):
    """A sequence flow as the table has it, with the arrow that it is on (None inside a block)."""

    flow: str
    source: str
    target: str
    step: str
    arrow: Next | None


@dataclass(slots=True)
class Rebuilt:
    """What a table says of the map: where each node stands, how flows join nodes, which link events meet, who hosts what."""

    places: list[tuple[str, str]] = field(default_factory=list)
    """(node, step that holds it or whose arrow runs through it)."""
    flows: list[Way] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    hosts: list[tuple[str, str]] = field(default_factory=list)
    """(boundary event, its host)."""
    messages: list[tuple[str, str, str]] = field(default_factory=list)
    """(message flow, sending step, receiving step)."""
    broken: list[tuple[str, str]] = field(default_factory=list)
    """(step, what cannot be followed)."""


def rebuild(table: Table, is_flow: Callable[[str], bool]) -> Rebuilt:
    """Expand every step and arrow to nodes and flows. `is_flow` tells ids of sequence flows from those of nodes.

    An arrow leaves its step's last node (a boundary event: its core) and enters the first node of the step it leads to.
    """
    fronts = {row.step.key: row.step.elements[0].id for row in table.rows if row.step.elements}
    rebuilding = _Rebuilding(fronts, is_flow)
    for row in table.rows:
        rebuilding.row(row)
    return rebuilding.rebuilt


@dataclass(slots=True)
class _Rebuilding:
    """Walks through steps and arrows, and notes what they say of the map."""

    fronts: Mapping[StepKey, str]
    is_flow: Callable[[str], bool]
    rebuilt: Rebuilt = field(default_factory=Rebuilt)

    def row(self, row: Row) -> None:
        """Expand one step and its arrows."""
        step = row.step
        self.rebuilt.places += [(part.id, step.key) for part in row.nodes]
        self._follow([part.id for part in step.elements], step, None)
        for arrow in step.next:
            self._arrow(row, arrow)

    def _arrow(self, row: Row, arrow: Next) -> None:
        """Expand one arrow."""
        step = row.step
        front = self.fronts.get(arrow.to)
        if front is None or not step.elements:
            self.rebuilt.broken.append((step.key, arrow.to))
            return
        if arrow.kind is NextKind.MESSAGE:
            self.rebuilt.messages += [(flow, step.key, arrow.to) for flow in arrow.via]
            return
        path = [*arrow.via, front]
        if arrow.kind is NextKind.FLOW:
            path.insert(0, step.elements[-1].id)
        elif arrow.via:
            self.rebuilt.hosts.append((arrow.via[0], row.core))
        else:
            self.rebuilt.broken.append((step.key, arrow.to))
            return
        self.rebuilt.places += [(node, step.key) for node in arrow.via if not self.is_flow(node)]
        self._follow(path, step, arrow)

    def _follow(self, path: Sequence[str], step: Step, arrow: Next | None) -> None:
        """Read a path: a flow joins the nodes beside it; two nodes side by side are link events that meet."""
        is_flow, last = self.is_flow, len(path) - 1
        for index, element in enumerate(path):
            if is_flow(element):
                if not 0 < index < last or is_flow(path[index + 1]):
                    self.rebuilt.broken.append((step.key, element))
                else:
                    way = Way(element, path[index - 1], path[index + 1], step.key, arrow)
                    self.rebuilt.flows.append(way)
            elif index < last and not is_flow(path[index + 1]):
                self.rebuilt.links.append((element, path[index + 1]))
