"""A profile: what an agency decides about its SOPs, table by table as its TOML file has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bpm2sop.settings.logo import Logo


class ActorOrder(StrEnum):
    """How the columns of the actors are ordered."""

    APPEARANCE = "appearance"
    HIERARCHY = "hierarchy"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`[unit]`: who writes the SOPs, and what their numbers are made of."""

    agency: str = ""
    name: str = ""
    code: str = ""
    classification: str = ""
    """Classification of correspondence (*klasifikasi*), for `{klas}`."""
    year: str = ""
    month: int = 0
    """1 to 12, for `{bulan_romawi}`; 0 where not given."""
    logo: str = ""
    """Path of a picture, from the profile's own folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`[paper]`: size and free edges, in millimetres."""

    size: str = "A4"
    margin_top: float = 10
    margin_right: float = 10
    margin_bottom: float = 12.7
    margin_left: float = 10
    reserved: float = 0
    """Height kept free at the foot of each page for the note of an electronic signature."""
    signature: float = 25
    """Height kept for signature and stamp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`[form]` and `[form.labels]`: how the form is filled, and its own words where they differ from the standard ones."""

    capsules: str = "fold"
    """`fold`: start and end stand in the first and last step's row; `rows`: in rows of their own."""
    verbs: str = "men"
    """`men` or `imperative`: the form of Indonesian verbs in steps."""
    identity: bool = True
    column_numbers: bool = False
    """A row (1) (2) (3) under the table's head."""
    text_size: float = 8
    """In points: the table's cells."""
    label_size: float = 7
    """In points: the words on arrows."""
    identity_size: float = 10
    """In points: the identity sheet."""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """`[documents]`: what printed and office documents hold, and how their arrows are made."""

    appendices: bool = True
    """The map with step numbers, the proof sheet and the trace table come along."""
    connectors: str = "glued"
    """In workbooks: `glued` to their symbols, or `freeform`, drawn lines that any program shows alike."""
    shapes: str = "canvas"
    """In Word documents: in one `canvas` a page where arrows are glued, or `loose`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """`[number]`: the template of SOP numbers (empty: no numbers are proposed) and the first `{seq}`."""

    template: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """`[actors]`: the order of columns."""

    order: ActorOrder = ActorOrder.APPEARANCE
    by_hand: tuple[str, ...] = ()
    """Names from left to right, for the order `hand`; others follow as they appear."""
    ranks: tuple[str, ...] = ()
    """Posts from the highest to the lowest, for the order `hierarchy`."""
    external_first: bool = False
    """Outside parties come first in SOPs that they set going."""
    systems: tuple[str, ...] = ()
    """First words of actors that are no people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """`[decisions]`: the form's words for yes and no, and the agency's own words that mean them."""

    yes: str = ""
    no: str = ""
    means_yes: tuple[str, ...] = ()
    means_no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """`[texts]`: standard texts of the identity block, used where the map says nothing, and marked as assumed."""

    approved_by: str = ""
    legal_basis: str = ""
    qualifications: str = ""
    equipment: str = ""
    warning: str = ""
    records: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`[coverage]`: per cent of maps with an SOP from which each letter is given; below `c` it is D."""

    a: float = 100
    b: float = 50
    c: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """`[classes]`: words by which an SOP is known to be generic (*generik*): the same in every unit."""

    generic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """`[review]`: who may approve."""

    author_may_approve: bool = False
    """One may verify and approve what one wrote or submitted oneself: for offices of one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that a profile sets. `language` is that of our own words, `times` standard times by step text or label."""

    name: str = ""
    language: str = "id"
    unit: Unit = field(default_factory=Unit)
    paper: Paper = field(default_factory=Paper)
    form: Form = field(default_factory=Form)
    documents: Documents = field(default_factory=Documents)
    number: Numbering = field(default_factory=Numbering)
    actors: Actors = field(default_factory=Actors)
    decisions: Decisions = field(default_factory=Decisions)
    texts: Texts = field(default_factory=Texts)
    times: Mapping[str, str] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)
    classes: Classes = field(default_factory=Classes)
    review: Review = field(default_factory=Review)
    logo: Logo | None = None
    """The picture that `[unit] logo` names."""
    wording_file: str = ""
    """The house list's path as the profile gives it, from the profile's own folder."""
    wording: Mapping[str, str] = field(default_factory=dict)
    """The house list: accepted text by label."""
