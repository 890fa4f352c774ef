"""An SOP as it stands: the draft with what people typed laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from bpm2sop.model.sop import Cell, CellSource, Sop, Step, StepKey
from bpm2sop.trace.fingerprints import worded_remarks
from bpm2sop.trace.overlay import KINDS, Edit, Field
from bpm2sop.trace.performers import given_to, ordered_by, plain

HEAD = "identity."
ARROW = " → "
"""Between the map's name of an actor and the name in one SOP."""

Cells = Mapping[tuple[str, Field], Edit]


def standing(edits: Iterable[Edit]) -> dict[tuple[str, Field], Edit]:
    """Give the standing edit of each cell; what was given back to the map is left out."""
    latest = {(edit.key, edit.field): edit for edit in edits}
    return {cell: edit for cell, edit in latest.items() if edit.value is not None}


def called_here(words: str) -> dict[str, str]:
    """Read how actors are called in one SOP, by the plain form of the map's names; lines that say nothing are left out."""
    lines = (line.rpartition(ARROW) for line in words.split("\n"))
    return {plain(was): name for was, arrow, name in lines if arrow and was and name}


def overlaid(sop: Sop, cells: Cells) -> Sop:
    """Lay what people typed over a draft. A cell of several entries is one entry a line.

    Args:
        sop: the draft.
        cells: the standing edits by key and field; title and identity go by the SOP's key.
    """
    if not cells:
        return sop
    head = {name: edit.value or "" for (key, name), edit in cells.items() if key == sop.key}
    words = {
        name.value.removeprefix(HEAD): value
        for name, value in head.items()
        if name.value.startswith(HEAD)
    }
    typed: dict[str, dict[Field, str]] = {}
    for (key, name), edit in cells.items():
        typed.setdefault(key, {})[name] = edit.value or ""
    identity = {name: Cell(value, CellSource.PERSON) for name, value in words.items()}
    told = replace(
        _decided(sop, head),
        title=head.get(Field.TITLE, sop.title),
        identity=replace(sop.identity, **identity),
        steps=_steps(sop.steps, typed),
    )
    performers = {
        StepKey(key): cell[Field.ACTORS].split("\n")
        for key, cell in typed.items()
        if Field.ACTORS in cell and key != sop.key
    }
    order = head.get(Field.ACTOR_ORDER, "").split("\n")
    return ordered_by(given_to(told, performers), [name for name in order if name])


def _decided(sop: Sop, head: Mapping[Field, str]) -> Sop:
    """Classify an SOP as a person decided; the reason says so."""
    own = {axis.value.removeprefix("kind."): head[axis] for axis in KINDS if head.get(axis)}
    if not own:
        return sop
    reasons = tuple(
        (axis, f"{own[axis]}-person", "") if axis in own else (axis, reason, value)
        for axis, reason, value in sop.kind_reasons
    )
    return replace(sop, kind=replace(sop.kind, **own), kind_reasons=reasons)


def _steps(steps: tuple[Step, ...], typed: Mapping[str, Mapping[Field, str]]) -> tuple[Step, ...]:
    """Lay what was typed over steps and those below them; what has nothing stays the same value."""
    done = tuple(_step(step, typed) for step in steps)
    return steps if all(a is b for a, b in zip(done, steps, strict=True)) else done


def _step(step: Step, typed: Mapping[str, Mapping[Field, str]]) -> Step:
    """Lay what was typed over one step."""
    below = _steps(step.steps, typed)
    if below is not step.steps:
        step = replace(step, steps=below)
    words = typed.get(step.key)
    if words is None:
        return step
    if Field.TEXT in words:
        step = replace(step, text=words[Field.TEXT], text_rule="")
    if Field.TIME in words:
        step = replace(step, time=_cell(words[Field.TIME]))
    if Field.INPUTS in words:
        step = replace(step, inputs=_cells(words[Field.INPUTS]))
    if Field.OUTPUTS in words:
        step = replace(step, outputs=_cells(words[Field.OUTPUTS]))
    if Field.REMARKS in words:
        step = replace(step, remarks=_remarks(step, words[Field.REMARKS]))
    return step


def _cells(words: str) -> tuple[Cell, ...]:
    """Make cells of what a person typed, one a line."""
    return tuple(
        Cell(line.strip(), CellSource.PERSON) for line in words.split("\n") if line.strip()
    )


def _cell(words: str) -> Cell | None:
    """Make one cell of what a person typed; none of nothing."""
    line = " ".join(words.split())
    return Cell(line, CellSource.PERSON) if line else None


def _remarks(step: Step, words: str) -> tuple[Cell, ...]:
    """Put typed remarks in the place of the step's own; those on its region or the whole process stay."""
    own = {id(cell) for cell in worded_remarks(step)}
    first = next((at for at, cell in enumerate(step.remarks) if id(cell) in own), 0)
    before = (cell for cell in step.remarks[:first] if id(cell) not in own)
    after = (cell for cell in step.remarks[first:] if id(cell) not in own)
    return (*before, *_cells(words), *after)
