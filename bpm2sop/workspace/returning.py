"""What an exported file says now, in the words of the SOP's cells: the base, the file's words, and what is no cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bpm2sop.model.sop import Sop, Step
from bpm2sop.readback import Edit, Read, Stranger
from bpm2sop.trace.matching_spots import steps_of
from bpm2sop.trace.overlay import Field, head_cells, step_cells
from bpm2sop.wording import Language, say
from bpm2sop.workspace.written import HEAD

_COLUMNS = {
    "activity": Field.TEXT,
    "inputs": Field.INPUTS,
    "time": Field.TIME,
    "outputs": Field.OUTPUTS,
    "remarks": Field.REMARKS,
}


class Returned(NamedTuple):
    """A cell that the file changed: `base` is what it said when it was exported, `words` what it says now."""

    key: str
    field: Field
    base: str
    words: str


class Note(NamedTuple):
    """What the file changed that is no cell: said beside a step, or beside the whole SOP where `key` is empty."""

    key: str
    text: str


def returned_cells(read: Read) -> Iterator[Returned]:
    """Give the cells that a file changed, by the exported SOP's keys."""
    steps = {str(step.key): step for step, _ in steps_of(read.exported.steps)}
    for edit in read.edits:
        found = _returned(edit, read.exported, steps)
        if found is not None and found.words != found.base:
            yield found


def _returned(edit: Edit, sop: Sop, steps: Mapping[str, Step]) -> Returned | None:
    """Find the cell that a changed place of the file stands for; None where it is none."""
    if edit.key is None:
        name = _head_field(edit.field)
        if name is None:
            return None
        base = head_cells(sop)[name]
        return Returned(HEAD, name, base, _without_ours(edit, base))
    if edit.key not in steps or edit.field not in _COLUMNS:
        return None
    name = _COLUMNS[edit.field]
    base = step_cells(steps[edit.key])[name]
    return Returned(edit.key, name, base, _without_ours(edit, base))


def _head_field(name: str) -> Field | None:
    """Find the field of title or identity."""
    if name == "title":
        return Field.TITLE
    known = {field.value for field in Field}
    return Field(f"identity.{name}") if f"identity.{name}" in known else None


def _without_ours(edit: Edit, base: str) -> str:
    """Take out of a place's words the lines that we wrote there beside the cell's: where the flow goes, what repeats."""
    ours = Counter(_lines(edit.old)) - Counter(_lines(base))
    kept = []
    for line in _lines(edit.new):
        if ours[line]:
            ours[line] -= 1
        else:
            kept.append(line)
    return "\n".join(kept)


def _lines(text: str) -> list[str]:
    """Give the lines of a text, blanks put in order."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def notes_of(read: Read, file: str, language: Language) -> Iterator[Note]:
    """Tell what a file changed that is no cell: rows gone, new, moved or doubled; numbers, heads, columns."""
    steps = {str(step.key): step for step, _ in steps_of(read.exported.steps)}

    def note(key: str, kind: str, **words: str) -> Note:
        return Note(key, say(language, f"fill.{kind}", file=file, **words))

    for key in read.deleted:
        yield note(key, "row_gone", text=steps[key].text if key in steps else key)
    for key in read.moved:
        yield note(key, "row_moved", text=steps[key].text if key in steps else key)
    for stranger in read.added:
        yield note(stranger.after or HEAD, "row_new", words=_said(stranger))
    for conflict in read.conflicts:
        words = "; ".join(f"{edit.place}: {edit.new}" for edit in conflict.edits)
        yield note(conflict.key, "row_twice", words=words or ", ".join(conflict.places))
    for edit in read.edits:
        if _returned(edit, read.exported, steps) is None:
            words = f"{edit.place}: {edit.old} → {edit.new}"
            yield note(edit.key or HEAD, "no_cell", words=words)
    for aside in read.asides:
        yield note(aside.key or HEAD, f"aside_{aside.kind}", place=aside.place, words=aside.words)
    for name in read.lost:
        column = _COLUMNS.get(name.removeprefix("head:"))
        field = column.value if column is not None else name
        yield note(HEAD, "lost", words=say(language, f"diff.cell_{field}"))


def _said(stranger: Stranger) -> str:
    """Give the words of a row that was not exported."""
    return " | ".join(words for _, words in stranger.cells)
