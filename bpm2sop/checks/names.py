"""How names are compared."""

from __future__ import annotations

import re
from functools import lru_cache

_SPACE = re.compile(r"[\s_]+")


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Give a name without regard to case, to spaces and to a full stop at its end."""
    return _SPACE.sub(" ", name).strip(" .").casefold()
