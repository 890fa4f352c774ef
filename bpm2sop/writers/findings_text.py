"""A report as lines of text: one a finding, and what it does to the SOP below it where asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bpm2sop.model.findings import Finding
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.findings_report import Report, effect_of

_SHOWN = 3
"""Elements named in a line."""


def write_text(report: Report, language: Language) -> bytes:
    """Give the report as text, with what each finding does to the SOP."""
    told = text_lines(report, language, effects=True)
    return "".join(f"{line}\n" for line in told).encode(errors="backslashreplace")


def text_lines(report: Report, language: Language, *, effects: bool) -> Iterator[str]:
    """Give the report line by line; control characters are shown, not obeyed.

    With effects each finding has its line, without them those of one rule in one file share a line.
    """
    for file in report.files:
        if not effects:
            yield from grouped_lines(file.findings, language)
        for finding in file.findings if effects else ():
            yield _shown(weighed_line(finding, language))
            yield from _below(finding, language, effects=effects)
        for finding, reason in file.accepted:
            yield _shown(
                say(
                    language,
                    "report.accepted_line",
                    severity=_weight(finding, language),
                    finding=finding_line(finding, language),
                    reason=reason,
                )
            )
            yield from _below(finding, language, effects=effects)


def _below(finding: Finding, language: Language, *, effects: bool) -> Iterator[str]:
    """Say what a finding does to the SOP, in a line of its own."""
    effect = effect_of(finding, language) if effects else ""
    if effect:
        yield _shown("  " + say(language, "report.effect", effect=effect))


def grouped_lines(findings: Iterable[Finding], language: Language) -> Iterator[str]:
    """Put the findings of one rule in one file in one line: the first in full, then how many more and where."""
    groups: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.file, finding.rule, finding.severity].append(finding)
    for group in groups.values():
        first, *others = group
        line = weighed_line(first, language)
        if others:
            more = _places(others, language)
            line += " " + say(language, "report.more", count=len(others), places=more).rstrip()
        yield _shown(line)


def _places(findings: Sequence[Finding], language: Language) -> str:
    """Say in short where some findings are: by element, else by line."""
    lines = (say(language, "cli.line", line=f.line) if f.line is not None else "" for f in findings)
    places = [
        f.elements[0] if f.elements else line for f, line in zip(findings, lines, strict=True)
    ]
    named = list(dict.fromkeys(filter(None, places)))
    return ", ".join([*named[:_SHOWN], *(["…"] if len(named) > _SHOWN else [])])


def weighed_line(finding: Finding, language: Language) -> str:
    """Put a finding in one line, its weight first."""
    return f"{_weight(finding, language)}: {finding_line(finding, language)}"


def _weight(finding: Finding, language: Language) -> str:
    return say(language, f"page.severity_{finding.severity}")


def finding_line(finding: Finding, language: Language) -> str:
    """Put a finding in one line: file, line, element: what is wrong. What to do."""
    message, hint = finding_words(finding, language)
    name = dict(finding.params).get("name", "")
    place = [finding.file or "-"]
    if finding.line is not None:
        place.append(say(language, "cli.line", line=finding.line))
    if finding.elements:
        quoted = f'"{name}" ' if name and name not in finding.elements else ""
        place.append(f"{quoted}({', '.join(finding.elements[:_SHOWN])})")
    return f"{', '.join(place)}: {message} {hint}".strip()


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
