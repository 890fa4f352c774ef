"""Places for the words on wires: in one cell, clear of every line, symbol, border and other label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bpm2sop.layout.measuring import line_height, text_width, wrap
from bpm2sop.layout.pages import Box, Font, Point, SymbolKind
from bpm2sop.layout.routing.frame import Frame

_STRIDE = 3
_FAR = 160
_MOST_LINES = 4
GAP = 2
"""Free space between a label and what is drawn around it."""


class Piece(NamedTuple):
    """A straight piece of a wire, as the box that it covers."""

    left: int
    top: int
    right: int
    bottom: int


def pieces_of(points: tuple[Point, ...]) -> list[Piece]:
    """Return a polyline's straight pieces."""
    return [
        Piece(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))
        for a, b in zip(points, points[1:], strict=False)
    ]


def meets(box: Box, piece: Piece, gap: int = 0) -> bool:
    """Say whether a line comes nearer to a box than `gap`, or touches it."""
    return not (
        piece.right < box.x - gap
        or piece.left > box.right + gap
        or piece.bottom < box.y - gap
        or piece.top > box.bottom + gap
    )


def overlaps(one: Box, two: Box, gap: int = 0) -> bool:
    """Say whether two boxes overlap, or come nearer than `gap`."""
    return (
        one.x < two.right + gap
        and two.x < one.right + gap
        and one.y < two.bottom + gap
        and two.y < one.bottom + gap
    )


def on_symbol(box: Box, symbol: Box, kind: SymbolKind, gap: int = 0) -> bool:
    """Say whether a box touches a symbol; of a diamond the four corners are free."""
    if kind is not SymbolKind.DECISION:
        return overlaps(box, symbol, gap)
    cx, cy = symbol.centre
    dx = max(box.x - gap - cx, cx - box.right - gap, 0)
    dy = max(box.y - gap - cy, cy - box.bottom - gap, 0)
    return 2 * dx * symbol.h + 2 * dy * symbol.w < symbol.w * symbol.h


class Obstacles(NamedTuple):
    """What is drawn on a page: symbols with their kinds, and the pieces of all wires."""

    symbols: tuple[tuple[Box, SymbolKind], ...]
    pieces: tuple[Piece, ...]


class Placed(NamedTuple):
    """A label's place and lines."""

    box: Box
    lines: tuple[str, ...]


def place(
    text: str,
    font: Font,
    points: tuple[Point, ...],
    *,
    frame: Frame,
    around: Obstacles,
    others: list[Box],
) -> Placed | None:
    """Return a free place near the beginning of a wire, None if there is none."""
    best: tuple[int, Placed] | None = None
    for lines in _shapes(text, font, frame):
        w = max(text_width(line, font) for line in lines) + 2
        h = len(lines) * line_height(font)
        for cost, box in _boxes(w, h, points, frame):
            cost += 12 * len(lines)
            if best is not None and cost >= best[0]:
                break
            if _free(box, around, others):
                best = (cost, Placed(box, lines))
                break
    return None if best is None else best[1]


def _shapes(text: str, font: Font, frame: Frame) -> Iterator[tuple[str, ...]]:
    """Return the ways to break a label, from one line to several, without breaking words."""
    lane = min(right - left for left, right in frame.lanes) - 2 * GAP - 2
    longest = max((text_width(word, font) for word in text.split()), default=0)
    seen = set()
    for parts in range(1, _MOST_LINES + 1):
        width = max(longest, -(-text_width(text, font) // parts) + 6 * (parts > 1))
        lines = wrap(text, font, width)
        if longest <= lane and len(lines) <= _MOST_LINES and lines not in seen:
            seen.add(lines)
            if max(text_width(line, font) for line in lines) <= lane:
                yield lines


def _boxes(w: int, h: int, points: tuple[Point, ...], frame: Frame) -> list[tuple[int, Box]]:
    """Return boxes beside a wire's first pieces, inside one cell each, the nearest to its start first."""
    found = []
    start, run = points[0], 0
    for piece, (a, b) in zip(pieces_of(points), zip(points, points[1:], strict=False), strict=True):
        if run > _FAR:
            break
        for left, right, top, bottom in _cells(piece, frame):
            low, high = left + GAP, right - GAP - w
            above, under = top + GAP, bottom - GAP - h
            if a.y == b.y:
                xs = range(max(low, piece.left - w), min(high, piece.right) + 1, _STRIDE)
                ys = [*range(a.y - GAP - h, max(above, a.y - h - 16) - 1, -_STRIDE)]
                ys += range(a.y + GAP, min(under, a.y + 16) + 1, _STRIDE)
            else:
                xs_left = range(a.x - GAP - w, max(low, a.x - w - 12) - 1, -_STRIDE)
                xs = (*xs_left, *range(a.x + GAP, min(high, a.x + 12) + 1, _STRIDE))  # type: ignore[assignment]
                ys = [*range(max(above, piece.top), min(under, piece.bottom - h) + 1, _STRIDE)]
            for x in xs:
                for y in ys:
                    if low <= x <= high and above <= y <= under:
                        box = Box(x, y, w, h)
                        found.append((_away(box, start) + run // 4 + _off(box, piece), box))
        run += abs(a.x - b.x) + abs(a.y - b.y)
    found.sort()
    return found


def _cells(piece: Piece, frame: Frame) -> list[tuple[int, int, int, int]]:
    """Return the cells that a piece runs through."""
    return [
        (left, right, top, bottom)
        for left, right in frame.lanes
        if left <= piece.right and piece.left <= right
        for top, bottom in frame.rows
        if top <= piece.bottom and piece.top <= bottom
    ]


def _away(box: Box, start: Point) -> int:
    """Return how far a box is from the start of its wire."""
    dx = max(box.x - start.x, start.x - box.right, 0)
    dy = max(box.y - start.y, start.y - box.bottom, 0)
    return dx + dy


def _off(box: Box, piece: Piece) -> int:
    """Return how far a box stands off its own wire, weighed double."""
    dx = max(box.x - piece.right, piece.left - box.right, 0)
    dy = max(box.y - piece.bottom, piece.top - box.bottom, 0)
    return 2 * (dx + dy)


def _free(box: Box, around: Obstacles, others: list[Box]) -> bool:
    return (
        not any(meets(box, piece, 1) for piece in around.pieces)
        and not any(on_symbol(box, symbol, kind, 1) for symbol, kind in around.symbols)
        and not any(overlaps(box, other, GAP) for other in others)
    )
