"""From places on a page to cells of a sheet: edges become columns and rows, points become anchors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bpm2sop.layout import Box
from bpm2sop.writers.office.bent import EMU

_HIGHEST = 540
"""Excel's rows end at 409 points; a higher row of the page becomes several, merged."""


class Cells(NamedTuple):
    """A range of cells, from 0, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


class Anchor(NamedTuple):
    """A place in a sheet's drawing: a cell and what lies between its corner and the place, in EMU."""

    column: int
    across: int
    row: int
    down: int


def edges(places: Iterable[int]) -> tuple[int, ...]:
    """Return the places in order, with more between them where a row would be too high."""
    kept = sorted(set(places))
    found = kept[:1]
    for low, high in pairwise(kept):
        parts = -(-(high - low) // _HIGHEST)
        found += [low + (high - low) * part // parts for part in range(1, parts + 1)]
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """One page's cells. `xs` and `ys` are the edges of its columns and rows, the page's own places.

    `row` is the sheet's row where the page begins, `above` the height of all rows before it.
    """

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    row: int
    above: int

    @property
    def rows(self) -> int:
        """The number of the page's rows."""
        return len(self.ys) - 1

    @property
    def height(self) -> int:
        """The height of all the page's rows."""
        return self.ys[-1] - self.ys[0]

    def cells(self, box: Box) -> Cells:
        """Return the cells that a box covers; its edges are the lattice's."""
        left, right = self.xs.index(box.x), self.xs.index(box.right) - 1
        top, bottom = self.ys.index(box.y), self.ys.index(box.bottom) - 1
        return Cells(self.row + top, left, self.row + bottom, right)

    def anchor(self, x: int, y: int) -> Anchor:
        """Return the cell of a place, which is given in EMU of the page."""
        column, across = _within(self.xs, x)
        row, down = _within(self.ys, y)
        return Anchor(column, across, self.row + row, down)

    def on_sheet(self, x: int, y: int) -> tuple[int, int]:
        """Return a place, given in EMU of the page, in EMU from the sheet's corner."""
        return x - self.xs[0] * EMU, y + (self.above - self.ys[0]) * EMU


def _within(places: tuple[int, ...], emu: int) -> tuple[int, int]:
    """Return which cell a place is in and how far; what lies outside is moved to the nearest edge."""
    emu = max(places[0] * EMU, min(places[-1] * EMU - 1, emu))
    index = bisect_right(places, emu // EMU) - 1
    return index, emu - places[index] * EMU
