"""Message flows between the steps of one SOP: arrows that order nothing by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from bpm2sop.model.decomposition import Block, Exit
from bpm2sop.model.processmap import ElementId, MessageFlow, ProcessMap
from bpm2sop.model.sop import NextKind


class Homes:
    """Finds the block that holds a node, and the block of the top list that holds it at any depth."""

    def __init__(
        self, process_map: ProcessMap, tables: Mapping[ElementId, Iterable[Block]]
    ) -> None:
        """Keep the blocks of all scopes of one SOP; without messages nobody asks for them."""
        self.process_map = process_map
        self._nodes = process_map.nodes
        self._tables = tables

    @cached_property
    def _block(self) -> dict[ElementId, ElementId]:
        """The core of the block of each element."""
        found: dict[ElementId, ElementId] = {}
        for blocks in self._tables.values():
            for block in blocks:
                for element in block.elements:
                    found[ElementId(element.id)] = block.core
                for exit_ in block.exits:
                    for element_id in exit_.via:
                        found.setdefault(element_id, block.core)
        return found

    def block(self, node: ElementId | None) -> ElementId | None:
        """Give the core of the block that holds a node; a boundary event without exit belongs to its host's."""
        if node is None or node not in self._nodes:
            return None
        found = self._block.get(node)
        if found is None and self._nodes[node].attached_to is not None:
            return self.block(self._nodes[node].attached_to)
        return found

    def top(self, node: ElementId, scopes: frozenset[ElementId]) -> ElementId | None:
        """Give the core of the block of the top list that holds a node at any depth."""
        while node in self._nodes and self._nodes[node].scope not in scopes:
            node = self._nodes[node].scope
        return self.block(node)


class Between(NamedTuple):
    """A message flow between two blocks of one SOP."""

    flow: MessageFlow
    source: ElementId
    target: ElementId


def between(process_map: ProcessMap, homes: Homes) -> list[Between]:
    """List the message flows whose two ends are both steps of this SOP."""
    found = []
    for flow in process_map.messages:
        source, target = homes.block(flow.source), homes.block(flow.target)
        if source is not None and target is not None:
            found.append(Between(flow, source, target))
    return found


def with_messages(
    blocks: Iterable[Block], messages: Iterable[Between], place: Mapping[ElementId, int]
) -> list[Block]:
    """Add to each block the messages that it sends, in table order of their receivers."""
    sent: dict[ElementId, list[Between]] = {}
    for message in messages:
        sent.setdefault(message.source, []).append(message)
    if not sent:
        return list(blocks)
    done = []
    for block in blocks:
        own = sent.get(block.core, [])
        own.sort(
            key=lambda message: (
                place[message.target],
                message.flow.name,
                message.flow.message,
                message.flow.id,
            )
        )
        exits = tuple(
            Exit(
                to=message.target,
                kind=NextKind.MESSAGE,
                via=(message.flow.id,),
                label=message.flow.name or message.flow.message,
            )
            for message in own
        )
        done.append(block._replace(exits=block.exits + exits) if exits else block)
    return done
