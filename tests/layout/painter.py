"""A plain SVG of a page, to look at what the layout does."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bpm2sop.layout import (
    Align,
    Box,
    Connector,
    Document,
    IdentityPage,
    Page,
    Symbol,
    SymbolKind,
    Text,
    TextBox,
)


def paint(document: Document, page: Page | IdentityPage) -> str:
    """Return a page as SVG."""
    w, h = document.paper.w, document.paper.h
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
    ]
    parts.append(f'<rect width="{w}" height="{h}" fill="white"/>')
    if isinstance(page, IdentityPage):
        parts += [_box(box) for box in page.boxes]
    else:
        parts += [_box(box, fill="#e8edf7") for box in page.header]
        parts += [_rule(Box(c.x, r.y, c.w, r.h)) for r in page.rows for c in page.columns]
        parts += [_box(cell) for row in page.rows for cell in row.cells]
        parts += [_wire(connector) for connector in page.connectors]
        parts += [_symbol(symbol) for symbol in page.symbols]
        parts += [_text(c.label.text, c.label.box) for c in page.connectors if c.label is not None]
    parts += [_text(box.text, box.box) for box in page.footer]
    return "".join([*parts, "</svg>"])


def _rule(box: Box, fill: str = "none") -> str:
    x, y, w, h = box
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}" stroke="#444" stroke-width="0.75"/>'


def _box(box: TextBox, fill: str = "none") -> str:
    return (_rule(box.box, fill) if box.ruled else "") + _text(box.text, box.box, pad=4)


def _text(text: Text, box: Box, pad: int = 0) -> str:
    size = text.font.px
    block = len(text.lines) * text.line_height
    y = box.y + 6 if text.top else box.y + (box.h - block) / 2
    x, anchor = box.x + pad, "start"
    if text.align is Align.CENTRE:
        x, anchor = box.x + box.w // 2, "middle"
    elif text.align is Align.RIGHT:
        x, anchor = box.right - pad, "end"
    return "".join(
        f'<text x="{x}" y="{y + text.line_height * (i + 0.5) + size * 0.36:.2f}" font-family="Arimo" '
        f'font-size="{size:.2f}" text-anchor="{anchor}" '
        f'font-weight="{"bold" if text.font.bold or i < text.heads else "normal"}">{escape(line)}</text>'
        for i, line in enumerate(text.lines)
    )


def _wire(connector: Connector) -> str:
    points = " ".join(f"{p.x},{p.y}" for p in connector.points)
    (x1, y1), (x2, y2) = connector.points[-2:]
    dx, dy = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    left = f"{x2 - 7 * dx - 3 * dy},{y2 - 7 * dy + 3 * dx}"
    right = f"{x2 - 7 * dx + 3 * dy},{y2 - 7 * dy - 3 * dx}"
    return (
        f'<polyline points="{points}" fill="none" stroke="black" stroke-width="1.1"/>'
        f'<polygon points="{x2},{y2} {left} {right}"/>'
    )


def _symbol(symbol: Symbol) -> str:
    x, y, w, h = symbol.box
    style = 'fill="white" stroke="black" stroke-width="1.2"'
    match symbol.kind:
        case SymbolKind.PROCESS:
            return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" {style}/>'
        case SymbolKind.TERMINATOR:
            return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{h / 2}" {style}/>'
        case SymbolKind.DECISION:
            points = f"{x + w / 2},{y} {x + w},{y + h / 2} {x + w / 2},{y + h} {x},{y + h / 2}"
            return f'<polygon points="{points}" {style}/>'
        case SymbolKind.OFFPAGE:
            points = (
                f"{x},{y} {x + w},{y} {x + w},{y + h * 0.68} {x + w / 2},{y + h} {x},{y + h * 0.68}"
            )
            letter = (
                f'<text x="{x + w / 2}" y="{y + h * 0.6}" font-family="Arimo" font-size="11" '
                f'font-weight="bold" text-anchor="middle">{symbol.letter}</text>'
            )
            return f'<polygon points="{points}" {style}/>{letter}'
