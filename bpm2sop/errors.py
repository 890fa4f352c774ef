"""What bpm2sop cannot do, as exceptions; what it merely finds odd is a `Finding`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in an input: the file as the user named it, and line and column from 1 where known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Say the place as a person would: file, line, column."""
        parts = [self.file]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


@dataclass(slots=True)
class Refused(Exception):  # noqa: N818  (a refusal is an answer, not a fault)
    """An input that cannot be used.

    `code` names the reason; title and hint stand under `refused.<code>` in the message catalogues,
    filled with `params`. The others of a batch go on.
    """

    code: str
    where: Where
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Name the code and the place; the sentence comes from the catalogues."""
        return f"{self.where}: {self.code}"

    def __reduce__(self) -> tuple[type[Refused], tuple[Any, ...]]:
        """Travel between processes whole; what exceptions do by themselves forgets fields."""
        return type(self), tuple(getattr(self, one.name) for one in fields(self))


@dataclass(slots=True)
class Stale(Refused):
    """Something changed since the person saw it: `mine` was typed, `theirs` stands now, `map` is what the map says."""

    mine: str = ""
    theirs: str = ""
    map: str = ""


@dataclass(slots=True)
class Forbidden(Refused):
    """A person may not do this: the role, or the rule that nobody approves alone."""


@dataclass(slots=True)
class Missing(Refused):
    """Nothing of this name or id is there, or not for this person."""


@dataclass(slots=True)
class StoreProblem(Refused):
    """The store cannot be opened, read or written."""


@dataclass(slots=True)
class ProofFailed(Exception):  # noqa: N818
    """A draft whose proof does not hold: it is never written.

    `clause` is the clause broken (C1 to C11), `elements` the map elements concerned.
    """

    clause: str
    elements: tuple[str, ...]
    detail: str

    def __str__(self) -> str:
        """Name the clause, what broke and the elements."""
        return f"{self.clause}: {self.detail} ({', '.join(self.elements)})"
