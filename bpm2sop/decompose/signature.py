"""What a block means, as text without ids: the first measure by which equal-looking branches are told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bpm2sop.decompose.folds import Chain
from bpm2sop.model.processmap import ElementId, FlowNode, ProcessMap, Scope


@dataclass(slots=True)
class Meaning:
    """Texts tied to nodes from outside them: lanes, messages, data, boundary events, content of sub-processes."""

    process_map: ProcessMap
    _beside: dict[ElementId, list[str]] = field(default_factory=dict)
    _content: dict[ElementId, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather what the map ties to each node."""
        beside: dict[ElementId, list[str]] = defaultdict(list)
        ends = {p.id: p.name for p in self.process_map.participants}
        nodes = self.process_map.nodes
        ends |= {node.id: node.name for node in nodes.values()}
        for message in self.process_map.messages:
            for here, there in ((message.source, message.target), (message.target, message.source)):
                if here is not None and here in nodes:
                    partner = ends.get(there, "") if there is not None else ""
                    beside[here].append(
                        f"message {here == message.source} {message.name} {message.message} {partner}"
                    )
        for link in self.process_map.data_links:
            item = self.process_map.data.get(link.item)
            beside[link.node].append(
                f"data {link.into} {item.name if item else ''} {item.state if item else ''}"
            )
        for node in nodes.values():
            if node.attached_to is not None:
                beside[node.attached_to].append(
                    f"boundary {node.name} {node.interrupting} {node.events!r}"
                )
        self._beside = beside
        for scope in self.process_map.scopes.values():
            self._content[scope.id] = _content(scope, self.process_map)

    def of_chain(self, chain: Chain) -> tuple[str, ...]:
        """Give the signature of a block: its core's words first."""
        return tuple(self.of_node(node) for node in chain.nodes)

    def of_node(self, node: FlowNode) -> str:
        """Say all that the map says of a node, without ids."""
        lanes = self.process_map.lanes
        membership = self.process_map.membership.get(node.id)
        path: list[str] = []
        lane = lanes.get(membership.lane) if membership else None
        while lane is not None:
            path.append(lane.name)
            lane = lanes.get(lane.parent) if lane.parent else None
        return "\x1f".join(
            [
                node.type,
                node.name,
                *path,
                *(f"{event.kind} {event.name} {event.text}" for event in node.events),
                f"{node.loop} {node.loop_text} {node.called} {node.interrupting} {node.by_event} {node.message}",
                self.process_map.documentation.get(node.id, ""),
                *sorted(self._beside.get(node.id, ())),
                self._content.get(node.id, ""),
            ]
        )


def _content(scope: Scope, process_map: ProcessMap) -> str:
    """Sum up what a sub-process holds directly."""
    nodes: Sequence[FlowNode] = [process_map.nodes[node] for node in scope.nodes]
    words = sorted(f"{node.type} {node.name}" for node in nodes)
    return "\x1e".join(words) if scope.parent is not None else ""
