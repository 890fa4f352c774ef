"""Values that were worked out once, as long as they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values asked for last, as many as weigh no more than the limit. Threads may share it."""

    def __init__(self, limit: int) -> None:
        """Begin with nothing."""
        self._limit = limit
        self._weight = 0
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """Give a value that is remembered."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: Key, value: Value, weight: int = 1) -> None:
        """Remember a value, and forget those that were not asked for the longest."""
        with self._lock:
            self._weight += weight - self._held.pop(key, (None, 0))[1]
            self._held[key] = (value, weight)
            while self._weight > self._limit and self._held:
                _, (_, lost) = self._held.popitem(last=False)
                self._weight -= lost

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._weight = 0
