"""Values in lots: a statement takes so many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_Value = TypeVar("_Value")
_MANY = 500


def in_lots(values: Sequence[_Value], size: int = _MANY) -> Iterator[Sequence[_Value]]:
    """Cut values into parts that fit in one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
