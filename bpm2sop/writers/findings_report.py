"""What a check of a set found, by file, with the words that a reader of it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from bpm2sop.checks import Judged
from bpm2sop.model.findings import Finding
from bpm2sop.model.processmap import FileStatus
from bpm2sop.wording import Language, messages
from bpm2sop.writers.findings import finding_dict

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One map or SOP: what counts, and what a person has accepted."""

    name: str
    sha256: str
    status: FileStatus
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The files of a set, in the order in which they were given."""

    files: tuple[CheckedFile, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that count."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def accepted(self) -> tuple[Judged, ...]:
        """All findings that a person has accepted."""
        return tuple(judged for file in self.files for judged in file.accepted)

    @property
    def refused(self) -> int:
        """Count the files that could not be read."""
        return sum(file.status is FileStatus.REFUSED for file in self.files)


class ReportWriter(NamedTuple):
    """One format of a report."""

    format: str
    suffix: str
    write: Callable[[Report, Language], bytes]


class _Unfilled(dict[str, str]):
    """Fills every placeholder with dots."""

    def __missing__(self, _key: str) -> str:
        return _ELLIPSIS


def effect_of(finding: Finding, language: Language) -> str:
    """Say what a finding does to the SOP; empty where the catalogue does not say."""
    try:
        return _effect(finding.rule, language).format_map(dict(finding.params))
    except KeyError:
        # An SOP read back brings its sentences along, not the words that fill ours.
        return ""


def rule_words(rule: str, language: Language) -> tuple[str, str, str]:
    """Give message, effect and hint of a rule, with dots for what only a finding can fill in."""
    sentences = messages(language).sentences
    told = (
        sentences.get(f"finding.{rule}.message", rule),
        _effect(rule, language),
        sentences.get(f"finding.{rule}.hint", ""),
    )
    message, effect, hint = (sentence.format_map(_Unfilled()) for sentence in told)
    return message, effect, hint


def _effect(rule: str, language: Language) -> str:
    """Find what the catalogue says of a rule's effect: beside its message, or in the list of those that readers need."""
    sentences = messages(language).sentences
    return sentences.get(f"finding.{rule}.effect") or sentences.get(f"effect.{rule}", "")


def report_value(report: Report, language: Language) -> dict[str, Any]:
    """Describe a report as `bpm2sop/check/1`."""
    return {
        "schema": "bpm2sop/check/1",
        "files": [
            {
                "file": file.name,
                "sha256": file.sha256,
                "status": file.status.value,
                "findings": [finding_dict(finding, language) for finding in file.findings],
                "accepted": [
                    {"reason": judged.accepted, "finding": finding_dict(judged.finding, language)}
                    for judged in file.accepted
                ],
            }
            for file in report.files
        ],
    }
