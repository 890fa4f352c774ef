"""What tools say beside the standard, in extension elements of their own namespaces.

One file a tool's vocabulary, one line a vocabulary in `DIALECTS`. Nothing else reads extension
elements: they stay in the bytes of the file as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from bpm2sop.model.processmap import ElementId, Fact
from bpm2sop.readers.element import Element


class Dialect(NamedTuple):
    """A tool's vocabulary: the namespaces that it uses, and how to read one of its elements.

    `read` gets a child of `extensionElements` that is in one of the namespaces, and the id of the
    element extended.
    """

    name: str
    namespaces: frozenset[str]
    read: Callable[[Element, ElementId], tuple[Fact, ...]]


DIALECTS: Final[tuple[Dialect, ...]] = ()

_BY_NAMESPACE: Final = {uri: dialect for dialect in DIALECTS for uri in dialect.namespaces}


def facts(extensions: Element, owner: ElementId) -> tuple[Fact, ...]:
    """Read what known vocabularies say of an element."""
    found: list[Fact] = []
    for child in extensions:
        dialect = _BY_NAMESPACE.get(child.tag.partition("}")[0].removeprefix("{"))
        if dialect is not None:
            found.extend(dialect.read(child, owner))
    return tuple(found)
