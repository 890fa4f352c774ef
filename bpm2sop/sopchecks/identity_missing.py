"""Fields of the identity block are empty."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import asdict

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView

# A new SOP has not been revised, and need not refer to another.
_OPTIONAL = frozenset({"revised", "related"})


def _find(view: SopView) -> Iterator[Found]:
    """Count the fields that a person has yet to fill in."""
    identity = view.sop.identity
    cells = [cell for name, cell in asdict(identity).items() if name not in _OPTIONAL]
    empty = sum(not cell.value for cell in cells)
    if empty:
        yield Found((), {"count": str(empty), "of": str(len(cells))})


CHECK = SopCheck(
    rule="sop-identity-missing",
    code="L13",
    severity=Severity.WARNING,
    find=_find,
)
