"""What the parts of the engine hand each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """`workers` processes on this machine (0: this process), or the scheduler at `address`.

    `seconds` and `memory` (bytes of address space) are what one input may take; this process itself keeps no watch.
    """

    workers: int = 0
    address: str | None = None
    seconds: float = 120.0
    memory: int = 4 << 30

    @property
    def watches(self) -> bool:
        """Tell whether an input that takes too much fails alone."""
        return self.workers > 0 or self.address is not None


class Failure(NamedTuple):
    """Why an input has no result: a key of the catalogues (`finding.<code>`) and its parameters."""

    code: str
    params: dict[str, str]


class Task(NamedTuple):
    """A pickled function, and what one input of it may take."""

    function: bytes
    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one input: a pickled result, a pickled exception, or a failure."""

    result: bytes | None = None
    raised: bytes | None = None
    failure: Failure | None = field(default=None)
