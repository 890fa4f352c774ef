"""What the elements of a map are called on a page: by their names, else by what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bpm2sop.model.processmap import ProcessMap
from bpm2sop_web.speaking import shape_words


def element_names(maps: Iterable[ProcessMap]) -> dict[str, str]:
    """Name the elements of some maps; what has no name goes by its kind and id, a flow by its ends."""
    found: dict[str, str] = {}
    for one in maps:
        found |= {own: name or own for own, name in _named(one)}
        for node in one.nodes.values():
            found[node.id] = node.name or f"{shape_words(node.type)} {node.id}"
        for flow in one.flows.values():
            ends = " → ".join(found.get(end or "", "?") for end in (flow.source, flow.target))
            found[flow.id] = flow.name or f"{shape_words('sequenceFlow')} {ends}"
        for message in one.messages:
            found[message.id] = message.name or f"{shape_words('messageFlow')} {message.id}"
    return found


def _named(one: ProcessMap) -> Iterator[tuple[str, str]]:
    """Give what a map draws around its flow and beside it, with its name."""
    yield from ((scope.id, scope.name) for scope in one.scopes.values())
    yield from ((pool.id, pool.name) for pool in one.participants)
    yield from ((lane.id, lane.name) for lane in one.lanes.values())
    yield from ((item.id, item.name) for item in one.data.values())
