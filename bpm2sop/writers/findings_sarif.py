"""A report as SARIF 2.1.0, which code hosts and editors show beside the file.

An accepted finding is a suppressed result; a file that was refused is a notification of the run, not a result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from bpm2sop import __version__
from bpm2sop.checks import CHECKS
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import FileStatus
from bpm2sop.sopchecks import SOP_CHECKS
from bpm2sop.wording import Language
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.findings_report import CheckedFile, Report, effect_of, rule_words

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_TONGUES = {Language.ID: "id", Language.EN: "en"}
_OWN: Mapping[str, Severity] = {check.rule: check.severity for check in CHECKS} | {
    check.rule: check.severity for check in SOP_CHECKS
}


def write_sarif(report: Report, language: Language) -> bytes:
    """Give the report as one SARIF log."""
    run = _run(report, language)
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1).encode() + b"\n"


def _run(report: Report, language: Language) -> dict[str, Any]:
    """Describe the one run."""
    read = [file for file in report.files if file.status is not FileStatus.REFUSED]
    found = {finding.rule for file in read for finding, _ in _all(file)}
    rules = {rule: index for index, rule in enumerate(sorted(found))}
    places = {file.name: index for index, file in enumerate(report.files)}
    return {
        "tool": {
            "driver": {
                "name": "bpm2sop",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, language) for rule in rules],
            }
        },
        "language": _TONGUES[language],
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(file) for file in report.files],
        "invocations": [_invocation(report, places, language)],
        "results": [
            _result(finding, reason, rules[finding.rule], places=places, language=language)
            for file in read
            for finding, reason in _all(file)
        ],
    }


def _all(file: CheckedFile) -> Iterator[tuple[Finding, str | None]]:
    """List what counts, then what was accepted, with the reason."""
    yield from ((finding, None) for finding in file.findings)
    yield from file.accepted


def _rule(rule: str, language: Language) -> dict[str, Any]:
    """Describe a rule: what it says, what that does to the SOP, what to do."""
    message, effect, hint = rule_words(rule, language)
    described: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": message},
        "help": {"text": " ".join(part for part in (effect, hint) if part) or message},
    }
    if effect:
        described["fullDescription"] = {"text": f"{message} {effect}"}
    if rule in _OWN:
        described["defaultConfiguration"] = {"level": _LEVELS[_OWN[rule]]}
    return described


def _artifact(file: CheckedFile) -> dict[str, Any]:
    """Describe a file."""
    described: dict[str, Any] = {"location": {"uri": _uri(file.name)}}
    if file.sha256:
        described["hashes"] = {"sha-256": file.sha256}
    return described


def _uri(name: str) -> str:
    """Write a file's name as a relative reference."""
    return quote(name.replace("\\", "/"), safe="/") or "-"


def _invocation(report: Report, places: Mapping[str, int], language: Language) -> dict[str, Any]:
    """Say whether every file could be read, and why one could not."""
    refused = [file for file in report.files if file.status is FileStatus.REFUSED]
    described: dict[str, Any] = {"executionSuccessful": not refused}
    if refused:
        described["toolExecutionNotifications"] = [
            {
                "descriptor": {"id": finding.rule},
                "level": "error",
                "message": {"text": " ".join(filter(None, finding_words(finding, language)))},
                "locations": [_location(finding, places)],
            }
            for file in refused
            for finding in file.findings
        ]
    return described


def _result(
    finding: Finding,
    reason: str | None,
    rule: int,
    *,
    places: Mapping[str, int],
    language: Language,
) -> dict[str, Any]:
    """Describe one finding; `rule` is the place of its rule in the list."""
    message, hint = finding_words(finding, language)
    told = (message, effect_of(finding, language), hint)
    described: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": " ".join(part for part in told if part)},
        "locations": [_location(finding, places)],
        "partialFingerprints": {"bpm2sop/v1": _fingerprint(finding)},
    }
    if reason is not None:
        described["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": reason}
        ]
    return described


def _location(finding: Finding, places: Mapping[str, int]) -> dict[str, Any]:
    """Point at the file, the line where there is one, and the elements."""
    artifact: dict[str, Any] = {"uri": _uri(finding.file)}
    if finding.file in places:
        artifact["index"] = places[finding.file]
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.elements:
        location["logicalLocations"] = [
            {"name": element, "kind": "element"} for element in finding.elements
        ]
    return location


def _fingerprint(finding: Finding) -> str:
    """Tell a finding from others, in whatever order or line it stands."""
    parts = (finding.rule, finding.file, *finding.elements)
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()
