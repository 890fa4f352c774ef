"""The whole document: identity sheets, then the flowchart sheets, numbered through."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.layout.cells import label_room, needs_of, placed
from bpm2sop.layout.columns import Grid, columns_of, grid_for
from bpm2sop.layout.flow import flow_of
from bpm2sop.layout.head import FIRST, NUMBERS, footer_of, head_of, names_of, second_height
from bpm2sop.layout.identity import identity_pages, numbered
from bpm2sop.layout.measuring import line_height
from bpm2sop.layout.notices import findings_of
from bpm2sop.layout.pages import (
    Align,
    Box,
    Column,
    ColumnKind,
    Connector,
    Document,
    Font,
    IdentityPage,
    Label,
    Page,
    Row,
    RowKind,
    Symbol,
    SymbolKind,
    Text,
)
from bpm2sop.layout.pagination import BAND, Cut
from bpm2sop.layout.plan import Plan, Setting, plan
from bpm2sop.layout.remarks import PageRemarks
from bpm2sop.layout.sheet import Area, Line
from bpm2sop.layout.style import FormLabels, PageStyle, labels_for, usable
from bpm2sop.model.sop import NextKind, Sop, StepKey

_LAST: list[tuple[Sop, PageStyle, Document]] = []


def lay_out(sop: Sop, style: PageStyle | None = None) -> Document:
    """Return the SOP on pages; writers paint it as it stands.

    Never fails: what cannot be drawn within the rules is said in words in the remarks, and is a finding.
    The last document is kept, since an SOP is mostly written in several formats one after the other.
    """
    style = style or PageStyle()
    for kept, kept_style, document in tuple(_LAST):
        if kept is sop and kept_style == style:
            return document
    document = _laid_out(sop, usable(style))
    _LAST[:] = [(sop, style, document)]
    return document


def _laid_out(sop: Sop, style: PageStyle) -> Document:
    labels = style.labels or labels_for(sop.language)
    answers = (labels.answer_yes, labels.answer_no)
    flow = flow_of(sop, capsule=style.capsule, start=labels.start, end=labels.end, answers=answers)
    remarks = PageRemarks.of(sop, labels.together, answers)
    needs = needs_of(flow, remarks, Font(style.half_points))
    labels_wide = label_room(flow, Font(style.label_half_points))
    grid = grid_for(style, len(sop.actors), needs, labels=labels_wide)
    columns = _columns(sop, style, grid, labels, actors=tuple(a.id for a in sop.actors) or ("",))
    head = Font(style.half_points, bold=True)
    numbers = (NUMBERS,) if style.column_numbers else ()
    heights = (FIRST, second_height(columns, head), *numbers)
    setting = _setting(sop, style, grid, labels=labels, remarks=remarks, head=sum(heights))
    made = plan(setting, flow)
    identity = identity_pages(sop, style, labels, paper=grid.paper) if style.identity else ()
    pages = tuple(_pages(made, setting, style, heights=heights, before=len(identity)))
    shown = pages[0].columns if pages else columns
    margins = style.margins
    return Document(
        key=sop.key,
        title=sop.title,
        language=sop.language,
        paper=grid.paper,
        margins=(margins.top, margins.right, margins.bottom, margins.left),
        columns=shown,
        head_heights=heights,
        identity=tuple(_numbered(identity, sop, style, labels=labels, grid=grid, pages=len(pages))),
        pages=pages,
        findings=findings_of(sop, style, grid, made),
        split=grid.split,
        logo=style.logo,
    )


def _setting(
    sop: Sop,
    style: PageStyle,
    grid: Grid,
    *,
    labels: FormLabels,
    remarks: PageRemarks,
    head: int,
) -> Setting:
    margins = style.margins
    x = margins.left + grid.texts[ColumnKind.NO] + grid.texts[ColumnKind.ACTIVITY]
    area = Area(x, grid.lane, margins.top + head)
    body = grid.paper.h - margins.top - margins.bottom - style.reserved - head
    fonts = Font(style.half_points), Font(style.label_half_points)
    return Setting(sop, grid, labels, remarks, *fonts, area, body)


def _columns(
    sop: Sop, style: PageStyle, grid: Grid, labels: FormLabels, *, actors: tuple[str, ...]
) -> tuple[Column, ...]:
    names = {actor.id: actor.name for actor in sop.actors}
    heads = tuple((actor, names.get(actor, "")) for actor in actors)
    return columns_of(grid, style.margins.left, names_of(labels), heads)


def _numbered(
    identity: tuple[IdentityPage, ...],
    sop: Sop,
    style: PageStyle,
    *,
    labels: FormLabels,
    grid: Grid,
    pages: int,
) -> Iterator[IdentityPage]:
    for page in identity:
        footer = footer_of(
            sop.title,
            labels,
            style,
            paper=grid.paper,
            number=page.number,
            pages=len(identity) + pages,
        )
        yield numbered(page, footer)


def _pages(
    made: Plan, setting: Setting, style: PageStyle, *, heights: tuple[int, ...], before: int
) -> Iterator[Page]:
    sop, grid, labels = setting.sop, setting.grid, setting.labels
    first_symbol = first_line = 1
    total = before + len(made.cuts)
    for index, here in enumerate(made.cuts):
        if not made.texts:
            return
        columns = _columns(sop, style, grid, labels, actors=here.actors)
        symbols = _symbols(made, index, first_symbol)
        connectors = tuple(_connectors(made, index, numbers=(first_symbol, first_line)))
        first_symbol, first_line = (
            first_symbol + len(symbols),
            first_line + len(made.sheets[index].lines),
        )
        rows = tuple(_rows(made, index, here, columns))
        last = columns[-1]
        top, left = style.margins.top, style.margins.left
        table = Box(left, top, last.x + last.w - left, rows[-1].y + rows[-1].h - top)
        yield Page(
            number=before + index + 1,
            columns=columns,
            header=head_of(
                columns, labels, Font(style.half_points, bold=True), top=top, heights=heights
            ),
            rows=rows,
            symbols=symbols,
            connectors=connectors,
            table=table,
            footer=footer_of(
                sop.title, labels, style, paper=grid.paper, number=before + index + 1, pages=total
            ),
        )


def _rows(made: Plan, index: int, here: Cut, columns: tuple[Column, ...]) -> Iterator[Row]:
    bands = made.bands[index]
    frame = made.sheets[index].frame
    for number, (top, _) in enumerate(frame.rows):
        node = here.first + number - bands.top
        if number < bands.top:
            yield Row(kind=RowKind.TOP_BAND, y=top, h=BAND)
        elif node >= here.stop:
            yield Row(kind=RowKind.BOTTOM_BAND, y=top, h=BAND)
        else:
            step, h = made.flow.nodes[node].step, made.heights[node]
            yield Row(
                kind=RowKind.CAPSULE if step is None else RowKind.STEP,
                y=top,
                h=h,
                step=None if step is None else step.key,
                depth=made.flow.nodes[node].depth,
                cells=placed(made.texts[node], columns, top, h),
            )


def _symbols(made: Plan, index: int, first: int) -> tuple[Symbol, ...]:
    sheet = made.sheets[index]
    before = 2
    found = []
    for number, (place, shape) in enumerate(zip(sheet.places, sheet.frame.shapes, strict=True)):
        step = made.flow.nodes[place.node].step
        found.append(
            Symbol(
                id=first + number,
                kind=place.kind,
                column=before + place.lane,
                row=place.row,
                box=shape.box,
                step=None if step is None else step.key,
                letter=place.letter if place.kind is SymbolKind.OFFPAGE else "",
            )
        )
    return tuple(found)


def _connectors(made: Plan, index: int, *, numbers: tuple[int, int]) -> Iterator[Connector]:
    sheet, drawn = made.sheets[index], made.drawn[index]
    for number, (line, laid, spot) in enumerate(
        zip(sheet.lines, drawn.laid, drawn.labels, strict=True)
    ):
        if laid is None:
            continue
        label = None
        if spot is not None:
            clipped = " ".join(spot.lines) != " ".join(line.label.split())
            text = Text(
                spot.lines, spot.font, line_height(spot.font), Align.CENTRE, clipped=clipped
            )
            label = Label(box=spot.box, text=text, full=line.label)
        yield Connector(
            id=numbers[1] + number,
            src=numbers[0] + line.src,
            dst=numbers[0] + line.dst,
            src_side=laid.out,
            dst_side=laid.into,
            points=laid.points,
            origin=_step_of(made, {edge.src for edge in line.edges}),
            target=_step_of(made, {edge.dst for edge in line.edges}),
            kind=_kind(line),
            label=label,
        )


def _step_of(made: Plan, nodes: set[int]) -> StepKey | None:
    """Return the one step that an arrow begins or ends at, None where several share it."""
    step = made.flow.nodes[min(nodes)].step
    return step.key if step is not None and len(nodes) == 1 else None


def _kind(line: Line) -> NextKind:
    """Return FLOW unless every edge along a line is an exception."""
    kinds = {edge.kind for edge in line.edges}
    return kinds.pop() if len(kinds) == 1 else NextKind.FLOW
