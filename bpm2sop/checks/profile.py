"""Which findings count, and how much: the `[checks]` table of `bpm2sop.toml`.

[checks]
branch-unlabelled = "error"      # off, info, warning or error
actors-one-only = "off"

[[checks.accept]]
rule = "gateway-inclusive"
element = "Gateway_1"
file = "a.bpmn"                  # may be left out: then in every file
reason = "Agreed with the licensing unit"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bpm2sop.checks.registry import CHECKS
from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity

OFF = "off"
LEVELS: Mapping[str, Severity | None] = {OFF: None} | {str(level): level for level in Severity}
OWN_RULES = frozenset(check.rule for check in CHECKS)
_ACCEPT = "accept"
_NEEDED = ("rule", "element", "reason")
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]*?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"'-]+?)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


class Acceptance(NamedTuple):
    """One finding that a person lives with. `file` empty stands for any file."""

    rule: str
    element: str
    reason: str
    file: str = ""

    def covers(self, finding: Finding) -> bool:
        """Tell whether it speaks of this finding."""
        same_file = self.file in ("", finding.file)
        return same_file and self.rule == finding.rule and self.element in finding.elements


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Severity by rule, where it differs from the rule's own (None: off), and what is accepted."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    accepted: tuple[Acceptance, ...] = ()


class Judged(NamedTuple):
    """A finding under a profile: with the profile's severity, and the reason if a person accepted it."""

    finding: Finding
    accepted: str | None = None


def judge(findings: Iterable[Finding], profile: Profile) -> tuple[Judged, ...]:
    """Apply a profile: rules that are off are left out, accepted findings stay and say why."""
    return tuple(_judged(findings, profile))


def _judged(findings: Iterable[Finding], profile: Profile) -> Iterator[Judged]:
    accepted: dict[tuple[str, str], list[Acceptance]] = {}
    for one in profile.accepted:
        accepted.setdefault((one.rule, one.element), []).append(one)
    for finding in findings:
        severity = profile.severities.get(finding.rule, finding.severity)
        if severity is None:
            continue
        keys = ((finding.rule, element) for element in finding.elements)
        reasons = (
            one.reason for key in keys for one in accepted.get(key, ()) if one.covers(finding)
        )
        yield Judged(finding._replace(severity=severity), next(reasons, None))


def parse_profile(text: str, file: str, *, rules: Collection[str] = OWN_RULES) -> Profile:
    """Read a profile from the text of `bpm2sop.toml`; tables other than `[checks]` are not looked at.

    Args:
        text: The whole file.
        file: Its name, for messages.
        rules: All rules that may be named: those of readers and SOP checks belong here too.

    Raises:
        Refused: If the text is no TOML, or a key or value is not one that a profile knows.
    """
    try:
        table = tomllib.loads(text).get("checks", {})
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, text, file) from error
    reading = _Reading(text, file, frozenset(rules))
    if not isinstance(table, dict):
        raise reading.refused("profile-value", "", key="checks", value=str(table))
    severities = {
        rule: reading.severity(rule, value) for rule, value in table.items() if rule != _ACCEPT
    }
    entries = table.get(_ACCEPT, [])
    if not isinstance(entries, list):
        raise reading.refused("profile-value", "checks", key=_ACCEPT, value=str(entries))
    accepted = tuple(reading.acceptance(index, entry) for index, entry in enumerate(entries))
    return Profile(severities=severities, accepted=accepted)


def _not_toml(error: tomllib.TOMLDecodeError, text: str, file: str) -> Refused:
    """Turn the parser's words about a place into a place."""
    found = _AT_LINE.search(str(error))
    detail = _AT_LINE.sub("", str(error)).strip()
    if found and found[1]:
        where = Where(file=file, line=int(found[1]), column=int(found[2]))
    else:
        where = Where(file=file, line=text.count("\n") + 1)
    return Refused("profile-not-toml", where, {"detail": detail})


class _Reading:
    """A file being read, for the lines of its keys."""

    def __init__(self, text: str, file: str, rules: frozenset[str]) -> None:
        """Keep what messages need."""
        self.file = file
        self.rules = rules
        self.lines = _lines(text)

    def refused(
        self, code: str, table: str, *, key: str, number: int = 0, **params: str
    ) -> Refused:
        """Make a refusal that points at a key of a table, else at the table itself."""
        line = self.lines.get((table, number, key)) or self.lines.get((table, number, ""))
        return Refused(code, Where(file=self.file, line=line), {"key": key, **params})

    def severity(self, rule: str, value: object) -> Severity | None:
        """Read one rule's severity."""
        if rule not in self.rules:
            raise self.refused("profile-unknown-rule", "checks", key=rule, rule=rule)
        if not isinstance(value, str) or value not in LEVELS:
            raise self.refused("profile-value", "checks", key=rule, value=str(value))
        return LEVELS[value]

    def acceptance(self, number: int, entry: object) -> Acceptance:
        """Read one accepted finding."""
        if not isinstance(entry, dict):
            raise self.refused("profile-value", "checks", key=_ACCEPT, value=str(entry))
        for key, value in entry.items():
            if key not in Acceptance._fields:
                raise self.refused(
                    "profile-unknown-key", "checks.accept", key=str(key), number=number
                )
            if not isinstance(value, str):
                raise self.refused(
                    "profile-value", "checks.accept", key=key, number=number, value=str(value)
                )
        for key in _NEEDED:
            if not entry.get(key, "").strip():
                raise self.refused("profile-missing-key", "checks.accept", key=key, number=number)
        if (rule := entry["rule"]) not in self.rules:
            raise self.refused(
                "profile-unknown-rule", "checks.accept", key="rule", number=number, rule=rule
            )
        return Acceptance(**entry)


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """Find the line of each key, by table, the table's number among those of its name, and key; the table's own line under ""."""
    found: dict[tuple[str, int, str], int] = {}
    seen: dict[str, int] = {}
    table, number = "", 0
    for line, content in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(content):
            table = header[1].replace(" ", "")
            number = seen.get(table, 0)
            seen[table] = number + 1
            found.setdefault((table, number, ""), line)
        elif key := _KEY.match(content):
            found.setdefault((table, number, key[1].strip("\"'")), line)
    return found
