"""Names with values, in whatever shape a tool writes them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from bpm2sop.model.processmap import ElementId
from bpm2sop.readers.dialects.dialect import local
from bpm2sop.readers.dialects.gleaned import Gleaned
from bpm2sop.readers.element import Element

_NAMES: Final = ("name", "key", "Name", "Key", "typeName", "metaKey")
_VALUES: Final = ("value", "Value", "metaValue")
_INNER: Final = frozenset({"value", "Value", "metaValue", "Content"})
_MOST: Final = 1000
"""Elements looked at within one extension."""


def read_pairs(element: Element, owner: ElementId, gleaned: Gleaned, dialect: str) -> None:
    """Keep all names with values within an extension whose names are known."""
    for name, value in each_pair(element):
        gleaned.pair(owner, name, value, dialect)


def each_pair(element: Element) -> Iterator[tuple[str, str]]:
    """Give the names with values within an extension.

    A pair is an element with a name and a value as attributes, or with a name and a text, or a
    leaf in the first two levels whose own tag is the name.
    """
    tops = {element, *element} if len(element) else {element}
    for part in islice(element.iter(), _MOST):
        name = _first(part, _NAMES)
        if name is not None:
            yield name, _value(part)
        elif part in tops and not len(part) and part.text:
            yield local(part.tag), part.text


def _first(element: Element, names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(element.get, names)), None)


def _value(element: Element) -> str:
    """Read the value of a named element: an attribute, a child for it, or its text."""
    value = _first(element, _VALUES)
    if value is not None:
        return value
    for child in element:
        if local(child.tag) in _INNER:
            return child.text or ""
    return element.text or ""
