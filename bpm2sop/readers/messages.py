"""Message flows: which map each is part of, and what its ends are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bpm2sop.model.findings import Severity
from bpm2sop.model.processmap import ElementId, MessageFlow
from bpm2sop.readers.gathered import Gathered
from bpm2sop.readers.owners import Owners


def place_messages(
    gathered: Gathered, owners: Owners, maps: Mapping[ElementId, int]
) -> Iterator[tuple[int, MessageFlow]]:
    """Resolve message flows; give each with the number of its map.

    A message is part of the map that both its ends are in, else of the collaboration that draws it. There, a pool stands
    for a process that another map shows.

    Args:
        gathered: all of the file; messages with a loose end are told of.
        owners: which pool shows or stands for each process.
        maps: the number of the map of each process.
    """
    ends = _Ends(gathered, owners, maps)
    for number, held in enumerate(gathered.collaborations):
        for message in held.messages:
            found = [ends.find(text, number) for text in message[2:4]]
            homes = [ends.home(end) for end in found]
            home = homes[0]
            if home is None or home != homes[1]:
                found = [ends.stand_in(end, number) for end in found]
                homes = [ends.home(end) for end in found]
                known = [at for at in homes if at is not None]
                home = number if number in known or not known else known[0]
            here = [end if at == home else None for end, at in zip(found, homes, strict=True)]
            for which, end, text in zip(("source", "target"), here, message[2:4], strict=True):
                if end is None:
                    _say_loose(gathered, message, which, text)
            name = gathered.named.get(message.message.strip(), "")
            name = name or gathered.named.get(message.message.strip().rpartition(":")[2], "")
            yield home, message._replace(source=here[0], target=here[1], message=name)


class _Ends:
    """Finds what messages lead from and to."""

    def __init__(self, gathered: Gathered, owners: Owners, maps: Mapping[ElementId, int]) -> None:
        """Index the pools by the number of their collaboration."""
        self._gathered = gathered
        self._owners = owners
        self._maps = maps
        self._pools = {
            pool.id: number
            for number, held in enumerate(gathered.collaborations)
            for pool in held.participants
        }

    def find(self, text: str | None, number: int) -> ElementId | None:
        """Find the node or pool that a reference in a collaboration means; a process stands for its pool."""
        known = self._gathered.resolve(text) if text else None
        if known is None:
            return None
        end = ElementId(known)
        if end in self._gathered.nodes or end in self._pools:
            return end
        return self._owners.stands[number].get(end) or self._owners.pool.get(end)

    def home(self, end: ElementId | None) -> int | None:
        """Give the number of the map that an end is in."""
        if end is None:
            return None
        return self._pools[end] if end in self._pools else self._maps[self._process(end)]

    def stand_in(self, end: ElementId | None, number: int) -> ElementId | None:
        """Give the pool that stands in a map for a node that another map shows, else the end itself."""
        if end is None or end not in self._gathered.nodes or self.home(end) == number:
            return end
        return self._owners.stands[number].get(self._process(end), end)

    def _process(self, node: ElementId) -> ElementId:
        """Give the process of a node."""
        return self._gathered.bodies[self._gathered.nodes[node].scope].process


def _say_loose(gathered: Gathered, message: MessageFlow, which: str, text: str | None) -> None:
    gathered.find(
        "message-loose-end", Severity.WARNING, message.line, message.id,
        element=message.id, name=message.name or message.id, end=which, reference=text or "",
    )  # fmt: skip
