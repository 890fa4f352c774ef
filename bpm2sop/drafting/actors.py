"""Actors (*pelaksana*) of an SOP: lanes, pools without lanes, processes without pools, and external parties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bpm2sop.drafting.naming import without_code
from bpm2sop.model.processmap import ElementId, Lane, Participant, ProcessMap
from bpm2sop.model.sop import Actor, ActorKind
from bpm2sop.wording import Language, say


class Cast:
    """Finds the actor of each node of one SOP, and lists all actors in order of first appearance."""

    def __init__(self, process_map: ProcessMap, language: Language) -> None:
        """Index the pools by their process."""
        self._map = process_map
        self._language = language
        self._pools: dict[ElementId, Participant] = {}
        for pool in process_map.participants:
            if pool.process is not None:
                self._pools.setdefault(pool.process, pool)
        self._seen: dict[str, Actor] = {}

    def of_node(self, node: ElementId) -> Actor:
        """Give the actor of a node: its innermost lane, else its pool, else its process."""
        membership = self._map.membership.get(node)
        if membership is not None and membership.lane in self._map.lanes:
            return self._lane(self._map.lanes[membership.lane])
        return self._owner(self._map.scopes[self._map.nodes[node].scope].process)

    def external(self, pool: Participant) -> Actor:
        """Give the actor of a pool that has no steps in this SOP."""
        name = pool.name or self._unnamed("external")
        return self._keep(
            Actor(id=pool.id, name=name, path=(name,), kind=ActorKind.EXTERNAL, elements=(pool.id,))
        )

    def idle_lanes(self, scopes: Sequence[ElementId]) -> Iterable[Actor]:
        """List the innermost lanes of these scopes that have no step."""
        parents = {lane.parent for lane in self._map.lanes.values()}
        for lane in sorted(
            self._map.lanes.values(),
            key=lambda lane: (self._place(lane.id), lane.name, self._around(lane), lane.id),
        ):
            if lane.scope in scopes and lane.id not in parents and lane.id not in self._seen:
                yield self._lane(lane)

    def _around(self, lane: Lane) -> tuple[str, ...]:
        """Name what a lane lies in, from within: its outer lanes, then its pool."""
        names = []
        above = lane.parent
        while above is not None and above in self._map.lanes:
            names.append(self._map.lanes[above].name)
            above = self._map.lanes[above].parent
        return (*names, self._pool_name(self._map.scopes[lane.scope].process))

    def _place(self, element: ElementId) -> tuple[float, float]:
        """Give where an element is drawn, top first, so that what has no step keeps the map's order."""
        shape = self._map.drawing.shapes.get(element)
        return (shape.y, shape.x) if shape else (0.0, 0.0)

    def externals(self, pools: Iterable[Participant]) -> None:
        """Meet outside parties in the map's order."""
        for pool in sorted(pools, key=lambda pool: (self._place(pool.id), pool.name, pool.id)):
            self.external(pool)

    def actors(self) -> tuple[Actor, ...]:
        """List the actors met so far, in order of first appearance."""
        return tuple(self._seen.values())

    def partner(self, end: ElementId | None) -> Participant | None:
        """Give the pool at the other end of a message: the pool itself, or that of a node."""
        if end is not None and end in self._map.nodes:
            return self._pools.get(self._map.scopes[self._map.nodes[end].scope].process)
        return next((pool for pool in self._map.participants if pool.id == end), None)

    def _lane(self, lane: Lane) -> Actor:
        """Make a lane an actor, with its path from the pool inwards."""
        known = self._seen.get(lane.id)
        if known is not None:
            return known
        owner = self._pool_name(self._map.scopes[lane.scope].process)
        name = lane.name or (owner if self._is_only(lane) else "") or self._unnamed("lane")
        *outer, _ = self._around(lane)
        path = [name, *outer]
        if owner != name:
            path.append(owner)
        return self._keep(
            Actor(
                id=lane.id,
                name=name,
                path=tuple(part for part in reversed(path) if part),
                kind=ActorKind.LANE,
                elements=(lane.id,),
            )
        )

    def _is_only(self, lane: Lane) -> bool:
        """Tell whether a lane is the only one of its process: then the pool's name is its own."""
        return sum(other.scope == lane.scope for other in self._map.lanes.values()) == 1

    def _owner(self, process: ElementId) -> Actor:
        """Make a pool, or a process without one, an actor."""
        pool = self._pools.get(process)
        actor_id = pool.id if pool else process
        known = self._seen.get(actor_id)
        if known is not None:
            return known
        name = self._pool_name(process) or self._unnamed("pool")
        return self._keep(
            Actor(
                id=actor_id,
                name=name,
                path=(name,),
                kind=ActorKind.PARTICIPANT,
                elements=(actor_id,),
            )
        )

    def _pool_name(self, process: ElementId) -> str:
        """Give the name of a process's pool, else its own without the map's code."""
        pool = self._pools.get(process)
        return (pool.name if pool else "") or without_code(self._map.scopes[process].name)

    def _unnamed(self, kind: str) -> str:
        """Describe an actor that the map does not name, by its place among the actors."""
        return say(self._language, f"actor.unnamed_{kind}", number=len(self._seen) + 1)

    def _keep(self, actor: Actor) -> Actor:
        """Remember an actor in order of appearance."""
        return self._seen.setdefault(actor.id, actor)
