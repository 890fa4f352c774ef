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
_NEXT = 36
"""How far a label may stand from the start of its wire, in a row that is not the start's."""
_MOST_LINES = 4
_DOUBT = 80
_APART = 10
HEAD_LONG, HEAD_HALF = 8, 3
"""Length and half the width of an arrow's head."""
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


def head_of(points: tuple[Point, ...]) -> Piece:
    """Return what the head of an arrow covers."""
    before, end = points[-2:]
    if before.x == end.x:
        back = HEAD_LONG if before.y > end.y else -HEAD_LONG
        y = end.y + back
        return Piece(end.x - HEAD_HALF, min(y, end.y), end.x + HEAD_HALF, max(y, end.y))
    x = end.x + (HEAD_LONG if before.x > end.x else -HEAD_LONG)
    return Piece(min(x, end.x), end.y - HEAD_HALF, max(x, end.x), end.y + HEAD_HALF)


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
    """A cell that a piece of a wire runs through: its borders, the piece, how far along the wire that begins.

    `pieces`, `symbols` and `labels` are what is drawn in it already.
    """

    left: int
    right: int
    top: int
    bottom: int
    piece: Piece
    run: int
    pieces: tuple[Piece, ...]
    symbols: tuple[tuple[Box, SymbolKind], ...]
    labels: tuple[Box, ...]


class _Try(NamedTuple):
    """A free place for a box of some size: what it costs, and its corner."""

    cost: int
    x: int
    y: int


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
    cells = _near(points, frame, around, others)
    for size in (font.half_points, font.half_points - 1, font.half_points - 2):
        found = _place(text, font._replace(half_points=size), points, cells=cells, rivals=rivals)
        if found is not None:
            return found
    return None


def _place(
    text: str, font: Font, points: tuple[Point, ...], *, cells: list[_Cell], rivals: Rivals
) -> Placed | None:
    own = [cell.piece for cell in cells]
    best: tuple[int, Placed] | None = None
    for lines in _shapes(text, font, max(cell.right - cell.left for cell in cells) - 2 * GAP):
        w = max(text_width(line, font) for line in lines)
        h = len(lines) * line_height(font)
        for tried in _tries(w, h, points, cells):
            cost = tried.cost + 12 * len(lines)
            if best is not None and cost >= best[0]:
                break
            box = Box(tried.x, tried.y, w, h)
            cost += _doubt(box, own, rivals)
            if best is None or cost < best[0]:
                best = (cost, Placed(box, lines, font))
    return None if best is None else best[1]


def _shapes(text: str, font: Font, room: int) -> Iterator[tuple[str, ...]]:
    """Return the ways to break a label, from one line to several, each as narrow as it can be, without breaking words."""
    words = text.split()
    runs = {
        text_width(" ".join(words[first:last]), font)
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
    }
    longest = max((text_width(word, font) for word in words), default=0)
    widths = sorted(width for width in runs if longest <= width <= room)
    fewest: dict[int, tuple[str, ...]] = {}
    for width in reversed(widths):
        lines = wrap(text, font, width)
        fewest[len(lines)] = lines
    yield from (fewest[count] for count in sorted(fewest) if count <= _MOST_LINES)


def _near(
    points: tuple[Point, ...], frame: Frame, around: Obstacles, others: list[Box]
) -> list[_Cell]:
    """Return the cells along the beginning of a wire."""
    found, run = [], 0
    for piece in pieces_of(points):
        for left, right in frame.lanes:
            for top, bottom in frame.rows:
                box = Box(left, top, right - left, bottom - top)
                near = _far(top, box.h, points[0].y, points[0].y) <= _NEXT
                if near and meets(box, piece):
                    pieces = tuple(other for other in around.pieces if meets(box, other))
                    symbols = tuple(symbol for symbol in around.symbols if overlaps(box, symbol[0]))
                    labels = tuple(label for label in others if overlaps(box, label))
                    cell = _Cell(left, right, top, bottom, piece, run, pieces, symbols, labels)
                    found.append(cell)
        run += piece.right - piece.left + piece.bottom - piece.top
        if run > _FAR:
            break
    return found


def _tries(w: int, h: int, points: tuple[Point, ...], cells: list[_Cell]) -> list[_Try]:
    """Return the free places beside a wire's first pieces, inside one cell each, the nearest to its start first."""
    found = set()
    start, then = points[:2]
    for cell in cells:
        piece = cell.piece
        level = piece.top == piece.bottom
        ys = _stops(
            cell.top + GAP, cell.bottom - GAP - h, (piece.top, piece.bottom), h, along=not level
        )
        # What a place costs is a sum over both directions: how far it is from the start, and from the wire.
        most = _FAR if cell.top <= start.y <= cell.bottom else _NEXT
        down = [
            (away + 2 * _far(y, h, piece.top, piece.bottom) + cell.run // 4, y)
            for y in ys
            if (away := _far(y, h, start.y, start.y)) <= most
        ]
        for x in _stops(
            cell.left + GAP, cell.right - GAP - w, (piece.left, piece.right), w, along=level
        ):
            cost = (
                _far(x, w, start.x, start.x)
                + 2 * _far(x, w, piece.left, piece.right)
                + _behind(x, w, start, then)
            )
            barred = _barred(x, w, h, cell)
            for near, y in down:
                if not any(low < y < high for low, high in barred) and _off_symbols(
                    Box(x, y, w, h), cell
                ):
                    found.add(_Try(cost + near, x, y))
    return sorted(found)


def _barred(x: int, w: int, h: int, cell: _Cell) -> list[tuple[int, int]]:
    """Return between which ys a box at `x` touches a wire or another label of its cell, both ends left out."""
    wires = [(p.top - h - 2, p.bottom + 2) for p in cell.pieces if p.left - w - 2 < x < p.right + 2]
    labels = [
        (b.y - h - GAP, b.bottom + GAP) for b in cell.labels if b.x - w - GAP < x < b.right + GAP
    ]
    return wires + labels


def _off_symbols(box: Box, cell: _Cell) -> bool:
    return not any(on_symbol(box, symbol, kind, 1) for symbol, kind in cell.symbols)


def _far(low: int, size: int, first: int, last: int) -> int:
    """Return how far a span is from another one, in one direction."""
    return max(low - last, first - low - size, 0)


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


def _behind(x: int, w: int, start: Point, then: Point) -> int:
    """Return how far a box reaches back past the middle of the symbol that its wire leaves, weighed."""
    if start.y != then.y:
        return 0
    back = start.x - x if then.x > start.x else x + w - start.x
    return 4 * max(0, back - _HALF_SYMBOL)


def _doubt(box: Box, own: list[Piece], rivals: Rivals) -> int:
    """Return what it costs that a label could be another exit's: as near to its line, or beside its label."""
    near = min(_gap(box, piece) for piece in own)
    doubt = sum(_DOUBT for label in rivals.labels if overlaps(box, label, _APART))
    return doubt + _DOUBT * any(_gap(box, piece) <= near for piece in rivals.pieces)


def _gap(box: Box, piece: Piece) -> int:
    dx = max(box.x - piece.right, piece.left - box.right, 0)
    dy = max(box.y - piece.bottom, piece.top - box.bottom, 0)
    return dx + dy
