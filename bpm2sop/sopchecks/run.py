"""Run all checks over one SOP."""

from __future__ import annotations

from bpm2sop.model.findings import Finding
from bpm2sop.model.sop import Sop
from bpm2sop.sopchecks.check import Found, SopCheck
from bpm2sop.sopchecks.registry import SOP_CHECKS
from bpm2sop.sopchecks.view import Around, SopView, core_id

_NOTHING_AROUND = Around()


def check_sop(
    sop: Sop, around: Around = _NOTHING_AROUND, checks: tuple[SopCheck, ...] = SOP_CHECKS
) -> tuple[Finding, ...]:
    """Find where an SOP breaks the form's rules; what its own findings say already is not said again."""
    view = SopView(sop, around)
    return tuple(
        _finding(check, found, view)
        for check in checks
        for found in check.find(view)
        if not (check.told_by and _is_told(check, found, view))
    )


def _is_told(check: SopCheck, found: Found, view: SopView) -> bool:
    """Tell whether the SOP's own findings say the same of the same elements."""
    names = set(found.elements)
    for step in found.steps:
        names |= view.elements(step)
    if not names:
        names = set(view.told)
    return any(not view.told.get(name, frozenset()).isdisjoint(check.told_by) for name in names)


def _finding(check: SopCheck, found: Found, view: SopView) -> Finding:
    """Give what was found its place and its words."""
    cores = (core_id(step) for step in found.steps)
    elements = tuple(
        dict.fromkeys([*found.elements, *(core for core in cores if core is not None)])
    )
    first = found.steps[0] if found.steps else None
    words = {
        "name": first.text or first.label if first else view.sop.title,
        "no": first.no if first else "",
        "count": str(len(found.steps)),
    }
    words.update(found.params)
    return Finding(
        check.rule, check.severity, view.sop.source.file, None, elements, tuple(words.items())
    )
