"""A form as a table: what its columns are called and what stands in its lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Column(NamedTuple):
    """A column: its name in the catalogues, its width in units, the name of the head that it shares with its neighbour."""

    name: str
    width: int
    group: str = ""
    centred: bool = False


class Line(NamedTuple):
    """One line. A `head` has one cell over all columns; the columns in `assumed` rest on a rule, not on the map."""

    cells: tuple[str, ...]
    head: bool = False
    assumed: frozenset[int] = frozenset()


class Form(NamedTuple):
    """A form; `numbered` says that its columns have numbers below their heads."""

    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    numbered: bool = False

    def groups(self) -> Iterator[tuple[str, int, int]]:
        """Give the shared heads with their first and last column."""
        for index, column in enumerate(self.columns):
            first = index == 0 or self.columns[index - 1].group != column.group
            if column.group and first:
                last = index
                while last + 1 < len(self.columns) and self.columns[last + 1].group == column.group:
                    last += 1
                yield column.group, index, last
