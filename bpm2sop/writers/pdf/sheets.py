"""The page model as data for the template: what stands where, in units, and what it says aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from bpm2sop.layout import (
    Align,
    Box,
    ColumnKind,
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
from bpm2sop.layout.flowwords import FlowWords, text_of
from bpm2sop.layout.tablerows import actor_names, rows
from bpm2sop.model.sop import Sop, SopKey, Step, StepKey
from bpm2sop.settings import Logo
from bpm2sop.wording import Language, say
from bpm2sop.writers.formwords import FormWords
from bpm2sop.writers.marks import mark_of
from bpm2sop.writers.pdf.glyphs import visible
from bpm2sop.writers.writer import Context

Data = dict[str, object]

_SLACK: Final = 400
"""A text's block is that much wider than its box, so that its lines never break again."""
_CELL_PAD: Final = 4
_FORM_PAD: Final = 6
_LONGEST_ALT: Final = 4000


def text_data(text: Text, box: Box, *, origin: tuple[int, int] = (0, 0), pad: int = 0) -> Data:
    """Return a text at its place, counted from `origin`."""
    x, y = box.x - origin[0], box.y - origin[1]
    rise = text.line_height / 2 + text.font.px * 0.36
    left = {Align.LEFT: x + pad, Align.CENTRE: x - _SLACK / 2, Align.RIGHT: x - _SLACK - pad}
    free = (box.h - len(text.lines) * text.line_height) / 2
    return {
        "l": text.lines,
        "x": left[text.align],
        "y": y + (_FORM_PAD if text.top else free),
        "w": box.w + _SLACK,
        "a": text.align.value,
        "s": text.font.half_points / 2,
        "b": text.font.bold,
        "n": text.heads,
        "t": round(rise, 3),
        "d": round(rise - text.line_height, 3),
    }


def shows_title(box: TextBox) -> bool:
    """Tell whether a box holds the SOP's name, and something of it can be seen."""
    return box.part is Part.FIELD and box.name == "title" and visible("".join(box.text.lines))


@dataclass(slots=True)
class Sheets:
    """Turns the pages of one SOP into data. `anchor` names its place in the file, `places` those of other SOPs."""

    sop: Sop
    document: Document
    context: Context
    anchor: str
    places: dict[SopKey, str] = field(default_factory=dict)
    words: FlowWords = field(init=False)
    steps: dict[StepKey, Step] = field(init=False)
    names: dict[str, str] = field(init=False)
    orders: dict[StepKey, int] = field(init=False)
    anchored: set[StepKey] = field(init=False, default_factory=set)
    """Steps that have had their row: where actors are split over sheets a step has several."""

    def __post_init__(self) -> None:
        answers = FormWords.of(self.context).answers
        self.words = FlowWords.of(self.sop, self.language, answers)
        self.steps = {row.step.key: row.step for row in rows(self.sop.steps)}
        self.names = actor_names(self.sop)
        self.orders = {key: order for order, key in enumerate(self.steps)}

    @property
    def language(self) -> Language:
        """The language of our own words."""
        return self.context.language

    def pages(self) -> list[Data]:
        """Return all pages, the identity part first."""
        identity = [self._identity(page) for page in self.document.identity]
        return identity + [self._flow(page) for page in self.document.pages]

    def step_anchor(self, key: StepKey) -> str:
        """Return the name of a step's row in the file."""
        return f"{self.anchor}-step-{self.orders[key]}"

    def shown(self) -> frozenset[StepKey]:
        """Return the steps that have a row on some page; a link may lead there."""
        return frozenset(
            row.step for page in self.document.pages for row in page.rows if row.step is not None
        )

    def _identity(self, page: IdentityPage) -> Data:
        boxes = [self._form_box(box) for box in page.boxes]
        return {"kind": "identity", "boxes": boxes, **self._foot(page)}

    def _form_box(self, box: TextBox) -> Data:
        x, y, w, h = box.box
        made: Data = {"x": x, "y": y, "w": w, "h": h, "ruled": box.ruled, "title": shows_title(box)}
        if box.text.lines:
            made["t"] = text_data(box.text, box.box, pad=_FORM_PAD)
        if box.part is Part.LOGO and self.document.logo is not None:
            made["logo"] = self._logo(self.document.logo, box.box)
        return made | self._mark(box)

    def _logo(self, logo: Logo, place: Box) -> Data:
        """Return where the logo stands; the picture itself is in the file once."""
        x, y, w, h = fitted(place, logo.w, logo.h)
        return {"x": x, "y": y, "w": w, "h": h, "alt": say(self.language, "pdf.logo")}

    def _mark(self, box: TextBox, row: Row | None = None) -> Data:
        mark = mark_of(box, row)
        if mark is None:
            return {}
        return {"m": {"kind": mark.value, "alt": say(self.language, f"pdf.{mark}")}}

    def _foot(self, page: Page | IdentityPage) -> Data:
        below = max((box.box.bottom for box in page.footer), default=self.document.paper.h - 24)
        return {"footer": [text_data(box.text, box.box) for box in page.footer], "under": below + 1}

    def _flow(self, page: Page) -> Data:
        drawn = page.connectors
        return {
            "kind": "flow",
            "x": page.table.x,
            "y": page.table.y,
            "columns": [column.w for column in page.columns],
            "rows": [*self.document.head_heights, *(row.h for row in page.rows)],
            "heads": len(self.document.head_heights),
            "head": self._head(page),
            "cells": list(self._cells(page)),
            "lines": [connector.points for connector in drawn],
            "labels": [text_data(c.label.text, c.label.box) for c in drawn if c.label is not None],
            **self._foot(page),
        }

    def _head(self, page: Page) -> list[Data]:
        edges = [column.x for column in page.columns]
        tops = list(accumulate(self.document.head_heights[:-1], initial=page.table.y))
        made = []
        for box in page.header:
            x, y, w, h = box.box
            across = sum(x <= edge < x + w for edge in edges)
            down = sum(y <= top < y + h for top in tops)
            text = text_data(box.text, box.box, origin=(x, y), pad=_CELL_PAD)
            place = {"x": edges.index(x), "y": tops.index(y), "c": across, "r": down}
            made.append({**place, "t": [text]})
        return made

    def _cells(self, page: Page) -> Iterator[Data]:
        heads = len(self.document.head_heights)
        held: dict[tuple[int, int], list[Symbol]] = {}
        for symbol in page.symbols:
            held.setdefault((symbol.row, symbol.column), []).append(symbol)
        for number, row in enumerate(page.rows):
            texts = {cell.box.x: cell for cell in row.cells}
            for place, column in enumerate(page.columns):
                made: Data = {
                    "x": place,
                    "y": number + heads,
                    "c": 1,
                    "r": 1,
                    "w": column.w,
                    "t": [],
                }
                if column.x in texts:
                    made |= self._text_cell(row, texts[column.x])
                if symbols := held.get((number, place)):
                    corner = (column.x, row.y)
                    made["s"] = [self._symbol(symbol, corner) for symbol in symbols]
                yield made

    def _text_cell(self, row: Row, cell: TextBox) -> Data:
        made = self._mark(cell, row)
        if cell.text.lines:
            corner = (cell.box.x, cell.box.y)
            made["t"] = [text_data(cell.text, cell.box, origin=corner, pad=_CELL_PAD)]
        if row.step is None:
            return made
        if cell.name == ColumnKind.NO.value and row.step not in self.anchored:
            self.anchored.add(row.step)
            made["anchor"] = self.step_anchor(row.step)
        refers = self.steps[row.step].refers_to
        if cell.name == ColumnKind.ACTIVITY.value and refers in self.places:
            made["to"] = self.places[refers]
        return made

    def _symbol(self, symbol: Symbol, corner: tuple[int, int]) -> Data:
        x, y, w, h = symbol.box
        return {
            "kind": symbol.kind.value,
            "x": x - corner[0],
            "y": y - corner[1],
            "w": w,
            "h": h,
            "letter": symbol.letter,
            "alt": self._alt(symbol)[:_LONGEST_ALT],
        }

    def _alt(self, symbol: Symbol) -> str:
        """Say what a symbol stands for, and what follows: the drawn arrows are silent."""
        step = self.steps.get(symbol.step) if symbol.step is not None else None
        if symbol.kind is SymbolKind.OFFPAGE:
            no = step.no if step else ""
            return say(self.language, "pdf.link", letter=symbol.letter, no=no)
        kind = say(self.language, f"page.symbol_{symbol.kind.value}")
        if step is None:
            return kind
        told = say(self.language, "page.symbol_of", no=step.no, actor=self._who(step), symbol=kind)
        before = self.words.before(step)
        flow = _joined([str(before) if before else "", text_of(self.words.after(step))])
        return say(self.language, "pdf.symbol", symbol=told, flow=flow) if flow else told

    def _who(self, step: Step) -> str:
        return ", ".join(self.names.get(actor, actor) for actor in step.actors)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(filter(None, parts))
