"""What people add to a draft, as a layer over it: edits by step and field, approvals, open conflicts, orphans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from msgspec.structs import asdict

from bpm2sop.model.sop import Sop, SopKey, Step, StepKey
from bpm2sop.trace.fingerprints import Fingerprints, worded_remarks
from bpm2sop.trace.matching_spots import values


class Field(StrEnum):
    """What a person may edit: cells of a step, or the title and identity cells of an SOP."""

    TEXT = "text"
    TIME = "time"
    INPUTS = "inputs"
    OUTPUTS = "outputs"
    REMARKS = "remarks"
    ACTORS = "actors"
    """Names of who performs the step."""
    TITLE = "title"
    NUMBER = "identity.number"
    CREATED = "identity.created"
    REVISED = "identity.revised"
    EFFECTIVE = "identity.effective"
    APPROVED_BY = "identity.approved_by"
    LEGAL_BASIS = "identity.legal_basis"
    QUALIFICATIONS = "identity.qualifications"
    RELATED = "identity.related"
    EQUIPMENT = "identity.equipment"
    WARNING = "identity.warning"
    RECORDS = "identity.records"
    ACTOR_ORDER = "actors.order"
    """Names of an SOP's actors from left to right; others follow as they appear. No cell: the map never contradicts it."""
    ACTOR_NAMES = "actors.names"
    """How actors are called in this SOP only, `name → new name` a line, by the map's names. No cell, for the same reason."""
    NATURE = "kind.nature"
    """The four axes of classification; the map never contradicts them either."""
    EXTENT = "kind.extent"
    COMPLETENESS = "kind.completeness"
    REACH = "kind.reach"


STEP_FIELDS = (
    Field.TEXT,
    Field.TIME,
    Field.INPUTS,
    Field.OUTPUTS,
    Field.REMARKS,
    Field.ACTORS,
)


KINDS = {
    Field.NATURE: ("administrative", "technical"),
    Field.EXTENT: ("macro", "micro"),
    Field.COMPLETENESS: ("final", "partial"),
    Field.REACH: ("generic", "specific"),
}
"""What each axis of classification may say."""


class Edit(NamedTuple):
    """One thing typed. `key` is that of a step, or of an SOP for title and identity.

    A cell of several entries is one entry a line. None gives the cell back to the map.
    """

    key: str
    field: Field
    value: str | None
    who: str
    when: str


class Approval(NamedTuple):
    """A step approved, with the fingerprints that were seen.

    `edit` is the number of the last edit that was seen, where edits are numbered; `cleared_by` and `cleared_at` say who said
    since that a change does no harm, `word` what was said.
    """

    key: StepKey
    seen: Fingerprints
    who: str
    when: str
    edit: int = 0
    cleared_by: str = ""
    cleared_at: str = ""
    word: str = ""


class Conflict(NamedTuple):
    """A cell that both the map and a person changed; `ours` stands until a person decides."""

    key: str
    field: Field
    base: str
    ours: str
    theirs: str


class Orphan(NamedTuple):
    """What was written on a step that the map no longer has, kept until a person confirms."""

    key: str
    sop: SopKey | None
    step: Step | None
    """The step as last drafted; None for an SOP's own cells, and for keys that no draft ever had."""
    edits: tuple[Edit, ...] = ()
    approvals: tuple[Approval, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    actors: tuple[str, ...] = ()
    """Names of who performed the step."""
    into: StepKey | None = None
    """The step in which its element lies now, if in any."""
    alone: bool = False
    """Whether no other step had its words when it went."""

    @property
    def has_words(self) -> bool:
        """Tell whether a person wrote on it; remarks alone wait for nobody."""
        return bool(self.edits or self.approvals or self.conflicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """All that people wrote on one draft. Edits stand in the order in which they were made."""

    edits: tuple[Edit, ...] = ()
    approvals: tuple[Approval, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    remarked: frozenset[str] = frozenset()
    """The steps with remarks: they are remembered when they go, so that remarks find them again."""

    def latest(self) -> dict[tuple[str, Field], Edit]:
        """Give the last edit of each cell."""
        return {(edit.key, edit.field): edit for edit in self.edits}

    def keys(self) -> frozenset[str]:
        """Name the steps and SOPs that people wrote on."""
        return frozenset(
            {edit.key for edit in self.edits} | {approval.key for approval in self.approvals}
        )

    def edited(self, edit: Edit) -> Overlay:
        """Add an edit; it settles the conflict of its cell."""
        cell = (edit.key, edit.field)
        left = tuple(one for one in self.conflicts if (one.key, one.field) != cell)
        return replace(self, edits=(*self.edits, edit), conflicts=left)

    def approved(self, approval: Approval) -> Overlay:
        """Approve a step; an earlier approval of it gives way."""
        others = tuple(one for one in self.approvals if one.key != approval.key)
        return replace(self, approvals=(*others, approval))

    def confirmed(self, key: str) -> Overlay:
        """Let an orphan go, as a person confirmed."""
        return replace(self, orphans=tuple(one for one in self.orphans if one.key != key))


def actor_names(sop: Sop) -> dict[str, str]:
    """Give the names of an SOP's actors by their ids."""
    return {actor.id: actor.name for actor in sop.actors}


def step_cells(step: Step, names: Mapping[str, str] | None = None) -> dict[Field, str]:
    """Give the words of a step's cells, one entry a line; who performs it only with the actors' names by their ids."""
    actors = (
        {}
        if names is None
        else {Field.ACTORS: "\n".join(names.get(one, one) for one in step.actors)}
    )
    return {
        Field.TEXT: step.text,
        Field.TIME: step.time.value if step.time is not None else "",
        Field.INPUTS: "\n".join(values(step.inputs)),
        Field.OUTPUTS: "\n".join(values(step.outputs)),
        Field.REMARKS: "\n".join(values(worded_remarks(step))),
        **actors,
    }


def head_cells(sop: Sop) -> dict[Field, str]:
    """Give the words of an SOP's title and identity block."""
    cells = {Field(f"identity.{name}"): cell.value for name, cell in asdict(sop.identity).items()}
    return {Field.TITLE: sop.title, **cells}
