"""The four axes of an SOP's kind (PermenPANRB 35/2012), each with the reason for its value."""

from __future__ import annotations

import re

from msgspec.structs import replace

from bpm2sop.model.sop import ActorKind, CellSource, NextKind, Sop, Step, StepKind
from bpm2sop.settings import Classes

_WORD = re.compile(r"[^\W_]+")


def classified(sop: Sop, classes: Classes) -> Sop:
    """Set nature and reach, and give the reason for each axis; extent and completeness come from the set's references."""
    acting = _acting(sop)
    alone = len(acting) == 1
    # Who refers elsewhere tells steps, not methods: no technical SOP.
    chain = alone and any(map(_refers, sop.steps))
    nature = "technical" if alone and not chain else "administrative"
    word = generic_word(sop.title, classes)
    reach = "generic" if word else "specific"
    kind = replace(sop.kind, nature=nature, reach=reach)
    reasons = (
        ("nature", "administrative-references" if chain else f"{nature}-actors", str(len(acting))),
        ("extent", f"{kind.extent}-references", ""),
        ("completeness", f"{kind.completeness}-references", ""),
        ("reach", f"{reach}-word", word),
    )
    return replace(sop, kind=kind, kind_reasons=reasons)


def extent_of(sop: Sop) -> str:
    """Tell macro from micro: a macro SOP refers to others, or holds parts with steps of their own."""
    whole = any(step.steps or _refers(step) for step in sop.steps)
    return "macro" if whole else "micro"


def completeness_of(sop: Sop, called: bool) -> str:  # noqa: FBT001 - one fact beside the SOP
    """Tell final from partial: an SOP is partial where it is called as a part and ends with no product of its own."""
    return "partial" if called and not any(map(_gives_product, sop.steps)) else "final"


def _gives_product(step: Step) -> bool:
    """Tell whether a step ends the SOP with something that the map names: an output, or an end with words."""
    if any(arrow.kind is NextKind.FLOW for arrow in step.next):
        return False
    named = any(cell.rule == "end" for cell in step.remarks)
    ends = step.kind is StepKind.EVENT and bool(step.label)
    return named or ends or any(cell.source is CellSource.MAP for cell in step.outputs)


def _refers(step: Step) -> bool:
    """Tell whether a step stands for another SOP."""
    return step.kind is StepKind.REFERENCE or step.refers_to is not None


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
