"""What `fsck` tells."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """Something that is not as it was written. Words stand under `fsck.<code>`, filled with `params`."""

    code: str
    subject: str
    params: tuple[tuple[str, str], ...] = ()
