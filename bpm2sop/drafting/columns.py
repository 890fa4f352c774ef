"""The order of the actors' columns: as they appear, by rank, or by hand; outside parties, and systems."""

from __future__ import annotations

from collections.abc import Sequence

from bpm2sop.model.processmap import ProcessMap
from bpm2sop.model.sop import Actor, ActorKind, NextKind, Step
from bpm2sop.settings import ActorOrder, Actors
from bpm2sop.wording import same_actor


def ordered(
    actors: Sequence[Actor], steps: Sequence[Step], process_map: ProcessMap, setting: Actors
) -> tuple[Actor, ...]:
    """Order the actors of an SOP, given in order of first appearance."""
    places = {actor.id: place for place, actor in enumerate(actors)}
    if setting.order is ActorOrder.HIERARCHY:
        actors = sorted(
            actors, key=lambda one: (is_system(one, setting), rank(one, setting), places[one.id])
        )
    elif setting.order is ActorOrder.HAND:
        actors = sorted(actors, key=lambda one: (by_hand(one, setting), places[one.id]))
        return tuple(actors)
    if setting.external_first and (first := initiators(actors, steps, process_map)):
        actors = sorted(actors, key=lambda one: one.id not in first)
    return tuple(actors)


def rank(actor: Actor, setting: Actors) -> int:
    """Give an actor's place in the table of posts; posts that are not in it, and outside parties, come last."""
    last = len(setting.ranks)
    if actor.kind is ActorKind.EXTERNAL:
        return last + 1
    found = (place for place, post in enumerate(setting.ranks) if same_actor(post, actor.name))
    return next(found, last)


def by_hand(actor: Actor, setting: Actors) -> int:
    """Give an actor's place in the profile's own list; others come after it."""
    name = _folded(actor.name)
    found = (place for place, listed in enumerate(setting.by_hand) if _folded(listed) == name)
    return next(found, len(setting.by_hand))


def is_system(actor: Actor, setting: Actors) -> bool:
    """Tell an application from a person by the first word of its name."""
    first = _folded(actor.name).partition(" ")[0]
    return first in {_folded(word) for word in setting.systems}


def initiators(
    actors: Sequence[Actor], steps: Sequence[Step], process_map: ProcessMap
) -> frozenset[str]:
    """Name the outside parties that set an SOP going: their message reaches a step that nothing leads to."""
    outside = {actor.id for actor in actors if actor.kind is ActorKind.EXTERNAL}
    if not outside:
        return frozenset()
    reached = {
        arrow.to for step in steps for arrow in step.next if arrow.kind is not NextKind.MESSAGE
    }
    begun = {part.id for step in steps if step.key not in reached for part in step.elements}
    pools = {pool.process: pool.id for pool in process_map.participants if pool.process is not None}
    senders = set()
    for message in process_map.messages:
        if message.target in begun and message.source is not None:
            node = process_map.nodes.get(message.source)
            process = process_map.scopes[node.scope].process if node is not None else None
            senders.add(pools.get(process, "") if process is not None else message.source)
    return frozenset(outside & senders)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
