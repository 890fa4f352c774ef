"""Two actors of an SOP may be one."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView
from bpm2sop.wording import same_actor

_MOST = 40


def _find(view: SopView) -> Iterator[Found]:
    """Find names that differ in spelling or abbreviation only."""
    actors = view.sop.actors[:_MOST]
    for place, actor in enumerate(actors):
        for other in actors[place + 1 :]:
            if same_actor(actor.name, other.name) and same_actor(other.name, actor.name):
                yield Found((), {"name": actor.name, "other": other.name}, (actor.id, other.id))


CHECK = SopCheck(
    rule="sop-actor-duplicate",
    code="L18",
    severity=Severity.INFO,
    find=_find,
    told_by=("lane-duplicate-name", "actor-near-duplicate"),
)
