"""Where labels may go: what is taken already, on a coarse grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from bpm2sop.picture.geometry import Box, Point

_CELL: Final = 64.0
_MOST_CELLS: Final = 2000
"""A taken box over more cells than this is a background; it is not kept."""
_MOST_LINES: Final = 3000
_MOST_IN_CELL: Final = 48
"""Where more lies there is no good place anyway, and looking for one would take long."""
_STEP: Final = 32.0


class Board:
    """Boxes taken on a picture, found again by place."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
        self._lines = 0
        self.labels: list[Box] = []

    def take(self, box: Box) -> None:
        """Note a box as taken."""
        left, right = int(box.x // _CELL), int(box.right // _CELL)
        top, bottom = int(box.y // _CELL), int(box.bottom // _CELL)
        if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
            return
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                held = self._cells[column, row]
                if len(held) < _MOST_IN_CELL:
                    held.append(box)

    def put(self, candidates: Iterable[Box]) -> Box:
        """Choose a label's place and take it."""
        place = self.best(candidates)
        self.take(place)
        self.labels.append(place)
        return place

    def take_frame(self, box: Box) -> None:
        """Note the border of a box as taken, not what it encloses."""
        x, y, right, bottom = box.x, box.y, box.right, box.bottom
        self.take_line(((x, y), (right, y), (right, bottom), (x, bottom), (x, y)))

    def take_line(self, points: Sequence[Point]) -> None:
        """Note a line as taken, a slanting one in pieces."""
        if self._lines > _MOST_LINES:
            return
        self._lines += 1
        for (x, y), (to_x, to_y) in pairwise(points):
            dx, dy = to_x - x, to_y - y
            slanting = abs(dx) > 1 and abs(dy) > 1
            parts = min(64, int(max(abs(dx), abs(dy)) / _STEP) + 1) if slanting else 1
            for part in range(parts):
                near_x, far_x = x + dx * part / parts, x + dx * (part + 1) / parts
                near_y, far_y = y + dy * part / parts, y + dy * (part + 1) / parts
                self.take(
                    Box(
                        min(near_x, far_x) - 1, min(near_y, far_y) - 1,
                        abs(far_x - near_x) + 2, abs(far_y - near_y) + 2,
                    )
                )  # fmt: skip

    def overlap(self, box: Box) -> float:
        """Return how much of a box is taken, each thing that touches it counting a little more."""
        x, y, width, height = box
        right, bottom = x + width, y + height
        seen: set[Box] = set()
        total = 0.0
        for column in range(int(x // _CELL), int(right // _CELL) + 1):
            for row in range(int(y // _CELL), int(bottom // _CELL) + 1):
                for other in self._cells.get((column, row), ()):
                    across = min(right, other.x + other.width) - max(x, other.x)
                    down = min(bottom, other.y + other.height) - max(y, other.y)
                    if across > 0 and down > 0 and other not in seen:
                        seen.add(other)
                        total += across * down + 20
        return total

    def best(self, candidates: Iterable[Box]) -> Box:
        """Return the first candidate that is free, else the one least taken; earlier ones are preferred."""
        best: Box | None = None
        least = 0.0
        for rank, candidate in enumerate(candidates):
            taken = self.overlap(candidate)
            if taken == 0:
                return candidate
            if best is None or taken + rank * 6 < least:
                best, least = candidate, taken + rank * 6
        return best if best is not None else Box(0.0, 0.0, 0.0, 0.0)
