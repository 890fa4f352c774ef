"""Rows: each node beside what leads to it, within its lane, the longest way straight on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bpm2sop.model.processmap import ElementId
from bpm2sop.picture.sheet import ArcKind, Band, Sheet


def set_rows(sheet: Sheet) -> None:
    """Give each cell its row, counted from the top of the sheet."""
    finder = _Rows(sheet)
    by_column: defaultdict[int, list[ElementId]] = defaultdict(list)
    for own, cell in sheet.cells.items():
        by_column[cell.column].append(own)
    for column in sorted(by_column):
        finder.place(by_column[column])
    row = 0
    for block in sheet.blocks:
        for band in block.bands:
            band.first_row = row
            band.rows = 1 + max((sheet.cells[own].row for own in band.nodes), default=0)
            for own in band.nodes:
                sheet.cells[own].row += row
            row += band.rows
    sheet.rows = row


class _Rows:
    def __init__(self, sheet: Sheet) -> None:
        self._cells = sheet.cells
        self._band: dict[ElementId, int] = {}
        bands: list[Band] = [band for block in sheet.blocks for band in block.bands]
        for number, band in enumerate(bands):
            self._band.update(dict.fromkeys(band.nodes, number))
        self._into: defaultdict[ElementId, list[tuple[ElementId, int]]] = defaultdict(list)
        onward: defaultdict[ElementId, list[ElementId]] = defaultdict(list)
        for arc in sheet.arcs:
            if arc.kind is ArcKind.FLOW and self._forward(arc.source, arc.target):
                self._into[arc.target].append((arc.source, int(arc.port is not None)))
                onward[arc.source].append(arc.target)
        self._ahead = self._longest_ahead(onward)
        self._place = {own: number for number, own in enumerate(sheet.cells)}
        self._taken: set[tuple[int, int, int]] = set()

    def _forward(self, source: ElementId, target: ElementId) -> bool:
        return self._cells[source].column < self._cells[target].column

    def _longest_ahead(
        self, onward: defaultdict[ElementId, list[ElementId]]
    ) -> dict[ElementId, int]:
        ahead: dict[ElementId, int] = {}
        for own in sorted(self._cells, key=lambda held: -self._cells[held].column):
            ahead[own] = 1 + max((ahead[held] for held in onward[own]), default=0)
        return ahead

    def place(self, nodes: list[ElementId]) -> None:
        """Give the nodes of one column their rows."""
        wished = {own: self._wish(own) for own in nodes}
        nodes.sort(key=lambda own: (wished[own], -self._ahead[own], self._place[own]))
        for own in nodes:
            cell, band = self._cells[own], self._band[own]
            cell.row = next(
                row for row in _nearest(wished[own]) if (band, row, cell.column) not in self._taken
            )
            self._taken.add((band, cell.row, cell.column))

    def _wish(self, own: ElementId) -> int:
        """Return the row of what leads here within the lane; one lower for what leaves from a border."""
        rows = [
            self._cells[held].row + lower
            for held, lower in self._into[own]
            if self._band[held] == self._band[own]
        ]
        return min(rows, default=0)


def _nearest(row: int) -> Iterator[int]:
    """Give rows from near to far, below before above."""
    yield row
    distance = 0
    while True:
        distance += 1
        yield row + distance
        if row >= distance:
            yield row - distance
