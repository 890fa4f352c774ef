"""The pages of an SOP as SVG pictures, for previews: what the page model says, nothing measured again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bpm2sop.layout import (
    Align,
    Box,
    Connector,
    Document,
    IdentityPage,
    Page,
    Part,
    Row,
    Symbol,
    SymbolKind,
    Text,
    TextBox,
    fitted,
)
from bpm2sop.wording import Language, say
from bpm2sop.writers.marks import Mark, mark_of
from bpm2sop.writers.markup import Html, el, join
from bpm2sop.writers.svg.pictured import data_address

_FACE: Final = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif"
_XMLNS: Final = "http://www.w3.org/2000/svg"
_GAP: Final = 24
_CELL_PAD: Final = 4
_CORNER: Final = 7
_FORM_PAD: Final = 6
_ANCHORS: Final = {Align.LEFT: "start", Align.CENTRE: "middle", Align.RIGHT: "end"}
_INK: Final = {"fill": "#fff", "stroke": "#000", "stroke_width": "1.2"}


def page_svgs(document: Document) -> tuple[bytes, ...]:
    """Return each page as one picture, identity sheets first."""
    return tuple(f"{_sheet(document, page)}\n".encode() for page in _pages(document))


def flow_sheets(document: Document) -> tuple[Html, ...]:
    """Return the flowchart sheets as pictures for a page that holds them."""
    return tuple(_sheet(document, page) for page in document.pages)


def stacked(document: Document) -> bytes:
    """Return all pages in one picture, one under the other."""
    w, h = document.paper.w, document.paper.h
    pages = _pages(document)
    sheets = [_sheet(document, page, y=place * (h + _GAP)) for place, page in enumerate(pages)]
    high = max(1, len(pages)) * (h + _GAP) - _GAP
    return f"{_svg(w, high, el('title', document.title), *sheets)}\n".encode()


def _pages(document: Document) -> tuple[Page | IdentityPage, ...]:
    return (*document.identity, *document.pages)


def _svg(w: int, h: int, *children: Html, y: int = 0) -> Html:
    size: dict[str, str | int] = {"width": w, "height": h, "viewBox": f"0 0 {w} {h}"}
    return el("svg", *children, xmlns=_XMLNS, role="img", y=y, **size)


def _sheet(document: Document, page: Page | IdentityPage, *, y: int = 0) -> Html:
    paper = document.paper
    content = _identity(page, document) if isinstance(page, IdentityPage) else _flow(page)
    words = {mark: say(_language(document), f"pdf.{mark}") for mark in Mark}
    marks = (_corner(box, mark, words[mark]) for box, mark in _marked(page))
    foot = (_text(box.text, box.box) for box in page.footer)
    return _svg(
        paper.w,
        paper.h,
        el("title", f"{document.title} ({page.number})"),
        el("rect", width=paper.w, height=paper.h, fill="#fff"),
        el("g", *content, *foot, *marks, font_family=_FACE, fill="#000"),
        y=y,
    )


def _language(document: Document) -> Language:
    return Language.EN if document.language == "en" else Language.ID


def _marked(page: Page | IdentityPage) -> Iterator[tuple[Box, Mark]]:
    """Give the boxes that hold an assumption, or nothing because the map has nothing."""
    boxes: list[tuple[TextBox, Row | None]]
    if isinstance(page, IdentityPage):
        boxes = [(box, None) for box in page.boxes]
    else:
        boxes = [(cell, row) for row in page.rows for cell in row.cells]
    for box, row in boxes:
        mark = mark_of(box, row)
        if mark is not None:
            yield box.box, mark


def _corner(box: Box, mark: Mark, words: str) -> Html:
    fill = "#595959" if mark is Mark.ASSUMED else "#fff"
    shape = f"M{box.right - _CORNER} {box.y}h{_CORNER}v{_CORNER}z"
    return el("path", el("title", words), d=shape, fill=fill, stroke="#595959", stroke_width="0.5")


def _identity(page: IdentityPage, document: Document) -> Iterator[Html]:
    for box in page.boxes:
        yield from _boxed(box, pad=_FORM_PAD)
        if box.part is Part.LOGO and document.logo is not None:
            at = fitted(box.box, document.logo.w, document.logo.h)
            words = el("title", say(_language(document), "pdf.logo"))
            picture = data_address(document.logo)
            yield el("image", words, x=at.x, y=at.y, width=at.w, height=at.h, href=picture)


def _flow(page: Page) -> Iterator[Html]:
    """Paint in the model's order: table, connectors, symbols, labels."""
    for box in page.header:
        yield from _boxed(box, fill="#ebebeb")
    for row in page.rows:
        for column in page.columns:
            yield _rule(Box(column.x, row.y, column.w, row.h))
        for cell in row.cells:
            yield _text(cell.text, cell.box, pad=_CELL_PAD)
    yield from map(_wire, page.connectors)
    yield from map(_symbol, page.symbols)
    for connector in page.connectors:
        if connector.label is not None:
            yield _text(connector.label.text, connector.label.box)


def _boxed(box: TextBox, *, fill: str = "none", pad: int = _CELL_PAD) -> Iterator[Html]:
    if box.ruled:
        yield _rule(box.box, fill)
    yield _text(box.text, box.box, pad=pad)


def _rule(box: Box, fill: str = "none") -> Html:
    x, y, w, h = box
    return el("rect", x=x, y=y, width=w, height=h, fill=fill, stroke="#000", stroke_width="0.8")


def _text(text: Text, box: Box, *, pad: int = 0) -> Html:
    """Set lines where they belong; words keep their own lines."""
    free = (box.h - len(text.lines) * text.line_height) / 2
    first = box.y + (_FORM_PAD if text.top else free)
    base = first + text.line_height / 2 + text.font.px * 0.36
    places = {
        Align.LEFT: box.x + pad,
        Align.CENTRE: box.x + box.w / 2,
        Align.RIGHT: box.right - pad,
    }
    spans = (
        el(
            "tspan",
            line,
            x=f"{places[text.align]:g}",
            y=f"{base + place * text.line_height:.2f}",
            font_weight="bold" if place < text.heads and not text.font.bold else None,
        )
        for place, line in enumerate(text.lines)
    )
    if not text.lines:
        return Html("")
    return el(
        "text",
        *spans,
        font_size=f"{text.font.px:.2f}",
        text_anchor=_ANCHORS[text.align],
        font_weight="bold" if text.font.bold else None,
    )


def _wire(connector: Connector) -> Html:
    """Draw an arrow with its head."""
    (x1, y1), (x2, y2) = connector.points[-2:]
    dx, dy = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    left = (x2 - 7 * dx - 3 * dy, y2 - 7 * dy + 3 * dx)
    right = (x2 - 7 * dx + 3 * dy, y2 - 7 * dy - 3 * dx)
    line = el(
        "polyline",
        points=_points(connector.points),
        fill="none",
        stroke="#000",
        stroke_width="1.1",
    )
    return join(line, el("polygon", points=_points(((x2, y2), left, right))))


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _symbol(symbol: Symbol) -> Html:
    x, y, w, h = symbol.box
    match symbol.kind:
        case SymbolKind.PROCESS:
            return el("rect", x=x, y=y, width=w, height=h, **_INK)
        case SymbolKind.TERMINATOR:
            return el("rect", x=x, y=y, width=w, height=h, rx=f"{h / 2:g}", **_INK)
        case SymbolKind.DECISION:
            corners = ((x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2))
            return el("polygon", points=_points(corners), **_INK)
        case SymbolKind.OFFPAGE:
            low = y + h * 0.68
            pentagon = ((x, y), (x + w, y), (x + w, low), (x + w / 2, y + h), (x, low))
            return join(el("polygon", points=_points(pentagon), **_INK), _letter(symbol))


def _letter(symbol: Symbol) -> Html:
    x, y, w, h = symbol.box
    place = {"x": f"{x + w / 2:g}", "y": f"{y + h * 0.34 + 4:g}"}
    look = {"font_size": "10.67", "font_weight": "bold", "text_anchor": "middle"}
    return el("text", symbol.letter, **place, **look)
