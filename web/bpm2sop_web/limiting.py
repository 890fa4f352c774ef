"""Slowing down who tries too often: a few free tries, then ever longer pauses."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

FREE = 5
"""Failures without a pause."""
_LONGEST = 300.0
"""Seconds; a key is forgotten when it was quiet for so long."""
_MOST_KEYS = 10_000


@dataclass(slots=True)
class _Tries:
    count: int = 0
    until: float = 0.0


@dataclass(slots=True)
class Limiter:
    """Counts failures by key (a login, an address) in this process."""

    clock: Callable[[], float] = monotonic
    _tries: OrderedDict[str, _Tries] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, *keys: str) -> int:
        """Tell how many seconds somebody with these keys has to wait; 0 lets them try."""
        now = self.clock()
        with self._lock:
            left = max(
                (self._tries[key].until - now for key in keys if key in self._tries), default=0
            )
        return max(0, round(left + 0.499))

    def failed(self, *keys: str) -> None:
        """Count a failure against each key."""
        now = self.clock()
        with self._lock:
            for key in keys:
                tries = self._tries.pop(key, _Tries())
                if now - tries.until > _LONGEST:
                    tries = _Tries()
                over = tries.count + 1 - FREE
                pause = min(_LONGEST, 2.0 ** min(over + 1, 9)) if over >= 0 else 0.0
                self._tries[key] = _Tries(tries.count + 1, now + pause)
            while len(self._tries) > _MOST_KEYS:
                self._tries.popitem(last=False)

    def passed(self, *keys: str) -> None:
        """Forget the failures of each key."""
        with self._lock:
            for key in keys:
                self._tries.pop(key, None)
