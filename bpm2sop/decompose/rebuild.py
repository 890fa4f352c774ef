"""The map's graph rebuilt from a table of steps alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.model.sop import Next, NextKind, Role, Sop, Step


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

    places: list[tuple[str, str, str]] = field(default_factory=list)
    """(node, step that holds it or whose arrow runs through it, scope of the list)."""
    flows: list[Way] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    hosts: list[tuple[str, str]] = field(default_factory=list)
    """(boundary event, its host)."""
    messages: list[tuple[str, str, str]] = field(default_factory=list)
    """(message flow, sending step, receiving step)."""
    broken: list[tuple[str, str]] = field(default_factory=list)
    """(step, what cannot be followed)."""


class Listed(NamedTuple):
    """One list of steps: the SOP's own scopes, or one sub-process."""

    scopes: tuple[str, ...]
    steps: Sequence[Step]


def lists_of(sop: Sop) -> Iterator[Listed]:
    """Iterate over the table's lists, outer ones first."""
    work = [Listed(sop.source.scopes, sop.steps)]
    for listed in work:
        yield listed
        work += [Listed((step.key,), step.steps) for step in listed.steps if step.steps]


def core_of(step: Step) -> str:
    """Give the id of the step's core element."""
    return next((element.id for element in step.elements if element.role is Role.CORE), step.key)


def rebuild(sop: Sop, is_flow: Callable[[str], bool]) -> Rebuilt:
    """Expand every step and arrow to nodes and flows. `is_flow` tells ids of sequence flows from those of nodes.

    An arrow leaves its step's last node (a boundary event: its core) and enters the first node of the step it leads to.
    """
    rebuilt = Rebuilt()
    fronts = {
        step.key: step.elements[0].id for listed in lists_of(sop) for step in listed.steps if step.elements
    }
    for listed in lists_of(sop):
        for step in listed.steps:
            nodes = [element.id for element in step.elements]
            rebuilt.places += [
                (element.id, step.key, listed.scopes[0]) for element in step.elements if element.role is not Role.FLOW
            ]
            _follow(nodes, step, None, rebuilt, is_flow)
            for arrow in step.next:
                _expand(step, arrow, fronts, rebuilt, is_flow, listed.scopes[0])
    return rebuilt


def _expand(  # noqa: PLR0913, PLR0917  (one arrow's whole surroundings)
    step: Step, arrow: Next, fronts: dict[str, str], rebuilt: Rebuilt, is_flow: Callable[[str], bool], scope: str
) -> None:
    """Expand one arrow."""
    front = fronts.get(arrow.to)
    if front is None or not step.elements:
        rebuilt.broken.append((step.key, arrow.to))
        return
    if arrow.kind is NextKind.MESSAGE:
        rebuilt.messages += [(flow, step.key, arrow.to) for flow in arrow.via]
        return
    if arrow.kind is NextKind.EXCEPTION:
        if not arrow.via:
            rebuilt.broken.append((step.key, arrow.to))
            return
        rebuilt.hosts.append((arrow.via[0], core_of(step)))
        path = [*arrow.via, front]
        passed = arrow.via
    else:
        path = [step.elements[-1].id, *arrow.via, front]
        passed = arrow.via
    rebuilt.places += [(node, step.key, scope) for node in passed if not is_flow(node)]
    _follow(path, step, arrow, rebuilt, is_flow)


def _follow(
    path: Sequence[str], step: Step, arrow: Next | None, rebuilt: Rebuilt, is_flow: Callable[[str], bool]
) -> None:
    """Read a path: a flow joins the nodes beside it; two nodes side by side are link events that meet."""
    for index, element in enumerate(path):
        if is_flow(element):
            if not 0 < index < len(path) - 1 or is_flow(path[index + 1]):
                rebuilt.broken.append((step.key, element))
            else:
                rebuilt.flows.append(Way(element, path[index - 1], path[index + 1], step.key, arrow))
        elif index + 1 < len(path) and not is_flow(path[index + 1]):
            rebuilt.links.append((element, path[index + 1]))
