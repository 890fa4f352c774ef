"""What a tool's vocabulary is to the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

FILE: Final = ElementId("")
"""Owner of what is said of the file as a whole."""

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Dialect(NamedTuple):
    """A tool's vocabulary: how its namespaces are known, and how to read one of its elements.

    A namespace is the dialect's if it holds one of `marks`, for tools change the rest with their
    versions. `read` gets a child of `extensionElements` whose local name is in `tags` (any, where
    None), the id of the element extended and where to put what it says. `attributes` gives the
    kind of fact that an attribute holds which the dialect writes on a BPMN element itself.
    """

    name: str
    marks: tuple[str, ...]
    read: Callable[[Element, ElementId, Gleaned], None]
    tags: frozenset[str] | None = None
    attributes: Mapping[str, str] = _NONE

    def owns(self, namespace: str) -> bool:
        """Tell whether a namespace, in small letters, is this dialect's."""
        return any(mark in namespace for mark in self.marks)


def local(tag: str) -> str:
    """Give the name of a tag or attribute without its namespace."""
    return tag.rpartition("}")[2]
