"""An XML element as far as readers use one; lxml's own, whose class has no public name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, overload


class DocInfo(Protocol):
    """What stands before the root of a document."""

    @property
    def internalDTD(self) -> object:  # noqa: N802  (lxml's name)
        """A document type declaration, or None."""


class Tree(Protocol):
    """A parsed document."""

    @property
    def docinfo(self) -> DocInfo:
        """What stands before the root."""


class Element(Protocol):
    """An element of a parsed document, as far as readers use one."""

    tag: str
    text: str | None
    sourceline: int

    @property
    def attrib(self) -> Mapping[str, str]:
        """All attributes."""

    @property
    def nsmap(self) -> Mapping[str | None, str]:
        """Namespaces in scope, by prefix."""

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...
    def get(self, name: str, default: str | None = None) -> str | None:
        """Read an attribute."""

    def getparent(self) -> Element | None:
        """Give the element that holds this one."""

    def getroottree(self) -> Tree:
        """Give the document."""

    def find(self, path: str) -> Element | None:
        """Find the first child of a tag."""

    def iter(self, *names: str) -> Iterator[Element]:
        """Walk this element and all within it, or those of some tags."""

    def iterchildren(self, *names: str) -> Iterator[Element]:
        """Walk the children of some tags."""

    def itertext(self) -> Iterator[str]:
        """Walk all text within."""

    def __iter__(self) -> Iterator[Element]:
        """Walk the children."""

    def __len__(self) -> int:
        """Count the children."""
