"""The rows of the review table: what a template needs beside the view itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from bpm2sop.model.sop import Next, NextKind, Step
from bpm2sop.trace.overlay import KINDS, Field
from bpm2sop.workspace.values import CellView, SopView, StepView

COLUMNS = (
    Field.TEXT,
    Field.ACTORS,
    Field.INPUTS,
    Field.TIME,
    Field.OUTPUTS,
    Field.REMARKS,
)
"""In the order of the form."""
HEAD = (
    Field.TITLE,
    Field.NUMBER,
    Field.CREATED,
    Field.REVISED,
    Field.EFFECTIVE,
    Field.APPROVED_BY,
    Field.LEGAL_BASIS,
    Field.QUALIFICATIONS,
    Field.RELATED,
    Field.EQUIPMENT,
    Field.WARNING,
    Field.RECORDS,
)
STATUSES = ("fresh", "new", "edited", "reviewed", "suspect", "conflict")


class Arrow(NamedTuple):
    """An arrow of a row: where it leads (or comes from), and what stands on it."""

    key: str
    no: str
    text: str
    label: str
    kind: str


class Row(NamedTuple):
    """One row."""

    view: StepView
    depth: int
    elements: str
    via: str
    after: tuple[Arrow, ...]
    before: tuple[Arrow, ...]
    remarks: int
    actors: str

    @property
    def step(self) -> Step:
        """The step as it stands."""
        return self.view.step

    def cell(self, name: Field) -> CellView | None:
        """Give one cell, if rows of this kind have it."""
        return self.view.cells.get(name)


def rows_of(view: SopView) -> list[Row]:
    """Give the rows of an SOP in table order."""
    steps = {one.key: one.step for one in view.steps}
    arriving: dict[str, list[Arrow]] = {}
    for one in view.steps:
        for arrow in one.step.next:
            arriving.setdefault(arrow.to, []).append(_arrow(arrow, one.key, steps))
    names = {actor.id: actor.name for actor in view.sop.actors}
    depths: dict[str, int] = {}
    rows = []
    for one in view.steps:
        depths[one.key] = depths.get(one.parent, -1) + 1 if one.parent is not None else 0
        actors = ", ".join(names.get(actor, actor) for actor in one.step.actors)
        rows.append(
            Row(
                view=one,
                depth=min(depths[one.key], 4),
                elements=_json([element.id for element in one.step.elements]),
                via=_json(list(dict.fromkeys(e for arrow in one.step.next for e in arrow.via))),
                after=tuple(_arrow(arrow, arrow.to, steps) for arrow in one.step.next),
                before=tuple(arriving.get(one.key, ())),
                remarks=sum(remark.waits for remark in one.comments),
                actors=actors,
            )
        )
    return rows


def _arrow(arrow: Next, end: str, steps: Mapping[str, Step]) -> Arrow:
    """Show an arrow by the step at its other end."""
    step = steps.get(end)
    label = arrow.label or (arrow.condition or "")
    kind = arrow.kind.value if arrow.kind is not NextKind.FLOW else ""
    return Arrow(end, step.no if step else "?", step.text if step else "", label, kind)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Axis(NamedTuple):
    """An axis of an SOP's classification: its cell, why it is so (a reason of the catalogues and its word), its values."""

    name: str
    cell: CellView
    reason: str
    word: str
    values: tuple[str, ...]


def axes_of(view: SopView) -> list[Axis]:
    """Give the classification of an SOP, axis by axis."""
    reasons = {axis: (reason, word) for axis, reason, word in view.sop.kind_reasons}
    found = []
    for field, values in KINDS.items():
        name = field.value.removeprefix("kind.")
        found.append(Axis(name, view.head[field], *reasons.get(name, ("", "")), values))
    return found


class Lost(NamedTuple):
    """An element of the map that no row has, with the reason."""

    element: str
    why: str


def lost_of(view: SopView) -> list[Lost]:
    """List what the map has and the table has not."""
    return [Lost(one.element, one.why) for one in view.sop.explained]
