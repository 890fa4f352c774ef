"""The tables of a document as texts: what a person sees in each cell, and the bookmarks in it, whoever saved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from bpm2sop.readers.element import Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL: Final = f"{_W}val"
AUTHOR: Final = f"{_W}author"
"""Who wrote a note in the margin."""
_NAME: Final = f"{_W}name"
_TABLE: Final = f"{_W}tbl"
_ROW: Final = f"{_W}tr"
_CELL: Final = f"{_W}tc"
_MARK: Final = f"{_W}bookmarkStart"
_MERGED: Final = f"{_W}tcPr/{_W}vMerge"
_BREAKS: Final = frozenset({f"{_W}br", f"{_W}cr"})
_TEXT: Final = f"{_W}t"
_TAB: Final = f"{_W}tab"
_PARAGRAPH: Final = f"{_W}p"
_ALTERNATIVES: Final = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
)
_UNSEEN: Final = frozenset(
    {
        _ALTERNATIVES,
        *(f"{_W}{name}" for name in ("drawing", "pict", "object", "del", "moveFrom", "rPr", "pPr")),
    }
)
"""Shapes, whose words are not the table's, and text that is crossed out while changes are tracked."""


class Cell(NamedTuple):
    """A cell: its lines, its bookmarks, where it begins and ends across, in twips, and its place in its row from 1."""

    lines: tuple[str, ...]
    marks: tuple[str, ...]
    left: int
    right: int
    number: int

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: both by their place, from 1."""

    table: int
    number: int
    cells: tuple[Cell, ...]

    def place(self, cell: Cell | None = None) -> str:
        """Name the row, or a cell of it, as T1R1C1."""
        return f"T{self.table}R{self.number}" + (f"C{cell.number}" if cell is not None else "")


def rows_of(document: Element) -> Iterator[Row]:
    """Give the rows of all tables of the text, from above; tables within cells belong to the cell."""
    for table, element in enumerate(_outer(document, _TABLE), 1):
        xs = _edges(element)
        for number, row in enumerate(_outer(element, _ROW), 1):
            if row.find(f"{_W}trPr/{_W}del") is None:
                yield Row(table, number, tuple(_cells(row, xs)))


def lines_of(document: Element) -> Iterator[str]:
    """Give the lines of the text that stand in no table, from above."""
    waiting = list(document)[::-1]
    while waiting:
        found = waiting.pop()
        if found.tag == _PARAGRAPH:
            yield from _content((found,))[0]
        elif found.tag != _TABLE and found.tag not in _UNSEEN:
            waiting += list(found)[::-1]


def _outer(element: Element, tag: str) -> Iterator[Element]:
    """Walk the elements of a tag that do not lie within another of it."""
    waiting = list(element)[::-1]
    while waiting:
        found = waiting.pop()
        if found.tag == tag:
            yield found
        elif found.tag not in _UNSEEN:
            waiting += list(found)[::-1]


def _edges(table: Element) -> list[int]:
    """Return where the columns of a table begin and the last one ends."""
    grid = table.find(f"{_W}tblGrid")
    widths = [] if grid is None else [_number(column, f"{_W}w") for column in grid]
    return [0, *accumulate(max(1, width) for width in widths)]


def _number(element: Element | None, name: str = _VAL) -> int:
    text = "" if element is None else element.get(name, "")
    return int(text) if text.isdigit() and len(text) < 8 else 0  # noqa: PLR2004  (no page is so wide)


def _cells(row: Element, xs: list[int]) -> Iterator[Cell]:
    at = _number(row.find(f"{_W}trPr/{_W}gridBefore"))
    loose = tuple(mark.get(_NAME, "") for mark in row.iterchildren(_MARK))
    for number, element in enumerate(_outer(row, _CELL), 1):
        end = at + max(1, _number(element.find(f"{_W}tcPr/{_W}gridSpan")))
        lines, marks = _content(element)
        if not _goes_on(element):
            yield Cell(lines, (*loose, *marks), _edge(xs, at), _edge(xs, end), number)
            loose = ()
        at = end


def _goes_on(cell: Element) -> bool:
    """Tell whether a cell is only the lower part of the one above."""
    merged = cell.find(_MERGED)
    return merged is not None and merged.get(_VAL, "continue") == "continue"


def _edge(xs: list[int], index: int) -> int:
    """Return the place of a column's edge; columns that the table does not know follow the last."""
    return xs[index] if index < len(xs) else xs[-1] + index - len(xs) + 1


def _content(elements: Iterable[Element]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines and bookmarks of what a cell holds."""
    lines: list[list[str]] = []
    marks: list[str] = []
    waiting = list(elements)[::-1]
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in _UNSEEN:
            continue
        if tag == _PARAGRAPH or tag in _BREAKS:
            lines.append([])
        elif tag == _TEXT and lines:
            lines[-1].append(element.text or "")
        elif tag == _TAB and lines:
            lines[-1].append("\t")
        elif tag == _MARK:
            marks.append(element.get(_NAME, ""))
        waiting += list(element)[::-1]
    return tuple("".join(line) for line in lines), tuple(marks)
