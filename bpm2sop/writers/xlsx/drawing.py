"""The drawing part of a flowchart sheet: native symbols, glued connectors, labels.

XlsxWriter knows no shapes, so the part is written here. A bent connector is given twice, in the pattern that Excel
itself writes for form controls: glued for Excel, and as a freeform for LibreOffice Calc, which would route it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from bpm2sop.layout import Arrows, Connector, Label, Page, Point, Symbol
from bpm2sop.layout.measuring import clean
from bpm2sop.writers.office.bent import EMU, Bent, bent, corners
from bpm2sop.writers.office.ink import ARROW, BLACK, LINE, PRESETS, WHITE
from bpm2sop.writers.office.names import ShapeNames
from bpm2sop.writers.xlsx.lattice import Lattice

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFFICE_2010 = "http://schemas.microsoft.com/office/drawing/2010/main"
_BODY = (
    '<a:bodyPr vertOverflow="overflow" horzOverflow="overflow" wrap="none" lIns="0" tIns="0" rIns="0" '
    'bIns="0" anchor="ctr"/>'
)
_LONGEST = 1000
_EMPTY = f"<xdr:txBody>{_BODY}<a:p/></xdr:txBody>"


class Shapes(NamedTuple):
    """What all shapes of a page share. `ids` gives a shape's number in its drawing."""

    lattice: Lattice
    arrows: Arrows
    names: ShapeNames
    ids: Mapping[tuple[str, int], int]


def drawing(pages: list[tuple[Page, Lattice]], arrows: Arrows, names: ShapeNames) -> bytes:
    """Return the part for the pages of one sheet."""
    ids = _numbered(pages)
    anchors = "".join(
        anchor
        for page, lattice in pages
        for anchor in _page(page, Shapes(lattice, arrows, names, ids))
    )
    spaces = f'xmlns:xdr="{_SHEET}" xmlns:a="{_MAIN}" xmlns:mc="{_CHOICE}"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<xdr:wsDr {spaces}>{anchors}</xdr:wsDr>".encode()


def _numbered(pages: list[tuple[Page, Lattice]]) -> dict[tuple[str, int], int]:
    """Number all shapes of a sheet from 2: 1 is the sheet's own."""
    shapes = [
        *(("symbol", symbol.id) for page, _ in pages for symbol in page.symbols),
        *(("arrow", arrow.id) for page, _ in pages for arrow in page.connectors),
        *(("label", arrow.id) for page, _ in pages for arrow in page.connectors),
    ]
    return {shape: number for number, shape in enumerate(shapes, 2)}


def _page(page: Page, shapes: Shapes) -> Iterator[str]:
    """Give the arrows first, so that symbols cover their ends."""
    for connector in page.connectors:
        yield _arrow(connector, shapes)
    for symbol in page.symbols:
        yield _symbol(symbol, shapes)
    for connector in page.connectors:
        if connector.label is not None:
            yield _label(connector.label, shapes.ids["label", connector.id], shapes)


def _symbol(symbol: Symbol, shapes: Shapes) -> str:
    name, told = shapes.names.symbol(symbol)
    box = tuple(part * EMU for part in symbol.box)
    text = _words((symbol.letter,), 15, bold=True) if symbol.letter else _EMPTY
    shape = (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr>{_properties(shapes.ids["symbol", symbol.id], name, told)}'
        f"<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>{_placed(shapes.lattice, box)}"
        f'<a:prstGeom prst="{PRESETS[symbol.kind]}"><a:avLst/></a:prstGeom>{WHITE}{LINE}</xdr:spPr>'
        f"{text}</xdr:sp>"
    )
    return _anchored(shapes.lattice, box, shape)


def _label(label: Label, number: int, shapes: Shapes) -> str:
    """Give the words on an arrow: a text box without border or ground."""
    box = tuple(part * EMU for part in label.box)
    shape = (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr>{_properties(number, label.full)}<xdr:cNvSpPr txBox="1"/>'
        f"</xdr:nvSpPr><xdr:spPr>{_placed(shapes.lattice, box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></xdr:spPr>'
        f"{_words(label.text.lines, label.text.font.half_points)}</xdr:sp>"
    )
    return _anchored(shapes.lattice, box, shape)


def _words(lines: tuple[str, ...], half_points: int, *, bold: bool = False) -> str:
    """Give lines as they are to stand, in the middle of their shape."""
    weight = ' b="1"' if bold else ""
    face = f'{BLACK}<a:latin typeface="Arial"/><a:cs typeface="Arial"/>'
    run = f'<a:rPr lang="id-ID" sz="{half_points * 50}"{weight}>{face}</a:rPr>'
    paragraphs = "".join(
        f'<a:p><a:pPr algn="ctr"/><a:r>{run}<a:t>{escape(clean(line))}</a:t></a:r></a:p>'
        for line in lines
    )
    return f"<xdr:txBody>{_BODY}{paragraphs}</xdr:txBody>"


def _arrow(connector: Connector, shapes: Shapes) -> str:
    points = corners(connector.points)
    form = bent(points)
    if shapes.arrows is Arrows.FREEFORM:
        return _freeform(connector, points, form, shapes)
    glued = _glued(connector, form, shapes)
    if form.straight:
        return glued
    return (
        f'<mc:AlternateContent><mc:Choice xmlns:a14="{_OFFICE_2010}" Requires="a14">{glued}</mc:Choice>'
        f"<mc:Fallback>{_freeform(connector, points, form, shapes)}</mc:Fallback></mc:AlternateContent>"
    )


def _glued(connector: Connector, form: Bent, shapes: Shapes) -> str:
    """Give an arrow that follows the symbols at its ends."""
    ids = shapes.ids
    x, y = shapes.lattice.on_sheet(form.x, form.y)
    turns = (
        (' rot="5400000"' if form.upright else "")
        + (' flipH="1"' if form.flip_h else "")
        + (' flipV="1"' if form.flip_v else "")
    )
    adjust = "".join(
        f'<a:gd name="adj{i}" fmla="val {value}"/>' for i, value in enumerate(form.adjust, 1)
    )
    shape = (
        f'<xdr:cxnSp macro=""><xdr:nvCxnSpPr>{_arrow_properties(connector, shapes)}<xdr:cNvCxnSpPr>'
        f'<a:stCxn id="{ids["symbol", connector.src]}" idx="{connector.src_side.value}"/>'
        f'<a:endCxn id="{ids["symbol", connector.dst]}" idx="{connector.dst_side.value}"/>'
        f"</xdr:cNvCxnSpPr></xdr:nvCxnSpPr><xdr:spPr><a:xfrm{turns}>"
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{form.w}" cy="{form.h}"/></a:xfrm>'
        f'<a:prstGeom prst="{form.preset}"><a:avLst>{adjust}</a:avLst></a:prstGeom>{ARROW}</xdr:spPr></xdr:cxnSp>'
    )
    return _anchored(shapes.lattice, form.visual, shape)


def _freeform(connector: Connector, points: tuple[Point, ...], form: Bent, shapes: Shapes) -> str:
    """Give an arrow as a drawn line, which is not glued."""
    left, top = min(p.x for p in points), min(p.y for p in points)
    w, h = max(p.x for p in points) - left, max(p.y for p in points) - top
    box = (left * EMU, top * EMU, w * EMU, h * EMU)
    if form.straight:
        turns = (' flipH="1"' if form.flip_h else "") + (' flipV="1"' if form.flip_v else "")
        line = '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        return _drawn(connector, box, line, shapes, turns=turns)
    first, *others = ((p.x - left, p.y - top) for p in points)
    path = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others)
    line = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{w}" h="{h}" fill="none"><a:moveTo><a:pt x="{first[0]}" y="{first[1]}"/></a:moveTo>'
        f"{path}</a:path></a:pathLst></a:custGeom>"
    )
    return _drawn(connector, box, line, shapes)


def _drawn(
    connector: Connector,
    box: tuple[int, int, int, int],
    line: str,
    shapes: Shapes,
    *,
    turns: str = "",
) -> str:
    shape = (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr>{_arrow_properties(connector, shapes)}<xdr:cNvSpPr/></xdr:nvSpPr>'
        f"<xdr:spPr>{_placed(shapes.lattice, box, turns)}{line}<a:noFill/>{ARROW}</xdr:spPr></xdr:sp>"
    )
    return _anchored(shapes.lattice, box, shape)


def _arrow_properties(connector: Connector, shapes: Shapes) -> str:
    name, told = shapes.names.arrow(connector)
    return _properties(shapes.ids["arrow", connector.id], name, told)


def _properties(number: int, name: str, told: str = "") -> str:
    """Give a shape's number and names; map text in them is on one line."""
    about = f" descr={_quoted(told)}" if told else ""
    return f'<xdr:cNvPr id="{number}" name={_quoted(name)}{about}/>'


def _quoted(text: str) -> str:
    return quoteattr(" ".join(clean(text).split())[:_LONGEST])


def _placed(lattice: Lattice, box: tuple[int, ...], turns: str = "") -> str:
    x, y = lattice.on_sheet(box[0], box[1])
    return f'<a:xfrm{turns}><a:off x="{x}" y="{y}"/><a:ext cx="{box[2]}" cy="{box[3]}"/></a:xfrm>'


def _anchored(lattice: Lattice, box: tuple[int, ...], shape: str) -> str:
    """Tie a shape to the cells under both its corners, so that it follows them."""
    ends = []
    for name, x, y in (("from", box[0], box[1]), ("to", box[0] + box[2], box[1] + box[3])):
        at = lattice.anchor(x, y)
        ends.append(
            f"<xdr:{name}><xdr:col>{at.column}</xdr:col><xdr:colOff>{at.across}</xdr:colOff>"
            f"<xdr:row>{at.row}</xdr:row><xdr:rowOff>{at.down}</xdr:rowOff></xdr:{name}>"
        )
    return f'<xdr:twoCellAnchor editAs="twoCell">{"".join(ends)}{shape}<xdr:clientData/></xdr:twoCellAnchor>'
