"""What matching two versions of a map's SOPs gives: pairs with reasons, and questions where it is not sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bpm2sop.model.sop import SopKey, StepKey


class Reason(StrEnum):
    """Why two steps are taken for the same."""

    GIVEN = "given"
    """A person said so."""
    ID = "id"
    NAME = "name"
    """The only ones of that kind and name in their scope."""
    NEIGHBOURS = "neighbours"
    """The same name, or nearly, between the same neighbours."""
    IDENTICAL = "identical"
    """The whole table is the same but for its ids."""
    TWIN = "twin"
    """As identical, but the table holds others that nothing tells apart from it."""


class Pair(NamedTuple):
    """One step in both versions; `confidence` runs from 0 to 1."""

    old: StepKey
    new: StepKey
    reason: Reason
    confidence: float


class Candidate(NamedTuple):
    """A step of the new version that may be the one asked about."""

    new: StepKey
    confidence: float


class Question(NamedTuple):
    """A step of the old version that a person should look for, the likeliest candidate first."""

    old: StepKey
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which steps of two versions are the same.

    A step with a question stands in `removed`, its candidates in `added`, until a person answers.
    """

    pairs: tuple[Pair, ...] = ()
    questions: tuple[Question, ...] = ()
    removed: tuple[StepKey, ...] = ()
    added: tuple[StepKey, ...] = ()
    sops: Mapping[SopKey, SopKey] = field(default_factory=dict)
    """Old SOP to new SOP."""

    def forward(self) -> dict[StepKey, StepKey]:
        """Map old keys to new ones."""
        return {pair.old: pair.new for pair in self.pairs}

    def backward(self) -> dict[StepKey, StepKey]:
        """Map new keys to old ones."""
        return {pair.new: pair.old for pair in self.pairs}
