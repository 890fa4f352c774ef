"""What one SOP hands over to another: a message to the other's process, or an output that is the other's input."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bpm2sop.atlas.names import normal
from bpm2sop.model.processmap import ElementId, MapFile, MessageFlow, ProcessMap
from bpm2sop.model.sop import Cell, Sop, SopKey, Step

_STATE = re.compile(r"(?<!\s)\s*\[[^\[\]]*\]$")
_TAKERS = 3
"""A document that more SOPs take in is common property, not a hand-over."""


class HandOver(NamedTuple):
    """Something passes from one SOP to another; `given` and `taken` are the elements that say so, each of its SOP's own map."""

    giver: SopKey
    taker: SopKey
    given: str
    taken: str


def hand_overs(sops: Sequence[Sop], files: Iterable[MapFile]) -> tuple[HandOver, ...]:
    """Find the hand-overs between the SOPs of a set, each pair once in each direction."""
    maps = {(file.name, held.id): held for file in files for held in file.maps}
    found: dict[tuple[SopKey, SopKey], HandOver] = {}
    for hand_over in (*_by_document(sops), *_by_message(sops, maps)):
        found.setdefault((hand_over.giver, hand_over.taker), hand_over)
    return tuple(found.values())


def _by_document(sops: Sequence[Sop]) -> Iterator[HandOver]:
    """Find outputs of one SOP that are inputs of a few others, which do not make them themselves."""
    makers: dict[str, dict[SopKey, str]] = defaultdict(dict)
    takers: dict[str, dict[SopKey, str]] = defaultdict(dict)
    for sop in sops:
        for step in _all(sop.steps):
            _note(makers, sop.key, step.outputs)
            _note(takers, sop.key, step.inputs)
    for name in sorted(makers.keys() & takers.keys()):
        if len(makers[name]) > 1:
            continue
        (giver, given), *_ = makers[name].items()
        others = [(key, element) for key, element in takers[name].items() if key != giver]
        if len(others) <= _TAKERS:
            yield from (HandOver(giver, taker, given, taken) for taker, taken in others)


def _note(places: dict[str, dict[SopKey, str]], key: SopKey, cells: Iterable[Cell]) -> None:
    """Remember the first element of each name among cells, the state of a document left out."""
    for cell in cells:
        name = normal(_STATE.sub("", cell.value))
        if name and cell.element is not None:
            places[name].setdefault(key, cell.element)


def _all(steps: Iterable[Step]) -> Iterator[Step]:
    """Iterate over steps at every depth."""
    for step in steps:
        yield step
        yield from _all(step.steps)


def _by_message(
    sops: Sequence[Sop], maps: Mapping[tuple[str, ElementId], ProcessMap]
) -> Iterator[HandOver]:
    """Find messages between a step and a closed pool that bears the name of another map's process."""
    owners = _named_processes(sops, maps)
    for sop in sops:
        held = maps.get((sop.source.file, ElementId(sop.source.map)))
        if held is None or not held.messages:
            continue
        covered = {part.id for step in _all(sop.steps) for part in step.elements}
        closed = {pool.id: pool for pool in held.participants if not _has_nodes(held, pool.process)}
        for message in sorted(held.messages, key=lambda one: (one.name, one.message, one.id)):
            for outward, near, far in (
                (True, message.source, message.target),
                (False, message.target, message.source),
            ):
                pool = closed.get(far) if far is not None else None
                others = (
                    owners.get(normal(pool.name), [])
                    if pool is not None and near in covered
                    else []
                )
                if len(others) == 1 and others[0].key != sop.key:
                    yield _across(sop, others[0], message, outward=outward)


def _across(sop: Sop, other: Sop, message: MessageFlow, *, outward: bool) -> HandOver:
    """Make the hand-over of a message; the other side is told by its own process."""
    if outward:
        return HandOver(sop.key, other.key, message.id, other.source.scopes[0])
    return HandOver(other.key, sop.key, other.source.scopes[0], message.id)


def _has_nodes(held: ProcessMap, process: ElementId | None) -> bool:
    """Tell whether a pool shows what it does."""
    return process is not None and process in held.scopes and bool(held.scopes[process].nodes)


def _named_processes(
    sops: Iterable[Sop], maps: Mapping[tuple[str, ElementId], ProcessMap]
) -> dict[str, list[Sop]]:
    """Index SOPs by the names of their processes."""
    owners: dict[str, list[Sop]] = defaultdict(list)
    for sop in sops:
        held = maps.get((sop.source.file, ElementId(sop.source.map)))
        names = (
            [held.scopes[ElementId(scope)].name for scope in sop.source.scopes]
            if held is not None
            else []
        )
        for name in dict.fromkeys(normal(name) for name in (*names, sop.title)):
            if name:
                owners[name].append(sop)
    return owners
