"""How much of a file is read: settings with safe defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds, each inclusive; a file beyond one is refused and the bound named."""

    size: int = 20_000_000
    """Bytes of the file."""
    elements: int = 50_000
    attributes: int = 200
    """Attributes of one element."""
    namespaces: int = 100
    """Namespaces in scope at one element."""
    depth: int = 250
    """Elements within elements; the XML library itself stops at 2,048."""
    id_length: int = 255
    label_length: int = 10_000
