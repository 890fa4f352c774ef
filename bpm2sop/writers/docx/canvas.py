"""The flow of a page as native shapes: one drawing canvas over the columns of the actors, arrows glued in it.

Word draws the canvas. Programs that know no canvas draw the other choice, a group in which arrows are drawn lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bpm2sop.layout import (
    Align,
    Box,
    ColumnKind,
    Connector,
    Document,
    Font,
    Label,
    Page,
    Shapes,
    Symbol,
    SymbolKind,
    fitted,
)
from bpm2sop.settings import Logo
from bpm2sop.writers.docx.words import Look, attribute, paragraphs
from bpm2sop.writers.office.bent import EMU, bent, corners
from bpm2sop.writers.office.ink import ARROW, LINE, PRESETS, WHITE
from bpm2sop.writers.office.names import ShapeNames

_KINDS = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_PICTURE_NUMBER = 1_000_000
"""Of a picture among all drawings: above those of shapes."""
_CLEAR = "<a:noFill/>"
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_PLAIN = "<wps:bodyPr/>"
_MIDDLE = (
    '<wps:bodyPr rot="0" vertOverflow="overflow" horzOverflow="overflow" vert="horz" wrap="square" lIns="0" '
    'tIns="0" rIns="0" bIns="0" anchor="ctr" anchorCtr="0"><a:noAutofit/></wps:bodyPr>'
)
_LETTER = Look(Font(15, bold=True), Align.CENTRE)
_LABEL_SLACK = 3


class Board(NamedTuple):
    """What all drawings of a document share. `ids` gives a shape's number."""

    names: ShapeNames
    ids: Mapping[tuple[str, int], int]


class _Shape(NamedTuple):
    """One shape: its box in EMU of the page, and its parts as XML."""

    number: int
    name: tuple[str, str]
    box: tuple[int, int, int, int]
    geometry: str
    fill: str = _CLEAR
    line: str = LINE
    turns: str = ""
    what: str = "<wps:cNvSpPr/>"
    text: str = ""
    body: str = _PLAIN


def board(document: Document, names: ShapeNames, *, first: int = 1) -> Board:
    """Number all drawings and shapes of a document."""
    pages = document.pages
    shapes = [
        *(("page", page.number) for page in pages),
        *(("symbol", symbol.id) for page in pages for symbol in page.symbols),
        *(("arrow", arrow.id) for page in pages for arrow in page.connectors),
        *(("label", arrow.id) for page in pages for arrow in page.connectors),
    ]
    return Board(names, {shape: number for number, shape in enumerate(shapes, first)})


def drawings_in(document: Document) -> int:
    """Return how many numbers a document's drawings take: its logo's, and those of its shapes."""
    pages = document.pages
    return 1 + sum(1 + len(page.symbols) + 2 * len(page.connectors) for page in pages)


def area(page: Page) -> Box:
    """Return where the actors' columns stand, heads left out: clicks elsewhere still reach the text."""
    lanes = [column for column in page.columns if column.kind is ColumnKind.ACTOR]
    x, y = lanes[0].x, page.rows[0].y
    return Box(x, y, lanes[-1].x + lanes[-1].w - x, page.table.bottom - y)


def drawn(page: Page, shared: Board, how: Shapes) -> str:
    """Return a page's flow as runs of the paragraph that it is anchored to."""
    if not page.symbols:
        return ""
    if how is Shapes.LOOSE:
        return "".join(_loose(shape, order) for order, shape in enumerate(_freely(page, shared), 1))
    at = area(page)
    number, name = shared.ids["page", page.number], shared.names.page(page)
    box = (at.x * EMU, at.y * EMU, at.w * EMU, at.h * EMU)
    glued = "".join(_xml(shape, box) for shape in _glued(page, shared))
    free = "".join(_xml(shape, box) for shape in (_ground(box, number), *_freely(page, shared)))
    size = f'<a:off x="0" y="0"/><a:ext cx="{box[2]}" cy="{box[3]}"/>'
    group = (
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{size}<a:chOff x="0" y="0"/>'
        f'<a:chExt cx="{box[2]}" cy="{box[3]}"/></a:xfrm></wpg:grpSpPr>{free}</wpg:wgp>'
    )
    canvas = f"<wpc:wpc><wpc:bg/><wpc:whole/>{glued}</wpc:wpc>"
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wpc">'
        f"{_anchored(canvas, f'{_KINDS}Canvas', box, number, name)}</mc:Choice>"
        f"<mc:Fallback>{_anchored(group, f'{_KINDS}Group', box, number, name)}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def pictured(logo: Logo, place: Box, part: str, number: int) -> str:
    """Return the run that shows a logo in the middle of its place; `part` is the relation to its picture."""
    box = _emu(fitted(place, logo.w, logo.h))
    anchor = _anchored(_picture(box[2:], part), _PICTURE, box, number, ("Logo", "Logo"))
    return f"<w:r><w:rPr><w:noProof/></w:rPr>{anchor}</w:r>"


def inline_picture(size: tuple[float, float], part: str, told: str) -> str:
    """Return the run that shows a picture in its line; `told` is for those who do not see it."""
    w, h = (round(length * EMU) for length in size)
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{w}" cy="{h}"/><wp:docPr {_named(_PICTURE_NUMBER, (part, told))}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}">{_picture((w, h), part)}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def inline_symbol(kind: SymbolKind, size: tuple[int, int], number: int, name: str) -> str:
    """Return the run that shows a symbol in its line."""
    box = _emu(Box(0, 0, *size))
    shape = _Shape(number, (name, name), box, _preset(PRESETS[kind]), WHITE, body=_MIDDLE)
    content = _xml(shape, box, own=False)
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{box[2]}" cy="{box[3]}"/><wp:docPr {_named(number, shape.name)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_KINDS}Shape">{content}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _picture(size: tuple[int, ...], part: str) -> str:
    return (
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr id="0" name="{part}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{part}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size[0]}" cy="{size[1]}"/></a:xfrm>'
        f"{_preset('rect')}</pic:spPr></pic:pic>"
    )


def _ground(box: tuple[int, int, int, int], number: int) -> _Shape:
    """Give an unseen box as large as the group: LibreOffice stretches what is in a group until it fills it."""
    return _Shape(number, ("-", ""), box, _preset("rect"), line=_NO_LINE)


def _glued(page: Page, shared: Board) -> Iterator[_Shape]:
    """Give the arrows first, so that symbols cover their ends."""
    for connector in page.connectors:
        yield _bent(connector, shared)
    yield from _others(page, shared)


def _freely(page: Page, shared: Board) -> Iterator[_Shape]:
    for connector in page.connectors:
        yield _freeform(connector, shared)
    yield from _others(page, shared)


def _others(page: Page, shared: Board) -> Iterator[_Shape]:
    for symbol in page.symbols:
        yield _symbol(symbol, shared)
    for connector in page.connectors:
        if connector.label is not None:
            yield _label(connector.label, shared.ids["label", connector.id])


def _symbol(symbol: Symbol, shared: Board) -> _Shape:
    return _Shape(
        shared.ids["symbol", symbol.id],
        shared.names.symbol(symbol),
        _emu(symbol.box),
        _preset(PRESETS[symbol.kind]),
        WHITE,
        text=_text((symbol.letter,), _LETTER) if symbol.letter else "",
        body=_MIDDLE,
    )


def _label(label: Label, number: int) -> _Shape:
    """Give the words on an arrow: a text box without border or ground, a little wider than the words."""
    box = label.box._replace(x=label.box.x - _LABEL_SLACK, w=label.box.w + 2 * _LABEL_SLACK)
    look = Look(label.text.font, Align.CENTRE, height=label.text.line_height)
    return _Shape(
        number,
        (label.full, ""),
        _emu(box),
        _preset("rect"),
        line=_NO_LINE,
        what='<wps:cNvSpPr txBox="1"/>',
        text=_text(label.text.lines, look),
        body=_MIDDLE,
    )


def _bent(connector: Connector, shared: Board) -> _Shape:
    """Give an arrow that follows the symbols at its ends."""
    form = bent(corners(connector.points))
    turns = (
        (' rot="5400000"' if form.upright else "")
        + (' flipH="1"' if form.flip_h else "")
        + (' flipV="1"' if form.flip_v else "")
    )
    adjust = "".join(
        f'<a:gd name="adj{i}" fmla="val {value}"/>' for i, value in enumerate(form.adjust, 1)
    )
    ids = shared.ids
    ends = (
        f'<wps:cNvCnPr><a:stCxn id="{ids["symbol", connector.src]}" idx="{connector.src_side.value}"/>'
        f'<a:endCxn id="{ids["symbol", connector.dst]}" idx="{connector.dst_side.value}"/></wps:cNvCnPr>'
    )
    return _Shape(
        ids["arrow", connector.id],
        shared.names.arrow(connector),
        (form.x, form.y, form.w, form.h),
        _preset(form.preset, adjust),
        "",
        ARROW,
        turns,
        ends,
    )


def _freeform(connector: Connector, shared: Board) -> _Shape:
    """Give an arrow as a drawn line, which is not glued."""
    points = corners(connector.points)
    left, top = min(p.x for p in points), min(p.y for p in points)
    w, h = max(p.x for p in points) - left, max(p.y for p in points) - top
    number, name = shared.ids["arrow", connector.id], shared.names.arrow(connector)
    box = _emu(Box(left, top, w, h))
    form = bent(points)
    if not form.preset.startswith("bent"):
        turns = (' flipH="1"' if form.flip_h else "") + (' flipV="1"' if form.flip_v else "")
        return _Shape(number, name, box, _preset("line"), "", ARROW, turns)
    first, *others = ((p.x - left, p.y - top) for p in points)
    path = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others)
    line = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{w}" h="{h}" fill="none"><a:moveTo><a:pt x="{first[0]}" y="{first[1]}"/></a:moveTo>'
        f"{path}</a:path></a:pathLst></a:custGeom>"
    )
    return _Shape(number, name, box, line, _CLEAR, ARROW)


def _preset(name: str, adjust: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'


def _text(lines: tuple[str, ...], look: Look) -> str:
    return f"<wps:txbx><w:txbxContent>{paragraphs(lines, look)}</w:txbxContent></wps:txbx>"


def _emu(box: Box) -> tuple[int, int, int, int]:
    return box.x * EMU, box.y * EMU, box.w * EMU, box.h * EMU


def _xml(shape: _Shape, within: tuple[int, int, int, int], *, own: bool = True) -> str:
    """Return a shape with its place from the corner of the box that it is within."""
    x, y, w, h = shape.box
    names = f"<wps:cNvPr {_named(shape.number, shape.name)}/>" if own else ""
    return (
        f"<wps:wsp>{names}{shape.what}<wps:spPr><a:xfrm{shape.turns}>"
        f'<a:off x="{x - within[0]}" y="{y - within[1]}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        f"{shape.geometry}{shape.fill}{shape.line}</wps:spPr>{shape.text}{shape.body}</wps:wsp>"
    )


def _loose(shape: _Shape, order: int) -> str:
    """Return a shape by itself, on the page."""
    content = _xml(shape, shape.box, own=False)
    anchor = _anchored(content, f"{_KINDS}Shape", shape.box, shape.number, shape.name, order=order)
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps">'
        f"{anchor}</mc:Choice></mc:AlternateContent></w:r>"
    )


def _named(number: int, name: tuple[str, str]) -> str:
    told = f" descr={attribute(name[1])}" if name[1] else ""
    return f'id="{number}" name={attribute(name[0])}{told}'


def _anchored(  # noqa: PLR0917  (one drawing's whole frame)
    content: str,
    kind: str,
    box: tuple[int, int, int, int],
    number: int,
    name: tuple[str, str],
    *,
    order: int = 0,
) -> str:
    """Return a drawing at its place on the paper, in front of the text, which does not run around it."""
    x, y, w, h = box
    return (
        f'<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{251658240 + order}" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{w}" cy="{h}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f"<wp:docPr {_named(number, name)}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic><a:graphicData uri="{kind}">{content}</a:graphicData></a:graphic></wp:anchor></w:drawing>'
    )
