"""Who performs steps, as people have it: actors renamed and made one, steps given to others, columns in another order.

The map is not touched: an actor keeps the lanes that it stands for, and the table keeps its structure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from bpm2sop.model.sop import Actor, ActorKind, Sop, Step, StepKey


class Touched(NamedTuple):
    """An actor of an SOP under one of the names asked for, and the numbers of its steps."""

    sop: str
    title: str
    number: str
    actor: str
    steps: tuple[str, ...]


def plain(name: str) -> str:
    """Give the name under which actors are found: case and spaces do not count."""
    return " ".join(name.split()).casefold()


def renamed(sop: Sop, called: Mapping[str, str]) -> Sop:
    """Call actors as people do; those that now have one name are one actor, in the column of the first.

    Args:
        sop: any SOP.
        called: the new name by the plain form of the map's.
    """
    if not any(plain(actor.name) in called for actor in sop.actors):
        return sop
    held: dict[str, Actor] = {}
    ids: dict[str, str] = {}
    for actor in sop.actors:
        name = called.get(plain(actor.name), actor.name)
        first = held.get(plain(name))
        if first is None:
            held[plain(name)] = replace(actor, name=name, path=(*actor.path[:-1], name))
        else:
            elements = tuple(dict.fromkeys((*first.elements, *actor.elements)))
            held[plain(name)] = replace(first, elements=elements)
        ids[actor.id] = held[plain(name)].id
    steps = _each(
        sop.steps, lambda step: tuple(dict.fromkeys(ids.get(one, one) for one in step.actors))
    )
    return replace(sop, actors=tuple(held.values()), steps=steps)


def given_to(sop: Sop, performers: Mapping[StepKey, Sequence[str]]) -> Sop:
    """Give steps to the actors that a person named; one that the map does not have gets a column at the end."""
    if not performers:
        return sop
    ids = {plain(actor.name): actor.id for actor in sop.actors}
    added: list[Actor] = []
    for names in performers.values():
        for name in names:
            if plain(name) and plain(name) not in ids:
                made = _made(name)
                ids[plain(name)] = made.id
                added.append(made)

    def actors(step: Step) -> tuple[str, ...]:
        if step.key not in performers:
            return step.actors
        return tuple(
            dict.fromkeys(ids[plain(name)] for name in performers[step.key] if plain(name))
        )

    return replace(sop, actors=(*sop.actors, *added), steps=_each(sop.steps, actors))


def ordered_by(sop: Sop, names: Sequence[str]) -> Sop:
    """Put the actors named first, in that order; the others follow as they stood."""
    place = {plain(name): at for at, name in reversed(list(enumerate(names)))}
    last = len(names)
    actors = sorted(sop.actors, key=lambda actor: place.get(plain(actor.name), last))
    return replace(sop, actors=tuple(actors))


def touched(sops: Iterable[Sop], names: Iterable[str]) -> tuple[Touched, ...]:
    """List where actors of these names appear, SOP by SOP."""
    wanted = {plain(name) for name in names}
    found = []
    for sop in sops:
        for actor in sop.actors:
            if plain(actor.name) in wanted:
                steps = tuple(_numbers(sop.steps, actor.id))
                number = sop.identity.number.value
                found.append(Touched(sop.key, sop.title, number, actor.name, steps))
    return tuple(found)


def _numbers(steps: Sequence[Step], actor: str) -> Iterable[str]:
    """Iterate over the numbers of an actor's steps, nested ones behind their parent."""
    for step in steps:
        if actor in step.actors:
            yield step.no
        yield from _numbers(step.steps, actor)


def _made(name: str) -> Actor:
    """Make an actor that only a person named."""
    name = " ".join(name.split())
    token = hashlib.sha256(plain(name).encode()).hexdigest()[:12]
    return Actor(id=f"person-{token}", name=name, path=(name,), kind=ActorKind.LANE, elements=())


def _each(steps: Sequence[Step], actors: Callable[[Step], tuple[str, ...]]) -> tuple[Step, ...]:
    """Give each step its actors, nested ones too."""
    return tuple(
        replace(step, actors=actors(step), steps=_each(step.steps, actors)) for step in steps
    )
