"""Parts of pages that were rendered already, kept while what they show is the same value."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

from markupsafe import Markup

_MOST = 40_000_000
"""Characters of all parts together."""


def _slot() -> str:
    return f"slot-{secrets.token_hex(16)}"


@dataclass(slots=True)
class Fragments:
    """The parts asked for last. A part is of one value: another value under the same key has it rendered anew."""

    slot: str = field(default_factory=_slot)
    """Stands in a part where each answer has a form token of its own."""
    _held: OrderedDict[Hashable, tuple[object, Markup]] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, value: object, render: Callable[[], str]) -> Markup:
        """Give the part that shows a value; a template has escaped all that is in it."""
        with self._lock:
            known = self._held.get(key)
            if known is not None and known[0] is value:
                self._held.move_to_end(key)
                return known[1]
        made = Markup(render())  # noqa: S704  (rendered by a template with escaping on)
        with self._lock:
            _, old = self._held.pop(key, (None, Markup()))
            self._held[key] = (value, made)
            self._size += len(made) - len(old)
            while self._size > _MOST and self._held:
                _, (_, lost) = self._held.popitem(last=False)
                self._size -= len(lost)
        return made
