"""How good the drawing is, measured from the page model alone: it knows nothing of the router."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from bpm2sop.layout.pages import Box, Connector, Document, Page, Part, Point, SymbolKind, TextBox

LEAST_STUB = 10
MOST_BENDS = 4
HEAD_LONG, HEAD_HALF = 7, 3
"""Length and half the width of an arrow's head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Counts over a document's pages. All but `connectors`, `bends`, `most_bends` and `crossings` must be 0.

    `failed`: arrows left to words for want of a way. `overlaps`: places where connectors of different targets
    run along one segment, or where one touches another's bend. `through`: connectors through a symbol.
    `on_borders`: segments along a cell border. `label_hits`: labels touching a line, its head, a symbol, border or label.
    `short_stubs`: first or last segments under 10 units. `oblique`: segments neither level nor upright.
    `loose`: connectors that do not begin and end at the ports they name.
    """

    connectors: int = 0
    bends: int = 0
    most_bends: int = 0
    crossings: int = 0
    failed: int = 0
    overlaps: int = 0
    through: int = 0
    on_borders: int = 0
    label_hits: int = 0
    short_stubs: int = 0
    oblique: int = 0
    loose: int = 0
    outside: int = 0
    """Rows, symbols or labels that stand outside their page's table or the table outside the paper."""

    @property
    def faults(self) -> int:
        """The sum of what must be 0."""
        counts = (self.failed, self.overlaps, self.through, self.on_borders, self.label_hits)
        shape = (self.short_stubs, self.oblique, self.loose, self.outside)
        return sum(counts) + sum(shape) + (self.most_bends > MOST_BENDS)


def measure(document: Document) -> Metrics:
    """Measure a document."""
    pages = [_measure(page, document) for page in document.pages]
    failed = sum(f.rule == "layout-arrow-in-words" for f in document.findings)
    words = sum(
        dict(f.params).get("why") == "exits"
        for f in document.findings
        if f.rule == "layout-arrow-in-words"
    )
    return Metrics(
        connectors=sum(m.connectors for m in pages),
        bends=sum(m.bends for m in pages),
        most_bends=max((m.most_bends for m in pages), default=0),
        crossings=sum(m.crossings for m in pages),
        failed=failed - words,
        overlaps=sum(m.overlaps for m in pages),
        through=sum(m.through for m in pages),
        on_borders=sum(m.on_borders for m in pages),
        label_hits=sum(m.label_hits for m in pages),
        short_stubs=sum(m.short_stubs for m in pages),
        oblique=sum(m.oblique for m in pages),
        loose=sum(m.loose for m in pages),
        outside=sum(m.outside for m in pages),
    )


def _measure(page: Page, document: Document) -> Metrics:
    bends = [len(c.points) - 2 for c in page.connectors]
    pairs = list(combinations(page.connectors, 2))
    return Metrics(
        connectors=len(page.connectors),
        bends=sum(bends),
        most_bends=max(bends, default=0),
        crossings=len({place for a, b in pairs for place in _crossings(a, b)}),
        overlaps=sum(_overlaps(a, b) for a, b in pairs if a.dst != b.dst),
        through=sum(_through(c, page) for c in page.connectors),
        on_borders=sum(_on_borders(c, page) for c in page.connectors),
        label_hits=_label_hits(page),
        short_stubs=sum(_short(c) for c in page.connectors),
        oblique=sum(a.x != b.x and a.y != b.y for c in page.connectors for a, b in _segments(c)),
        loose=sum(_loose(c, page) for c in page.connectors),
        outside=_outside(page, document),
    )


def _segments(connector: Connector) -> Iterator[tuple[Point, Point]]:
    return zip(connector.points, connector.points[1:], strict=False)


def _level(segment: tuple[Point, Point]) -> bool:
    return segment[0].y == segment[1].y


def _span(segment: tuple[Point, Point]) -> Box:
    """Return the box, flat in one direction, that a segment covers."""
    (x1, y1), (x2, y2) = segment
    return Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))


def _touching(one: Box, two: Box) -> bool:
    """Say whether two closed boxes have a point in common."""
    return one.x <= two.right and two.x <= one.right and one.y <= two.bottom and two.y <= one.bottom


def _inside(one: Box, two: Box) -> bool:
    """Say whether two boxes have inner points in common; a flat box counts as its line."""
    return one.x < two.right and two.x < one.right and one.y < two.bottom and two.y < one.bottom


def _crossings(one: Connector, two: Connector) -> Iterator[Point]:
    """Return where two connectors cross: a level line and an upright one, inside both."""
    for a in _segments(one):
        for b in _segments(two):
            if _level(a) != _level(b):
                level, upright = (_span(a), _span(b)) if _level(a) else (_span(b), _span(a))
                if level.x < upright.x < level.right and upright.y < level.y < upright.bottom:
                    yield Point(upright.x, level.y)


def _overlaps(one: Connector, two: Connector) -> int:
    """Count the places where two connectors share more than a crossing."""
    count = 0
    for a in _segments(one):
        for b in _segments(two):
            if _touching(_span(a), _span(b)):
                count += _level(a) == _level(b) or not _cross(a, b)
    return count


def _cross(a: tuple[Point, Point], b: tuple[Point, Point]) -> bool:
    level, upright = (_span(a), _span(b)) if _level(a) else (_span(b), _span(a))
    return level.x < upright.x < level.right and upright.y < level.y < upright.bottom


def _through(connector: Connector, page: Page) -> int:
    """Count the symbols that a connector touches other than at its own ports."""
    count = 0
    for symbol in page.symbols:
        for segment in _segments(connector):
            span = _span(segment)
            if symbol.id in {connector.src, connector.dst}:
                count += _inside(_thick(span), symbol.box)
            else:
                count += _touching(span, symbol.box)
    return count


def _thick(span: Box) -> Box:
    """Return a segment's box, at least one unit thick: it counts as inside only if it runs inside."""
    return Box(span.x, span.y, max(span.w, 1), max(span.h, 1)) if span.w and span.h else span


def _on_borders(connector: Connector, page: Page) -> int:
    xs = {c.x for c in page.columns} | {page.table.right}
    ys = {r.y for r in page.rows} | {page.table.bottom}
    return sum((a.y in ys) if a.y == b.y else (a.x in xs) for a, b in _segments(connector))


def _label_hits(page: Page) -> int:
    labels = [c.label.box for c in page.connectors if c.label is not None]
    lines = [_span(s) for c in page.connectors for s in _segments(c)]
    heads = [_head(c) for c in page.connectors]
    hits = sum(_touching(box, line) for box in labels for line in lines)
    hits += sum(_inside(box, head) for box in labels for head in heads)
    hits += sum(_hits_symbol(box, s.box, s.kind) for box in labels for s in page.symbols)
    hits += sum(_inside(a, b) for a, b in combinations(labels, 2))
    return hits + sum(_hits_border(box, page) for box in labels)


def _head(connector: Connector) -> Box:
    """Return what the head of an arrow covers."""
    before, end = connector.points[-2:]
    if before.x == end.x:
        return Box(
            end.x - HEAD_HALF, end.y - HEAD_LONG * (end.y > before.y), 2 * HEAD_HALF, HEAD_LONG
        )
    return Box(end.x - HEAD_LONG * (end.x > before.x), end.y - HEAD_HALF, HEAD_LONG, 2 * HEAD_HALF)


def _hits_symbol(box: Box, symbol: Box, kind: SymbolKind) -> bool:
    if kind is not SymbolKind.DECISION:
        return _inside(box, symbol)
    # The point of the box nearest to the middle, in the measure whose unit ball is the diamond.
    cx, cy = symbol.centre
    dx, dy = max(box.x - cx, cx - box.right, 0), max(box.y - cy, cy - box.bottom, 0)
    return 2 * dx / symbol.w + 2 * dy / symbol.h < 1


def _hits_border(box: Box, page: Page) -> bool:
    xs = [*(c.x for c in page.columns), page.table.right]
    ys = [*(r.y for r in page.rows), page.table.bottom]
    return any(box.x <= x <= box.right for x in xs) or any(box.y <= y <= box.bottom for y in ys)


def _short(connector: Connector) -> int:
    ends = {connector.points[:2], connector.points[-2:]}
    return sum(abs(a.x - b.x) + abs(a.y - b.y) < LEAST_STUB for a, b in ends)


def _loose(connector: Connector, page: Page) -> bool:
    symbols = {symbol.id: symbol for symbol in page.symbols}
    start = symbols[connector.src].port(connector.src_side)
    stop = symbols[connector.dst].port(connector.dst_side)
    return (connector.points[0], connector.points[-1]) != (start, stop)


def _outside(page: Page, document: Document) -> int:
    top, right, bottom, left = document.margins
    paper = Box(left, top, document.paper.w - left - right, document.paper.h - top - bottom)
    boxes: Iterable[Box] = (
        *(symbol.box for symbol in page.symbols),
        *(c.label.box for c in page.connectors if c.label is not None),
        *(cell.box for row in page.rows for cell in row.cells),
    )
    count = sum(not _holds(page.table, box) for box in boxes) + (not _holds(paper, page.table))
    cells: list[TextBox] = [*page.header, *(cell for row in page.rows for cell in row.cells)]
    return count + sum(_spills(cell) for cell in cells)


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def _spills(cell: TextBox) -> bool:
    """Say whether a text is higher than its box."""
    return (
        cell.part is not Part.FOOTER and len(cell.text.lines) * cell.text.line_height > cell.box.h
    )
