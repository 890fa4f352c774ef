"""How names are compared."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[\s_]+")


def folded(name: str) -> str:
    """Give a name without regard to case, to spaces and to a full stop at its end."""
    return _SPACE.sub(" ", name).strip(" .").casefold()
