"""Places for the words on wires: in one cell, clear of every line, symbol, border and other label."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bpm2sop.layout.measuring import line_height, text_width, wrap
from bpm2sop.layout.pages import Box, Font, Point, SymbolKind
from bpm2sop.layout.routing.frame import Frame

_STRIDE = 3
_HALF_SYMBOL = 20
_FAR = 160
_MOST_LINES = 4
_DOUBT = 40
_APART = 10
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
        for a, b in pairwise(points)
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


class Rivals(NamedTuple):
    """What a label may be taken to belong to: the other wires that leave its symbol, and their labels."""

    pieces: tuple[Piece, ...] = ()
    labels: tuple[Box, ...] = ()


class Placed(NamedTuple):
    """A label's place and lines."""

    box: Box
    lines: tuple[str, ...]
    font: Font


class _Cell(NamedTuple):
    """A cell that a piece of a wire runs through: its borders, the piece, how far along the wire that begins."""

    left: int
    right: int
    top: int
    bottom: int
    piece: Piece
    run: int


def place(
    text: str,
    font: Font,
    points: tuple[Point, ...],
    *,
    frame: Frame,
    around: Obstacles,
    others: list[Box],
    rivals: Rivals,
) -> Placed | None:
    """Return a free place near the beginning of a wire, None if there is none; in smaller type if need be."""
    cells = _near(points, frame)
    for size in (font.half_points, font.half_points - 1, font.half_points - 2):
        found = _place(
            text,
            font._replace(half_points=size),
            points,
            cells=cells,
            around=around,
            others=others,
            rivals=rivals,
        )
        if found is not None:
            return found
    return None


def _place(
    text: str,
    font: Font,
    points: tuple[Point, ...],
    *,
    cells: list[_Cell],
    around: Obstacles,
    others: list[Box],
    rivals: Rivals,
) -> Placed | None:
    own = [cell.piece for cell in cells]
    best: tuple[int, Placed] | None = None
    for lines in _shapes(text, font, max(cell.right - cell.left for cell in cells) - 2 * GAP):
        w = max(text_width(line, font) for line in lines)
        h = len(lines) * line_height(font)
        for near, box in _boxes(w, h, points, cells):
            cost = near + 12 * len(lines)
            if best is not None and cost >= best[0]:
                break
            if _free(box, around, others):
                cost += _doubt(box, own, rivals)
                if best is None or cost < best[0]:
                    best = (cost, Placed(box, lines, font))
    return None if best is None else best[1]


def _shapes(text: str, font: Font, room: int) -> Iterator[tuple[str, ...]]:
    """Return the ways to break a label, from one line to several, without breaking words."""
    longest = max((text_width(word, font) for word in text.split()), default=0)
    if longest > room:
        return
    whole = text_width(text, font)
    seen = set()
    for parts in range(1, _MOST_LINES + 1):
        width = min(room, max(longest, -(-whole // parts) + 6 * (parts > 1)))
        lines = wrap(text, font, width)
        if len(lines) <= _MOST_LINES and lines not in seen:
            seen.add(lines)
            yield lines


def _near(points: tuple[Point, ...], frame: Frame) -> list[_Cell]:
    """Return the cells along the beginning of a wire."""
    found, run = [], 0
    for piece in pieces_of(points):
        found += [
            _Cell(left, right, top, bottom, piece, run)
            for left, right in frame.lanes
            if left <= piece.right and piece.left <= right
            for top, bottom in frame.rows
            if top <= piece.bottom and piece.top <= bottom
        ]
        run += piece.right - piece.left + piece.bottom - piece.top
        if run > _FAR:
            break
    return found


def _boxes(w: int, h: int, points: tuple[Point, ...], cells: list[_Cell]) -> list[tuple[int, Box]]:
    """Return boxes beside a wire's first pieces, inside one cell each, the nearest to its start first."""
    found = []
    start = points[0]
    for cell in cells:
        piece = cell.piece
        low, high = cell.left + GAP, cell.right - GAP - w
        above, under = cell.top + GAP, cell.bottom - GAP - h
        level = piece.top == piece.bottom
        for x in _stops(low, high, (piece.left, piece.right), w, along=level):
            for y in _stops(above, under, (piece.top, piece.bottom), h, along=not level):
                box = Box(x, y, w, h)
                cost = _away(box, start) + cell.run // 4 + _off(box, piece)
                found.append((cost + _behind(box, start, points[1]), box))
    found.sort()
    return found


def _stops(low: int, high: int, piece: tuple[int, int], size: int, *, along: bool) -> list[int]:
    """Return where a box may begin: along a piece anywhere beside it, across it on both sides."""
    first, last = piece
    if along:
        begin, end = max(low, first - size), min(high, last)
        stops = [*range(begin, end + 1, _STRIDE), end]
    else:
        stops = [
            *range(first - GAP - size, first - 18 - size, -_STRIDE),
            *range(last + GAP, last + 18, _STRIDE),
        ]
    return [stop for stop in stops if low <= stop <= high]


def _away(box: Box, start: Point) -> int:
    """Return how far a box is from the start of its wire."""
    dx = max(box.x - start.x, start.x - box.right, 0)
    dy = max(box.y - start.y, start.y - box.bottom, 0)
    return dx + dy


def _behind(box: Box, start: Point, then: Point) -> int:
    """Return how far a box reaches back past the middle of the symbol that its wire leaves, weighed."""
    if start.y != then.y:
        return 0
    back = start.x - box.x if then.x > start.x else box.right - start.x
    return 4 * max(0, back - _HALF_SYMBOL)


def _off(box: Box, piece: Piece) -> int:
    """Return how far a box stands off its own wire, weighed double."""
    return 2 * _gap(box, piece)


def _doubt(box: Box, own: list[Piece], rivals: Rivals) -> int:
    """Return what it costs that a label could be another exit's: as near to its line, or beside its label."""
    near = min(_gap(box, piece) for piece in own)
    doubt = sum(_DOUBT for label in rivals.labels if overlaps(box, label, _APART))
    return doubt + _DOUBT * any(_gap(box, piece) <= near for piece in rivals.pieces)


def _gap(box: Box, piece: Piece) -> int:
    dx = max(box.x - piece.right, piece.left - box.right, 0)
    dy = max(box.y - piece.bottom, piece.top - box.bottom, 0)
    return dx + dy


def _free(box: Box, around: Obstacles, others: list[Box]) -> bool:
    return (
        not any(meets(box, piece, 1) for piece in around.pieces)
        and not any(on_symbol(box, symbol, kind, 1) for symbol, kind in around.symbols)
        and not any(overlaps(box, other, GAP) for other in others)
    )
