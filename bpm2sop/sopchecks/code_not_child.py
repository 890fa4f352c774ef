"""A code does not begin with that of the map above."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.atlas.codes import extends
from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView


def _find(view: SopView) -> Iterator[Found]:
    """Find codes that do not extend their parent's."""
    parent = view.around.parents.get(view.sop.key)
    if parent and view.sop.code and not extends(view.sop.code, parent):
        yield Found((), {"code": view.sop.code, "parent": parent})


CHECK = SopCheck(
    rule="sop-code-not-child",
    code="L17",
    severity=Severity.WARNING,
    find=_find,
)
