"""An activity's name joins two actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Severity

# "Sign and send …", "Memeriksa … dan mencatat …", "check … and send the …"; not "Memeriksa KTP dan berkas".
_JOINED = re.compile(
    r"\S\s*;\s*\S"
    r"|\s(?:lalu|kemudian|then)\s"
    r"|^\S+\s+(?:dan|serta|and)\s+\S"
    r"|\s(?:dan|serta)\s+me(?:ng|ny|m|n|l|r|w|y)\w\w"
    r"|\sand\s+\w+\s+(?:the|an?|it|them|to)\s",
    re.IGNORECASE,
)


def _find(view: MapView) -> Iterator[Found]:
    """Find activities in whose names a word or a semicolon joins two verbs."""
    for node in view.activities:
        if _joins_two(node.name):
            yield Found((node.id,))


@lru_cache(maxsize=8192)
def _joins_two(name: str) -> bool:
    return _JOINED.search(name) is not None


CHECK = Check(rule="label-two-actions", severity=Severity.INFO, find=_find)
