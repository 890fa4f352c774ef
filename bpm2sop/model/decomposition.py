"""A decomposed map: blocks of flow nodes in table order, with their exits. No words yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.model.processmap import ElementId
from bpm2sop.model.sop import BlockElement, Explained, NextKind, RegionKind, Split, Wait


class Exit(NamedTuple):
    """One arrow out of a block. `to` is the core of the block it leads to."""

    to: ElementId
    kind: NextKind
    via: tuple[ElementId, ...]
    interrupting: bool = True
    label: str = ""
    condition: str | None = None
    default: bool = False


class Block(NamedTuple):
    """A chain `[start] [merge|sync] core [split] [end]` that becomes one step; known by its core."""

    core: ElementId
    scope: ElementId
    elements: tuple[BlockElement, ...]
    wait: Wait
    split: Split
    exits: tuple[Exit, ...]
    entry: bool = False
    """The scope starts here: nothing leads in, or a start event stands at the front."""
    handler: bool = False
    """An event sub-process or a compensation activity that no arrow leads to."""
    unreachable: bool = False


class Span(NamedTuple):
    """Consecutive blocks of one list, by their cores: a loop, or branches that run at the same time (`by` is their split)."""

    kind: RegionKind
    first: ElementId
    last: ElementId
    by: ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """What one SOP's steps stand for.

    `scopes` are the SOP's own, in the order in which the table first meets them; `top` is their list, in table order;
    `nested` holds the list of each sub-process that is shown under its block; `apart` names the sub-processes with content
    that become SOPs of their own.
    """

    scopes: tuple[ElementId, ...]
    top: tuple[Block, ...]
    nested: Mapping[ElementId, tuple[Block, ...]] = field(default_factory=dict)
    apart: frozenset[ElementId] = frozenset()
    explained: tuple[Explained, ...] = ()
    spans: tuple[Span, ...] = ()
