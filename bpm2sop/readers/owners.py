"""Which collaboration, and which pool of it, shows a process that several name: by what they say, never by their order in the file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bpm2sop.model.processmap import ElementId, MessageFlow, Participant
from bpm2sop.readers.gathered import Collaboration, Gathered
from bpm2sop.readers.links import within

Claims = Mapping[ElementId, list["Claim"]]


class Claim(NamedTuple):
    """A pool that names a process: the number of its collaboration, and the pool."""

    number: int
    pool: Participant


@dataclass(frozen=True, slots=True)
class Owners:
    """Who shows each process: the collaboration by number, and its pool.

    `stands` names for each collaboration the pool that stands there for a process shown elsewhere.
    """

    collaboration: dict[ElementId, int] = field(default_factory=dict)
    pool: dict[ElementId, ElementId] = field(default_factory=dict)
    stands: Mapping[int, dict[ElementId, ElementId]] = field(default_factory=dict)


def find_owners(gathered: Gathered, claims: Claims) -> Owners:
    """Choose one pool for each process, then adopt the processes that no pool names."""
    held = _Collaborations(gathered)
    owners = Owners(stands=defaultdict(dict))
    for process, rivals in claims.items():
        ordered = rivals if len(rivals) == 1 else held.ranked(process, rivals)
        owners.collaboration[process] = ordered[0].number
        owners.pool[process] = ordered[0].pool.id
        for other in ordered:
            owners.stands[other.number].setdefault(process, other.pool.id)
    processes = (body.id for body in gathered.bodies.values() if body.parent is None)
    if any(process not in owners.collaboration for process in processes):
        owners.collaboration.update(held.adopted(owners.collaboration))
    return owners


class _Collaborations:
    """What the collaborations of a file say of its processes."""

    def __init__(self, gathered: Gathered) -> None:
        """Keep what was gathered; nothing is worked out before two pools name one process."""
        self._gathered = gathered

    @cached_property
    def _reached(self) -> list[Counter[ElementId]]:
        """Count for each collaboration the ends of messages in each process."""
        return [
            Counter(self._processes(text for message in held.messages for text in message[2:4]))
            for held in self._gathered.collaborations
        ]

    def _processes(self, ends: Iterable[ElementId | None]) -> Iterator[ElementId]:
        """Iterate over the processes whose nodes these references name."""
        for text in ends:
            known = self._gathered.resolve(text) if text else None
            node = self._gathered.nodes.get(ElementId(known)) if known else None
            if node is not None:
                yield self._gathered.bodies[node.scope].process

    def adopted(self, owned: Mapping[ElementId, int]) -> dict[ElementId, int]:
        """Give a process that no pool names to the collaboration whose messages reach into it most.

        A diagram may show one process without a pool around it.
        """
        reaching: dict[ElementId, list[int]] = defaultdict(list)
        for number, reached in enumerate(self._reached):
            for process in reached:
                if process not in owned:
                    reaching[process].append(number)
        return {
            process: numbers[0]
            if len(numbers) == 1
            else min(numbers, key=lambda one: (-self._reached[one][process], self._says(one)))
            for process, numbers in reaching.items()
        }

    def ranked(self, process: ElementId, claims: Iterable[Claim]) -> list[Claim]:
        """Order rival pools: whose diagram has most messages with the steps, who is drawn around them, then by words."""
        name = self._gathered.bodies[process].name

        def rank(claim: Claim) -> tuple[object, ...]:
            number, pool = claim
            return (
                -self._reached[number][process],
                -self._drawn_inside(process, pool.id),
                -len(self._gathered.collaborations[number].participants),
                pool.name.casefold() != name.casefold(),
                not pool.name,
                self._pool_says(self._gathered.collaborations[number], pool),
                self._says(number),
                pool.id,
            )

        return sorted(claims, key=rank)

    def _drawn_inside(self, process: ElementId, pool: ElementId) -> int:
        """Count the nodes of a process that are drawn within a pool."""
        shapes, box = self._gathered.drawing.shapes, self._gathered.drawing.shapes.get(pool)
        if box is None:
            return 0
        drawn = (shapes.get(node) for node in self._gathered.bodies[process].nodes)
        return sum(shape is not None and within(shape, box) for shape in drawn)

    def _says(self, number: int) -> tuple[object, ...]:
        """Say what a collaboration says, without ids; equal ones come by their id."""
        held = self._gathered.collaborations[number]
        pools = sorted(self._pool_says(held, pool) for pool in held.participants)
        messages = sorted(map(self._message_says, held.messages))
        return (held.name, self._documented(held.id), pools, messages, held.id)

    def _pool_says(self, held: Collaboration, pool: Participant) -> tuple[object, ...]:
        """Say what a pool says, with the messages at its border."""
        ends = (
            (at, self._message_says(message))
            for message in held.messages
            for at, end in enumerate(message[2:4])
            if end and self._gathered.resolve(end) == pool.id
        )
        return (pool.name, self._documented(pool.id), sorted(ends), self._inside(pool))

    def _inside(self, pool: Participant) -> tuple[str, ...]:
        """Say what the process of a pool says."""
        known = ElementId(self._gathered.resolve(pool.process or "") or "")
        body = self._gathered.bodies.get(known)
        if body is None:
            return ()
        return (body.name, *sorted(self._words(node) for node in body.nodes))

    def _message_says(self, message: MessageFlow) -> tuple[str, ...]:
        """Say what a message flow says, with the words at its ends."""
        ends = (self._words(text) if text else "" for text in message[2:4])
        return (message.name, self._documented(message.id), *ends)

    def _words(self, text: str) -> str:
        known = ElementId(self._gathered.resolve(text) or "")
        node = self._gathered.nodes.get(known)
        if node is None:
            return self._names.get(known, "")
        return f"{node.type} {node.name} {self._documented(known)}"

    @cached_property
    def _names(self) -> dict[ElementId, str]:
        """Name every pool."""
        held = self._gathered.collaborations
        return {pool.id: pool.name for one in held for pool in one.participants}

    def _documented(self, element: ElementId) -> str:
        return self._gathered.documentation.get(element, "")
