"""A step's text names its actor, who has a column."""

from __future__ import annotations

from collections.abc import Iterator

from bpm2sop.model.findings import Severity
from bpm2sop.model.sop import StepKind
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.view import SopView

_SHORTEST = 3


def _find(view: SopView) -> Iterator[Found]:
    """Find activities whose own actor stands in the text; a reference bears the title of another SOP."""
    for step in view.work:
        if step.kind is StepKind.REFERENCE:
            continue
        for actor in step.actors:
            name = view.names.get(actor, "")
            if _names(step.text, name):
                yield Found((step,), {"actor": name})
                break


def _names(text: str, name: str) -> bool:
    """Tell whether a text begins with an actor, says "by" it, or holds a name of several words."""
    words, actor = " ".join(text.casefold().split()), " ".join(name.casefold().split())
    if len(actor) < _SHORTEST or actor not in words:
        return False
    ways = [f"{actor} ", f"oleh {actor}", f"by {actor}", f"by the {actor}"]
    begins = words.startswith(ways[0])
    return begins or any(f" {way} " in f" {words} " for way in ways[1:] + [actor] * (" " in actor))


CHECK = SopCheck(
    rule="sop-actor-in-step",
    code="L06",
    severity=Severity.WARNING,
    find=_find,
)
