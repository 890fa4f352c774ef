"""The related SOPs name one that is not in the set."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find names among the related SOPs that no SOP of the set bears."""
    titles = view.around.titles
    if titles is None:
        return
    named = [name.strip() for name in view.sop.identity.related.value.split(";")]
    unknown = [name for name in named if name and not {name, _bare(name)} & titles]
    if unknown:
        yield Found((), {"others": "; ".join(unknown)})


def _bare(name: str) -> str:
    """Take off the code or file that tells SOPs of one title apart."""
    return name.rpartition(" (")[0]


CHECK = SopCheck(
    rule="sop-related-unknown",
    code="L16",
    severity=Severity.INFO,
    find=_find,
)
