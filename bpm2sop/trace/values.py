"""The traceability matrix and what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bpm2sop.atlas import Group, Page
from bpm2sop.settings import Coverage


class How(StrEnum):
    """What became of an element of a map."""

    DIRECT = "direct"
    FOLDED = "folded"
    ON_ARROW = "on-arrow"
    NESTED = "nested"
    OWN_SOP = "own-sop"
    EXPLAINED = "explained"


IN_STEPS = frozenset({How.DIRECT, How.FOLDED, How.ON_ARROW, How.NESTED, How.OWN_SOP})


class Link(StrEnum):
    """How a row of the matrix stands to the map as it is now."""

    IN_STEP = "in-step"
    CHANGED = "changed"
    ORPHAN = "orphan"


class Row(NamedTuple):
    """One flow node of a map. `why` is the reason where it is explained, the SOP referred to where it has its own.

    A step whose node the map no longer has is a row too: an orphan.
    """

    map_code: str
    map_name: str
    file: str
    element: str
    name: str
    type: str
    lane: str
    sop: str
    sop_number: str
    sop_title: str
    step: str
    how: How
    why: str = ""
    link: Link = Link.IN_STEP


class Ratio(NamedTuple):
    """How many of all are covered."""

    covered: int
    all: int

    @property
    def share(self) -> float:
        """Give the covered part from 0 to 1; of nothing, nothing is covered."""
        return self.covered / self.all if self.all else 0.0


def letter(ratio: Ratio, cuts: Coverage) -> str:
    """Give the letter of an all, most, few, none ladder; `-` where there is nothing to count."""
    if not ratio.all:
        return "-"
    share = 100 * ratio.share
    if share >= cuts.a:
        return "A"
    return "B" if share > cuts.b else "C" if share > cuts.c else "D"


class GroupLine(NamedTuple):
    """Coverage of one group of processes."""

    group: Group | None
    pages: int
    flowing: int
    with_sop: int


class LevelLine(NamedTuple):
    """Coverage of one level."""

    level: int
    pages: int
    flowing: int
    with_sop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What is not covered: maps with flow but no SOP, titles of SOPs without a map, activities without a step."""

    maps: tuple[Page, ...] = ()
    sops: tuple[str, ...] = ()
    nodes: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The matrix, and coverage both ways."""

    rows: tuple[Row, ...]
    maps: Ratio
    sops: Ratio
    nodes: Ratio
    how: Mapping[How, int] = field(default_factory=dict)
    groups: tuple[GroupLine, ...] = ()
    levels: tuple[LevelLine, ...] = ()
    gaps: Gaps = field(default_factory=Gaps)
    cuts: Coverage = field(default_factory=Coverage)
    """Where "all", "most" and "few" end, in per cent."""

    def grade(self, ratio: Ratio) -> str:
        """Give the letter of a ratio."""
        return letter(ratio, self.cuts)
