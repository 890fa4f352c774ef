"""Which SOPs a map gives, and which sub-processes are shown within them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bpm2sop.model.processmap import ElementId, ProcessMap

ScopeSetting = Literal["map", "process"]


def plan(process_map: ProcessMap, scope: ScopeSetting = "map") -> tuple[tuple[ElementId, ...], ...]:
    """List the scopes of each SOP that the map gives.

    With `map` all processes of the diagram share one SOP, with `process` each has its own. A process without a sequence
    flow of its own is a page of the atlas: it joins an SOP only where another process of the map has flow. Sub-processes
    with content that are not shown within their parent (`apart`) give SOPs of their own, in the order of the map.
    """
    flowing = [process for process in process_map.processes if process_map.scopes[process].flows]
    told = [process for process in process_map.processes if process_map.scopes[process].nodes]
    sops: list[tuple[ElementId, ...]] = []
    if scope == "map":
        sops += [tuple(told)] if flowing and told else []
    else:
        sops += [(process,) for process in told if process in set(flowing)]
    covered = {process for sop in sops for process in sop}
    pages = [process for process in process_map.processes if process not in covered]
    sops += [(inner,) for page in pages for inner in _flowing_inside(process_map, page)]
    for sop in sops:
        # The list grows while it is walked: an SOP apart may itself hold more of them.
        sops += [(inner,) for inner in apart(process_map, (*sop, *nested(process_map, sop)))]
    return tuple(sops)


def has_content(process_map: ProcessMap, node: ElementId) -> bool:
    """Tell whether a node is a sub-process that holds flow nodes."""
    scope = process_map.scopes.get(node)
    return scope is not None and bool(scope.nodes)


def nested(process_map: ProcessMap, scopes: Iterable[ElementId]) -> list[ElementId]:
    """List the sub-processes shown within these scopes, to any depth, outer ones first."""
    nodes = process_map.nodes
    found: list[ElementId] = []
    work = list(scopes)
    for scope in work:
        inner = [n for n in _sub_processes(process_map, scope) if nodes[n].expanded is not False]
        found += inner
        work += inner
    return found


def apart(process_map: ProcessMap, shown: Iterable[ElementId]) -> list[ElementId]:
    """List the sub-processes drawn collapsed directly within these scopes: an SOP's own, and those `nested` in it."""
    nodes = process_map.nodes
    return [
        node
        for scope in shown
        for node in _sub_processes(process_map, scope)
        if nodes[node].expanded is False
    ]


def _sub_processes(process_map: ProcessMap, scope: ElementId) -> list[ElementId]:
    """List a scope's sub-processes that hold flow nodes."""
    scopes = process_map.scopes
    return [node for node in scopes[scope].nodes if node in scopes and scopes[node].nodes]


def _flowing_inside(process_map: ProcessMap, page: ElementId) -> list[ElementId]:
    """List the outermost sub-processes of a page that hold sequence flow."""
    found: list[ElementId] = []
    work = [page]
    for scope in work:
        for node in _sub_processes(process_map, scope):
            if process_map.scopes[node].flows:
                found.append(node)
            else:
                work.append(node)
    return found
