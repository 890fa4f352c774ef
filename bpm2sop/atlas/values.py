"""What an atlas is made of: pages in a forest, calls between maps, proposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, NewType

from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import ElementId

PageKey = NewType("PageKey", str)


class Link(StrEnum):
    """How a link was found."""

    CALLED = "calledElement"
    NESTED = "nested"
    MANIFEST = "manifest"
    CODE = "code"
    NAME = "name"


class Group(StrEnum):
    """Group of processes (*kelompok proses*): *inti/utama*, *pendukung*, *manajemen/lainnya*."""

    CORE = "core"
    SUPPORT = "support"
    MANAGEMENT = "management"


class PageKind(StrEnum):
    """What a page is in its file: a whole map, a box that no map details, or a sub-process with flow of its own."""

    MAP = "map"
    BOX = "box"
    SCOPE = "scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One process of the atlas.

    `element` is the element of `file` that the page stands for. `scopes` are the scopes whose steps are its SOP; empty
    where the page has no flow. `level` counts from 0. `link` and
    `confidence` say how the parent was found.
    """

    key: PageKey
    kind: PageKind
    title: str
    file: str
    element: ElementId
    map: ElementId
    code: str | None = None
    level: int = 0
    group: Group | None = None
    owner: str = ""
    parent: PageKey | None = None
    link: Link | None = None
    confidence: float = 1.0
    scopes: tuple[ElementId, ...] = ()
    cross_functional: bool = False


class Call(NamedTuple):
    """Where a call, a collapsed sub-process or a box leads: a page, and the scopes in its file that hold its flow."""

    page: PageKey
    file: str
    scopes: tuple[ElementId, ...]
    link: Link
    confidence: float


class Proposal(NamedTuple):
    """A box or call whose name is nearly that of a map: for a person to accept, never a link by itself."""

    file: str
    element: ElementId
    name: str
    page: PageKey
    title: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasSettings:
    """How an atlas is built."""

    near: float = 0.85
    """Least similarity (0 to 1) of a name that is proposed."""
    accept_names: bool = False
    """Make links of the proposals, as a person who has looked at them may."""
    cross_functional_level: int = 3
    """Level of maps with flow that neither the manifest, a code nor a page above or below places."""
    top_segments: int | None = None
    """Segments of a code at level 0; None finds it from the set, or takes 1."""


Site = tuple[str, ElementId]
"""A file and an element in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """All maps of a set: pages (a parent before its children), calls, proposals and findings."""

    pages: tuple[Page, ...] = ()
    calls: Mapping[Site, Call] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    findings: tuple[Finding, ...] = ()

    def page_of(self) -> dict[tuple[str, ElementId], Page]:
        """Index the pages by file and each scope whose flow they hold."""
        return {(page.file, scope): page for page in self.pages for scope in page.scopes}
