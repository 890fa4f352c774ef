"""An SOP draft, as the contract's JSON has it (schema `bpm2sop/sop/1`), as frozen values.

What is kept in a store names its fields: a structure's may be added to, a named tuple's only at its end.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, NewType

from msgspec import Struct

from bpm2sop.model.findings import Finding

StepKey = NewType("StepKey", str)
SopKey = NewType("SopKey", str)


class CellSource(StrEnum):
    """Where a cell comes from."""

    MAP = "map"
    ASSUMED = "assumed"
    PERSON = "person"
    NONE = "none"


class Cell(NamedTuple):
    """One value with its provenance: `element` is the map element it comes from, `rule` the rule that assumed or phrased it."""

    value: str = ""
    source: CellSource = CellSource.NONE
    element: str | None = None
    rule: str | None = None


class StepKind(StrEnum):
    """What a step is."""

    ACTIVITY = "activity"
    DECISION = "decision"
    EVENT = "event"
    ROUTING = "routing"
    HANDLER = "handler"
    REFERENCE = "reference"


class Symbol(StrEnum):
    """Symbol of the step's row (PermenPANRB 35/2012 knows five; arrow and off-page connector belong to the drawing)."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"


class Wait(StrEnum):
    """Which arriving flows start a step: any, all of them, or some (all that can still arrive)."""

    ANY = "any"
    ALL = "all"
    SOME = "some"


class Split(StrEnum):
    """Which next steps are started: one is chosen, all, some are chosen, or the one whose event happens first."""

    ONE = "one"
    ALL = "all"
    SOME = "some"
    FIRST = "first"


class NextKind(StrEnum):
    """What an arrow is: flow of control, exception (boundary event), or a message (orders nothing)."""

    FLOW = "flow"
    EXCEPTION = "exception"
    MESSAGE = "message"


class Role(StrEnum):
    """What an element is in its step's block."""

    CORE = "core"
    START = "start"
    END = "end"
    MERGE = "merge"
    SYNC = "sync"
    SPLIT = "split"
    EVENT = "event"
    FLOW = "flow"


class BlockElement(NamedTuple):
    """One element of a block, with its BPMN tag as `type`."""

    id: str
    type: str
    role: Role


class Next(NamedTuple):
    """One arrow out of a step; `via` lists in order what it runs through."""

    to: StepKey
    kind: NextKind
    via: tuple[str, ...]
    interrupting: bool = True
    label: str = ""
    condition: str | None = None
    default: bool = False


class Step(Struct, frozen=True, kw_only=True, gc=False):
    """One row: a block of the map's flow nodes. `no` is the printed number ("4", "4.1")."""

    key: StepKey
    no: str
    kind: StepKind
    symbol: Symbol
    text: str
    label: str
    actors: tuple[str, ...]
    wait: Wait
    split: Split
    next: tuple[Next, ...] = ()
    inputs: tuple[Cell, ...] = ()
    time: Cell | None = None
    outputs: tuple[Cell, ...] = ()
    remarks: tuple[Cell, ...] = ()
    elements: tuple[BlockElement, ...] = ()
    refers_to: SopKey | None = None
    steps: tuple[Step, ...] = ()
    text_rule: str = ""
    """Rule that made `text` out of `label`; not in the JSON."""
    question: str = ""
    """Question of a decision, as the map has it; not in the JSON."""
    refers_name: str = ""
    """How people call the SOP that the step refers to: its title and code; not in the JSON."""

    @property
    def core(self) -> BlockElement | None:
        """The node that the step stands for; none where a person added the step."""
        for part in self.elements:
            if part.role is Role.CORE:
                return part
        return None

    @property
    def core_type(self) -> str:
        """BPMN tag of the node that the step stands for; empty where a person added the step."""
        core = self.core
        return core.type if core is not None else ""


class ActorKind(StrEnum):
    """What an actor is in the map."""

    LANE = "lane"
    PARTICIPANT = "participant"
    EXTERNAL = "external"


class Actor(Struct, frozen=True, kw_only=True, gc=False):
    """Who performs steps: a lane, a pool (or a process without lanes), or an external party. `path` runs from the pool inwards."""

    id: str
    name: str
    path: tuple[str, ...]
    kind: ActorKind
    elements: tuple[str, ...]


class Kind(Struct, frozen=True, kw_only=True, gc=False):
    """Classification of an SOP on its four axes (PermenPANRB 35/2012)."""

    nature: str = "administrative"
    extent: str = "macro"
    completeness: str = "final"
    reach: str = "specific"


class Identity(Struct, frozen=True, kw_only=True, gc=False):
    """The identity block's cells, in the form's order."""

    number: Cell = Cell()
    created: Cell = Cell()
    revised: Cell = Cell()
    effective: Cell = Cell()
    approved_by: Cell = Cell()
    legal_basis: Cell = Cell()
    qualifications: Cell = Cell()
    related: Cell = Cell()
    equipment: Cell = Cell()
    warning: Cell = Cell()
    records: Cell = Cell()


class Source(Struct, frozen=True, kw_only=True, gc=False):
    """Which map the SOP is from. `scopes` are the processes and sub-processes whose nodes the top list of steps covers."""

    file: str
    sha256: str
    map: str
    processes: tuple[str, ...]
    scopes: tuple[str, ...]


class Explained(NamedTuple):
    """A node or flow that no step holds, with its reason code."""

    element: str
    why: str


class Proof(Struct, frozen=True, kw_only=True, gc=False):
    """Counts of the proof: `nodes` = `in_steps` + `folded` + `explained`, over all scopes of the SOP; `flows` are sequence flows."""

    nodes: int
    in_steps: int
    folded: int
    explained: int
    flows: int
    rebuilds: bool


class RegionKind(StrEnum):
    """Kinds of region that get a heading."""

    LOOP = "loop"
    PARALLEL = "parallel"


class Region(NamedTuple):
    """Consecutive steps that repeat or run at the same time; not in the JSON, for headings and remarks."""

    kind: RegionKind
    first: StepKey
    last: StepKey


class Sop(Struct, frozen=True, kw_only=True, gc=False):
    """One SOP draft."""

    key: SopKey
    title: str
    source: Source
    code: str | None = None
    level: int | None = None
    language: str = "id"
    kind: Kind = Kind()
    identity: Identity = Identity()
    actors: tuple[Actor, ...] = ()
    steps: tuple[Step, ...] = ()
    explained: tuple[Explained, ...] = ()
    findings: tuple[Finding, ...] = ()
    proof: Proof
    regions: tuple[Region, ...] = ()
    kind_reasons: tuple[tuple[str, str, str], ...] = ()
    """Why `kind` is as it is: axis, reason (`reason.<name>` in the catalogues), what it rests on; not in the JSON."""
