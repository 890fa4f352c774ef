"""The four axes of an SOP's kind (PermenPANRB 35/2012), each with the reason for its value."""

from __future__ import annotations

import re
from dataclasses import replace

from bpm2sop.model.sop import ActorKind, Sop, Step
from bpm2sop.settings import Classes

_WORD = re.compile(r"[^\W_]+")


def classified(sop: Sop, classes: Classes) -> Sop:
    """Set nature and reach, and give the reason for each axis; extent and completeness come from the set's references."""
    acting = _acting(sop)
    nature = "technical" if len(acting) == 1 else "administrative"
    word = generic_word(sop.title, classes)
    reach = "generic" if word else "specific"
    kind = replace(sop.kind, nature=nature, reach=reach)
    reasons = (
        ("nature", f"{nature}-actors", str(len(acting))),
        ("extent", f"{kind.extent}-references", ""),
        ("completeness", f"{kind.completeness}-references", ""),
        ("reach", f"{reach}-word", word),
    )
    return replace(sop, kind=kind, kind_reasons=reasons)


def _acting(sop: Sop) -> set[str]:
    """Name the actors that do something: those of steps, and outside parties."""
    acting = {actor.id for actor in sop.actors if actor.kind is ActorKind.EXTERNAL}
    work: list[Step] = list(sop.steps)
    for step in work:
        acting |= set(step.actors)
        work += step.steps
    return acting


def generic_word(title: str, classes: Classes) -> str:
    """Give the generic function that a title names, or nothing."""
    words = f" {' '.join(_WORD.findall(title.casefold()))} "
    return next((word for word in classes.generic if f" {word.casefold()} " in words), "")
