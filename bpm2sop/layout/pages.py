"""The page model: what is printed, with every place and size already known.

Units. One unit is 1/96 inch = 9525 EMU = 15 twips = 0.75 pt = 1 CSS pixel, and every number is an
integer, so that each file format holds it exactly. The origin is the upper left corner of the
paper; x runs right, y runs down. All coordinates are absolute on their page.

Painting order: the boxes of the table (`header`, `rows`), then `connectors`, then `symbols`, then
the connectors' labels. Nothing needs to be measured, wrapped or routed again: lines are broken as
they are to be printed, `Text.line_height` is the distance between them, connectors are orthogonal
polylines from port to port. Rows have one line of slack, so that a program that wraps for itself
(an office suite) may need one line more than the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import CellSource, NextKind, SopKey, StepKey
from bpm2sop.settings import Logo


class Point(NamedTuple):
    """A place on the page."""

    x: int
    y: int


class Box(NamedTuple):
    """A rectangle: upper left corner, width, height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The y of the lower edge."""
        return self.y + self.h

    @property
    def centre(self) -> Point:
        """The middle, rounded down."""
        return Point(self.x + self.w // 2, self.y + self.h // 2)


def fitted(place: Box, w: int, h: int) -> Box:
    """Return where a picture of so many pixels stands in the middle of its place, as large as it can be."""
    share = min(place.w / w, place.h / h)
    wide, high = max(1, int(w * share)), max(1, int(h * share))
    return Box(place.x + (place.w - wide) // 2, place.y + (place.h - high) // 2, wide, high)


class Paper(NamedTuple):
    """A sheet, landscape."""

    name: str
    w: int
    h: int


class Side(IntEnum):
    """Where a connector meets a symbol; the number is the glue site in Office drawings."""

    TOP = 0
    LEFT = 1
    BOTTOM = 2
    RIGHT = 3


class Align(StrEnum):
    """How the lines of a text stand in their box, horizontally."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Font(NamedTuple):
    """Size in half points (16 = 8 pt; in units: size * 2 / 3) and weight. The face is Arial's metrics."""

    half_points: int
    bold: bool = False

    @property
    def px(self) -> float:
        """The size in units."""
        return self.half_points * 2 / 3


class Text(NamedTuple):
    """Lines as they are to be printed. `top` says that they start at the top of the box, not in its middle."""

    lines: tuple[str, ...]
    font: Font
    line_height: int
    align: Align = Align.LEFT
    top: bool = False
    clipped: bool = False
    """The text was longer than its box can be; the last line ends in an ellipsis."""
    heads: int = 0
    """That many lines at the beginning are bold: the heading of a box."""


class Part(StrEnum):
    """What a text box is. FRAME is a ruled box without text; in LOGO a writer puts the picture."""

    HEADER = "header"
    NUMBER = "number"
    """A column's number below its head."""
    CELL = "cell"
    FRAME = "frame"
    LOGO = "logo"
    LETTERHEAD = "letterhead"
    FIELD = "field"
    HEADING = "heading"
    SIGNATURE = "signature"
    FOOTER = "footer"


class TextBox(NamedTuple):
    """A text in its box. The box is ruled on all four sides if `ruled`.

    `name` says what it holds: a field of the identity (`number`), a column kind (`activity`), an
    actor's id for the head of an actor column; `full` is the text before it was wrapped or clipped.
    `sources` are the sources of the values in it: writers mark assumed values and values not in the map.
    """

    part: Part
    box: Box
    text: Text
    name: str = ""
    full: str = ""
    sources: tuple[CellSource, ...] = ()
    ruled: bool = True


class ColumnKind(StrEnum):
    """The columns of the flowchart part, from left to right; ACTOR as often as there are actors."""

    NO = "no"
    ACTIVITY = "activity"
    ACTOR = "actor"
    INPUTS = "inputs"
    TIME = "time"
    OUTPUTS = "outputs"
    REMARKS = "remarks"


class Column(NamedTuple):
    """One column of the table. `actor` is the actor's id for actor columns, else empty."""

    kind: ColumnKind
    name: str
    x: int
    w: int
    actor: str = ""


class RowKind(StrEnum):
    """What a row is: a step, a step added by the capsule style, or a band of off-page pentagons."""

    STEP = "step"
    CAPSULE = "capsule"
    TOP_BAND = "top_band"
    BOTTOM_BAND = "bottom_band"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One table row. `cells` are its text columns in column order (empty for bands); actor cells hold no text.

    `depth` is 0 for a step of the top list and grows with nesting.
    """

    kind: RowKind
    y: int
    h: int
    step: StepKey | None = None
    depth: int = 0
    cells: tuple[TextBox, ...] = ()


class SymbolKind(StrEnum):
    """The four symbols with a shape; the fifth is the connector."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"
    OFFPAGE = "offpage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A shape in an actor's column. `id` is unique in the document.

    `column` and `row` count from 0 in the page's columns and rows. `step` is the step that it stands for: its
    own, or for a pentagon the one where the link leads. `letter` is empty but for pentagons.
    """

    id: int
    kind: SymbolKind
    column: int
    row: int
    box: Box
    step: StepKey | None = None
    letter: str = ""

    def port(self, side: Side) -> Point:
        """Return the middle of a side."""
        x, y, w, h = self.box
        match side:
            case Side.TOP:
                return Point(x + w // 2, y)
            case Side.BOTTOM:
                return Point(x + w // 2, y + h)
            case Side.LEFT:
                return Point(x, y + h // 2)
            case Side.RIGHT:
                return Point(x + w, y + h // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The words on a connector; the box is free of lines, symbols and borders. Its ground is transparent."""

    box: Box
    text: Text
    full: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """An arrow between two symbols of one page: an orthogonal polyline with at most four bends, head at the end.

    `src` and `dst` are symbol ids, `src_side` and `dst_side` the ports where `points` begins and ends.
    `origin` and `target` are the steps that the whole link joins (also where a pentagon stands between);
    None for the arrows of added capsules. Connectors with one target may join on their way.
    """

    id: int
    src: int
    dst: int
    src_side: Side
    dst_side: Side
    points: tuple[Point, ...]
    origin: StepKey | None = None
    target: StepKey | None = None
    kind: NextKind = NextKind.FLOW
    label: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet of the flowchart part. `header` are the ruled boxes of the head rows, repeated on each page.

    `table` is the outline of the table, head rows included. `columns` are the same on all pages unless
    `Document.split`.
    """

    number: int
    columns: tuple[Column, ...]
    header: tuple[TextBox, ...]
    rows: tuple[Row, ...]
    symbols: tuple[Symbol, ...]
    connectors: tuple[Connector, ...]
    table: Box
    footer: tuple[TextBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPage:
    """One sheet of the identity part: ruled boxes side by side, from top to bottom."""

    number: int
    boxes: tuple[TextBox, ...]
    footer: tuple[TextBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole SOP on pages of one paper. `columns` are the first flowchart page's.

    `split` says that the actors are too many for one sheet, so that pages have different actor columns.
    `head_heights` are the heights of the head rows: two, three where columns are numbered (the same on all pages).
    """

    key: SopKey
    title: str
    language: str
    paper: Paper
    margins: tuple[int, int, int, int]
    """Top, right, bottom, left."""
    columns: tuple[Column, ...]
    head_heights: tuple[int, ...]
    identity: tuple[IdentityPage, ...]
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()
    split: bool = False
    logo: Logo | None = None
    """For the box that is its place."""
