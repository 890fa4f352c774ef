"""What the views give: frozen values for pages, commands and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import Cell, Sop, Step
from bpm2sop.trace.fingerprints import Change
from bpm2sop.trace.matching_values import Candidate
from bpm2sop.trace.overlay import Field


class StepStatus(StrEnum):
    """Where a step is in its review; the last that holds."""

    FRESH = "fresh"
    NEW = "new"
    """It came with a later version of the map."""
    EDITED = "edited"
    REVIEWED = "reviewed"
    SUSPECT = "suspect"
    """The map says something else than when the step was reviewed."""
    CONFLICT = "conflict"


class ConflictView(NamedTuple):
    """Three texts of a cell: what both began with, what stands, and what the other says.

    `via` is empty where the other is the map, `fill` where it is a file that was sent in.
    """

    base: str
    ours: str
    theirs: str
    via: str = ""


class CellView(NamedTuple):
    """A cell: what stands (`value`, `source`), what the map says (`map`), and the version of what stands (`seen`).

    `entries` are the draft's cells with their elements and rules; `who` and `at` are those of the last edit. `reopened`
    tells that this edit took a submitted SOP back to draft.
    """

    key: str
    field: Field
    value: str
    source: str
    map: str
    map_source: str
    seen: int = 0
    who: str = ""
    at: str = ""
    entries: tuple[Cell, ...] = ()
    conflict: ConflictView | None = None
    reopened: bool = False


class CommentView(NamedTuple):
    """A remark on a step (`key`), an element, or the whole SOP. `gone` tells that its step is no longer there."""

    id: str
    key: str
    element: str
    text: str
    who: str
    at: str
    answers: str | None
    file_version: int
    resolved_by: str
    resolved_at: str
    version: int
    gone: bool = False

    @property
    def waits(self) -> bool:
        """Tell whether it waits for somebody: an answer waits with what it answers."""
        return not self.resolved_by and self.answers is None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A row. `step` is as it stands, `draft` as the map gives it."""

    step: Step
    draft: Step
    parent: str | None
    status: StepStatus
    why: tuple[Change, ...] = ()
    """Why it is suspect."""
    new_since: str = ""
    seen: str
    """Stands for the row as it is: an act on the row names what was seen of it."""
    cells: Mapping[Field, CellView]
    comments: tuple[CommentView, ...] = ()
    reviewed_by: str = ""
    reviewed_at: str = ""
    cleared_by: str = ""
    cleared_at: str = ""
    word: str = ""

    @property
    def key(self) -> str:
        """The key of the step."""
        return self.step.key

    @property
    def is_open(self) -> bool:
        """Tell whether somebody should look at it."""
        remark = any(comment.waits for comment in self.comments)
        return remark or self.status is not StepStatus.REVIEWED


class OrphanCell(NamedTuple):
    """Words that wait."""

    field: Field
    value: str
    who: str
    at: str


class Elsewhere(NamedTuple):
    """A step of another map's SOP: the SOP's id and title, the step's key and words."""

    sop: str
    title: str
    step: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrphanView:
    """What was written on a step, or an SOP, that the map no longer has."""

    id: str
    key: str
    sop: str | None
    """The id of the SOP that had it."""
    no: str
    label: str
    text: str
    cells: tuple[OrphanCell, ...]
    reviewed_by: str
    into: str | None
    """The step in which its element lies now, if in any."""
    file_version: int
    at: str
    version: int
    candidates: tuple[Candidate, ...] = ()
    """Steps that may be it, the likeliest first: the question to a person."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """Steps of other maps that say the same, where its own map has none."""


class EditionLine(NamedTuple):
    """What is known of an edition without opening it. `acts` tells who did what when.

    `sha256` is the hash of its JSON as it is given out: with number and dates once it is in force.
    """

    number: int
    stage: str
    sha256: str
    file_version: int
    sop_number: str
    effective: str
    revoked: str
    acts: Mapping[str, Mapping[str, str]]


class Counts(NamedTuple):
    """How many steps there are of each status, and what waits for a person."""

    steps: int = 0
    fresh: int = 0
    new: int = 0
    edited: int = 0
    reviewed: int = 0
    suspect: int = 0
    conflict: int = 0
    """Steps, and cells of title and identity."""
    conflicts: int = 0
    """Cells, those of title and identity too."""
    orphans: int = 0
    questions: int = 0
    comments: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SopView:
    """What the review page shows. `sop` is as it stands; `steps` are its rows, nested ones behind their parent."""

    id: str
    version: int
    key: str
    title: str
    state: str
    stage: str
    origin: str
    unit: str | None
    number: str
    file: str | None
    file_name: str
    file_version: int
    current_version: int
    sop: Sop
    head: Mapping[Field, CellView]
    steps: tuple[StepView, ...]
    comments: tuple[CommentView, ...]
    orphans: tuple[OrphanView, ...]
    findings: tuple[Finding, ...]
    editions: tuple[EditionLine, ...]
    acts: Mapping[str, Mapping[str, str]]
    """What was done to the working copy since the last edition: submitted, verified, sent back."""
    counts: Counts


class SopLine(NamedTuple):
    """An SOP in a list. `edition_stage` is that of its last edition; an earlier one may be in force beside it."""

    id: str
    key: str
    title: str
    code: str
    level: int | None
    number: str
    unit: str | None
    file: str | None
    origin: str
    state: str
    stage: str
    edition: int
    edition_stage: str
    conflicts: int
    suspects: int
    orphans: int
    version: int
    in_force: bool = False


class MapLine(NamedTuple):
    """A series of map versions in a list."""

    id: str
    name: str
    unit: str | None
    state: str
    version: int
    status: str
    exporter: str
    who: str
    at: str
    errors: int
    warnings: int
    sops: int


class VersionLine(NamedTuple):
    """One version of a map."""

    number: int
    sha256: str
    uploaded_as: str
    status: str
    exporter: str
    who: str
    at: str
    note: str


class PageView(NamedTuple):
    """A page of the atlas."""

    key: str
    title: str
    code: str
    level: int | None
    group: str
    owner: str
    kind: str
    parent: str
    link: str
    file: str | None
    element: str
    sop: SopLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """A series of map versions: what was found in the one shown, and the SOPs it gives."""

    id: str
    name: str
    unit: str | None
    state: str
    current: int
    shown: VersionLine
    versions: tuple[VersionLine, ...]
    findings: tuple[Finding, ...]
    sops: tuple[SopLine, ...]
    pages: tuple[PageView, ...]
    orphans: tuple[OrphanView, ...]


class SearchHit(NamedTuple):
    """Something found: `kind` is map, title, actor, step or element; `ref` names it within its SOP or map."""

    kind: str
    ref: str
    text: str
    sop: str | None
    title: str
    file: str | None
