"""Run all checks over one map."""

from __future__ import annotations

from bpm2sop.checks.check import Check, Found
from bpm2sop.checks.registry import CHECKS
from bpm2sop.checks.view import MapView
from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import ProcessMap


def check(process_map: ProcessMap, checks: tuple[Check, ...] = CHECKS) -> tuple[Finding, ...]:
    """Find what a person should look at before this map becomes an SOP; never refuses a map."""
    view = MapView(process_map)
    return tuple(_finding(rule, found, view) for rule in checks for found in rule.find(view))


def _finding(rule: Check, found: Found, view: MapView) -> Finding:
    """Give what was found its place and its words."""
    first = found.elements[0]
    words = {"element": first, "name": view.name(first), "count": str(len(found.elements))}
    words.update(found.params)
    return Finding(
        rule=rule.rule,
        severity=rule.severity,
        file=view.map.file,
        line=view.line(first),
        elements=found.elements,
        params=tuple(words.items()),
    )
