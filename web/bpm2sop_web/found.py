"""Findings in words, as pages and answers show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.wording import messages
from bpm2sop_web.here import language
from bpm2sop_web.speaking import t

_AREAS = (("finding", "message"), ("refused", "title"))
_ORDER = tuple(Severity)


class Told(NamedTuple):
    """A finding in words, with its place."""

    severity: str
    message: str
    hint: str
    elements: tuple[str, ...]
    line: int | None
    rule: str


def told(findings: Iterable[Finding]) -> list[Told]:
    """Say findings, the heaviest first."""
    return [_told(finding) for finding in sorted(findings, key=_weight)]


def _weight(finding: Finding) -> int:
    return _ORDER.index(finding.severity)


def _told(finding: Finding) -> Told:
    message, hint = _words(finding)
    return Told(finding.severity.value, message, hint, finding.elements, finding.line, finding.rule)


def _words(finding: Finding) -> tuple[str, str]:
    """Say what was found and what to do."""
    sentences = messages(language()).sentences
    params = {"file": finding.file} | dict(finding.params)
    for area, name in _AREAS:
        key = f"{area}.{finding.rule}"
        try:
            return sentences[f"{key}.{name}"].format_map(params), sentences[
                f"{key}.hint"
            ].format_map(params)
        except KeyError:
            continue
    known = ", ".join(f"{name}: {value}" for name, value in finding.params)
    return t("finding.unworded", rule=finding.rule, params=known), ""
