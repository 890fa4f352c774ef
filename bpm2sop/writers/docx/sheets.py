"""The pages' tables: the boxes of the identity, and head rows and rows of the flowchart part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpm2sop.layout import (
    Align,
    Box,
    ColumnKind,
    Font,
    IdentityPage,
    Page,
    Part,
    Row,
    RowKind,
    TextBox,
)
from bpm2sop.layout.measuring import clean
from bpm2sop.model.sop import CellSource, Sop
from bpm2sop.writers.docx.tables import Cell, Kind, table
from bpm2sop.writers.docx.tags import (
    band_tag,
    field_tag,
    head_tag,
    list_head,
    list_tag,
    name_tag,
    row_tag,
)
from bpm2sop.writers.docx.words import MISSING, Look, Marks, paragraphs
from bpm2sop.writers.marks import Mark, mark_of
from bpm2sop.writers.office.exported import Exported, actor_tag

_HEAD = "E8EDF7"
_PAD = 6
_EMPTY = Look(Font(16), Align.CENTRE)


@dataclass(slots=True)
class Sheets:
    """Paints the pages of one SOP. What can be read back is noted in `exported` and named by `marks`."""

    sop: Sop
    exported: Exported = field(default_factory=Exported)
    marks: Marks = field(default_factory=Marks)

    def identity(self, page: IdentityPage, about: str) -> str:
        """Return the table of an identity page."""
        frame = next((box for box in page.boxes if box.part is Part.FRAME), None)
        cells = [
            self._letterhead(box, frame)
            if frame is not None and box.part is Part.LETTERHEAD
            else self._box(box)
            for box in page.boxes
            if box.part not in {Part.FRAME, Part.LOGO}
        ]
        return table(cells, Kind(pad=_PAD, about=about))

    def flow(self, page: Page, about: str) -> str:
        """Return the table of a flowchart page, its heads repeated where a person makes it longer."""
        cells = [*self._heads(page)]
        for number, row in enumerate(page.rows):
            cells += self._row(page, row, number)
        heads = len({box.box.y for box in page.header})
        return table(cells, Kind(heads=heads, about=about))

    def _letterhead(self, box: TextBox, frame: TextBox) -> Cell:
        """Return the letterhead's cell, its words where the model has them below the logo's place."""
        lines = box.text.lines
        free = box.box.y - frame.box.y + (box.box.h - len(lines) * box.text.line_height) // 2
        look = _look(box)._replace(before=max(0, free))
        return Cell(frame.box, paragraphs(lines, look), top=True)

    def _box(self, box: TextBox) -> Cell:
        """Return a ruled box: a name, a field, or a list under its head."""
        if box.part is Part.HEADING:
            look = _look(box, before=_PAD if box.text.top else 0)
            mark = self.marks.mark(name_tag(box.name))
            return Cell(box.box, paragraphs(_lines(box), look, mark=mark), top=box.text.top)
        parts = self.exported.identity.setdefault(box.name, [])
        heads = box.text.heads
        words = unwrapped(box) if heads else "\n".join(_lines(box))
        parts.append(words)
        mark = self.marks.mark(field_tag(box.name, len(parts)))
        look = _marked(_look(box, before=_PAD if box.text.top else 0), box)
        if not heads:
            content = paragraphs(words.split("\n"), look, mark=mark)
            return Cell(box.box, content, top=box.text.top or box.text.clipped)
        bold = look._replace(font=look.font._replace(bold=True), italic=False, shade="")
        head = paragraphs(box.text.lines[:heads], bold, mark=mark)
        self.exported.heads[list_head(box.name)] = "\n".join(box.text.lines[:heads])
        again = self.marks.mark(list_tag(box.name, len(parts)))
        below = paragraphs(words.split("\n"), look._replace(before=0), mark=again)
        return Cell(box.box, head + below, top=True)

    def _heads(self, page: Page) -> Iterator[Cell]:
        actors = {actor.id for actor in self.sop.actors}
        for box in page.header:
            words = "\n".join(_lines(box))
            if box.part is Part.NUMBER:
                mark = self.marks.mark(band_tag(page.number, 0, f"number{box.name}"))
                yield Cell(box.box, paragraphs((words,), _look(box), mark=mark), _HEAD)
                continue
            tag = actor_tag(box.name, self.sop) if box.name in actors else box.name
            self.exported.heads[tag] = words
            mark = self.marks.mark(head_tag(page.number, tag))
            yield Cell(box.box, paragraphs(words.split("\n"), _look(box), mark=mark), _HEAD)

    def _row(self, page: Page, row: Row, number: int) -> Iterator[Cell]:
        boxes = {box.name: box for box in row.cells}
        texts: dict[str, str] = {}
        for column in page.columns:
            place = Box(column.x, row.y, column.w, row.h)
            if column.kind is ColumnKind.ACTOR:
                yield Cell(place, paragraphs((), _EMPTY))
                continue
            kind = column.kind.value
            mark = self.marks.mark(self._tag(page, row, number, kind))
            box = boxes.get(kind)
            if box is None:
                yield Cell(place, paragraphs((), _EMPTY, mark=mark))
                continue
            texts[kind] = words = "\n".join(_lines(box))
            content = paragraphs(words.split("\n"), _marked(_look(box), box, row), mark=mark)
            yield Cell(place, content, top=box.text.clipped)
        if row.kind is RowKind.STEP and row.step is not None:
            self.exported.rows[row.step] = texts

    def _tag(self, page: Page, row: Row, number: int, column: str) -> str:
        if row.kind is RowKind.STEP and row.step is not None:
            return row_tag(len(self.exported.rows) + 1, column)
        return band_tag(page.number, number, column)


def _look(box: TextBox, *, before: int = 0) -> Look:
    """Return the look of a box; what is only assumed is in italics."""
    text = box.text
    return Look(text.font, text.align, CellSource.ASSUMED in box.sources, before, text.line_height)


def _marked(look: Look, box: TextBox, row: Row | None = None) -> Look:
    """Mark the line that waits for what is not in the map; a whole box in colour would be too much on paper."""
    return look._replace(shade=MISSING) if mark_of(box, row) is Mark.NONE else look


def _lines(box: TextBox) -> tuple[str, ...]:
    """Return the words of a box a line each, for a program that wraps for itself; a clipped text as it was cut."""
    return box.text.lines if box.text.clipped else tuple(clean(box.full).split("\n"))


def unwrapped(box: TextBox) -> str:
    """Return a list's lines with those of one item joined again; as they stand where that cannot be told."""
    kept = box.text.lines[box.text.heads :]
    lines = list(kept)
    items = []
    full = clean(box.full)
    for number, item in enumerate(full.split("\n") if full else (), 1):
        wanted = {_squeezed(item): item, _squeezed(f"{number}. {item}"): f"{number}. {item}"}
        taken = ""
        while lines and taken not in wanted:
            taken += _squeezed(lines.pop(0))
        if taken not in wanted:
            return "\n".join(kept)
        items.append(wanted[taken])
    return "\n".join([*items, *lines])


def _squeezed(line: str) -> str:
    return "".join(line.split())
