"""Several pools in one table: rows in the order in which messages make them happen.

Each process keeps its own order; loops stay together. A message puts the receiver behind the sender unless that closes
a cycle: then, and only then, it is left out of the order.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple


class Parts(NamedTuple):
    """What is to be interleaved, by numbers from 0.

    Part p belongs to process `process[p]`; the parts of a process are numbered in its own order. `hard` holds for each part
    the parts that must come before it, `soft` those whose message it receives.
    """

    process: Sequence[int]
    hard: Sequence[Sequence[int]]
    soft: Sequence[set[int]]


def interleave(parts: Parts) -> list[int]:
    """Order the parts. Hard arcs always hold; soft arcs hold unless they lie on a cycle with the others."""
    return _Interleaving(parts).run()


class _Interleaving:
    """Emits parts one by one, staying in a process as long as it can go on."""

    def __init__(self, parts: Parts) -> None:
        """Count what each part still waits for."""
        self.process = parts.process
        self.before = [set(hard) | soft for hard, soft in zip(parts.hard, parts.soft, strict=True)]
        self.soft = [soft - set(hard) for hard, soft in zip(parts.hard, parts.soft, strict=True)]
        self.behind: list[list[int]] = [[] for _ in parts.process]
        for part, earlier in enumerate(self.before):
            for other in sorted(earlier):
                self.behind[other].append(part)
        count = max(parts.process, default=-1) + 1
        self.own: list[list[int]] = [[] for _ in range(count)]
        for part, process in enumerate(parts.process):
            self.own[process].append(part)
        self.cursor = [0] * count
        self.ready: list[list[int]] = [[] for _ in range(count)]
        self.done = [False] * len(parts.process)
        for part, earlier in enumerate(self.before):
            if not earlier:
                heapq.heappush(self.ready[parts.process[part]], part)

    def run(self) -> list[int]:
        """Emit every part."""
        order: list[int] = []
        current = 0
        while len(order) < len(self.process):
            chosen = self._choose(current)
            if chosen is None:
                self._break_cycle()
                continue
            current = chosen
            order.append(self._emit(chosen))
        return order

    def _emit(self, process: int) -> int:
        """Take the first ready part of a process."""
        part = heapq.heappop(self.ready[process])
        self.done[part] = True
        for other in self.behind[part]:
            if part in self.before[other]:
                self.before[other].discard(part)
                if not self.before[other]:
                    heapq.heappush(self.ready[self.process[other]], other)
        return part

    def _next(self, process: int) -> int | None:
        """Give the first part of a process that is not emitted yet."""
        own = self.own[process]
        while self.cursor[process] < len(own) and self.done[own[self.cursor[process]]]:
            self.cursor[process] += 1
        return own[self.cursor[process]] if self.cursor[process] < len(own) else None

    def _choose(self, current: int) -> int | None:
        """Choose the process to go on with: the current one, else whoever it waits for, else any that can."""
        seen: set[int] = set()
        process = current
        while process not in seen:
            seen.add(process)
            part = self._next(process)
            if part is None:
                break
            if self.ready[process] and self.ready[process][0] == part:
                return process
            senders = [
                self.process[other] for other in self.before[part] if self.process[other] != process
            ]
            if not senders:
                break
            process = min(senders)
        able = [p for p in (*sorted(seen), *range(len(self.ready))) if self.ready[p]]
        if self.ready[current]:
            return current
        return able[0] if able else None

    def _break_cycle(self) -> None:
        """Leave out one message on a cycle: everything left waits for something."""
        part = next(p for p, done in enumerate(self.done) if not done)
        walk: list[int] = []
        place: dict[int, int] = {}
        while part not in place:
            place[part] = len(walk)
            walk.append(part)
            part = min(self.before[part])
        cycle = walk[place[part] :]
        for position, waiting in enumerate(cycle):
            earlier = cycle[(position + 1) % len(cycle)]
            if earlier in self.soft[waiting]:
                self.before[waiting].discard(earlier)
                if not self.before[waiting]:
                    heapq.heappush(self.ready[self.process[waiting]], waiting)
                return
