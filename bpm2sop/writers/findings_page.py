"""A report as one self-contained page, by file: no script, no other file."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.processmap import FileStatus
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.findings_report import CheckedFile, Report, effect_of
from bpm2sop.writers.markup import Html, el, join, lines

_STYLE = Html("""
:root { color-scheme: light dark; --paper: #fffefb; --ink: #22262b; --soft: #5b626b; --rule: #d9d5cc; --accent: #0d5c63;
  --error: #a3231f; --error-pale: #fbe5e3; --warning: #7a4a00; --warning-pale: #fdebc8; --info: #1d4f91; --info-pale: #e0ebf9;
  --accepted: #1c6b3c; --accepted-pale: #e8f3ec; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #1d2024; --ink: #e6e4df; --soft: #a9aeb5; --rule: #3b4047;
  --accent: #7fcdd0; --error: #f5a19c; --error-pale: #432523; --warning: #f2c572; --warning-pale: #40321a; --info: #9dc1f5;
  --info-pale: #22324a; --accepted: #86d0a0; --accepted-pale: #1f3227; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 "Segoe UI", "Noto Sans", Roboto, Arimo, Arial, sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem); }
h1 { font-size: 1.7rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .15rem 0; }
a { color: var(--accent); }
:focus-visible { outline: .16rem solid var(--accent); outline-offset: .14rem; }
code { font: .88em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: .75rem; top: .75rem; background: var(--paper); padding: .5rem; }
.counts, .findings { list-style: none; margin: .5rem 0; padding: 0; }
.counts { display: flex; flex-wrap: wrap; gap: .4rem; }
.findings > li { display: grid; grid-template-columns: 6.5rem 1fr; gap: .75rem; padding: .6rem 0; border-top: 1px solid var(--rule); }
.weight { display: inline-block; padding: 0 .5rem; border-radius: .3rem; font-weight: 600; font-size: .875rem; justify-self: start;
  align-self: start; }
.error { color: var(--error); background: var(--error-pale); }
.warning { color: var(--warning); background: var(--warning-pale); }
.info { color: var(--info); background: var(--info-pale); }
.accepted { color: var(--accepted); background: var(--accepted-pale); }
.message { font-weight: 600; }
.place, .aside { color: var(--soft); font-size: .875rem; }
@media (max-width: 34rem) { .findings > li { grid-template-columns: 1fr; gap: .2rem; } }
@media print { .findings > li { break-inside: avoid; } nav, .skip { display: none; } }
""")
_POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'"
)


def write_page(report: Report, language: Language) -> bytes:
    """Give the report as one page."""
    title = say(language, "report.title")
    head = el(
        "head",
        lines(
            el("meta", charset="utf-8"),
            el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="color-scheme", content="light dark"),
            el("meta", name="generator", content="bpm2sop"),
            el("title", title),
            el("style", _STYLE),
        ),
    )
    told = [(number, file) for number, file in enumerate(report.files, start=1) if _says(file)]
    body = el(
        "body",
        lines(
            el("a", say(language, "report.skip"), class_="skip", href="#files"),
            el("header", lines(el("h1", title), _summary(report, language), _ways(told, language))),
            el(
                "main",
                lines(
                    *(_file(number, file, language) for number, file in told),
                    _silent(report, language),
                ),
                id="files",
            ),
        ),
    )
    page = el("html", "\n", head, "\n", body, "\n", lang=language.value)
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _says(file: CheckedFile) -> bool:
    """Tell whether there is anything to say of a file."""
    return bool(file.findings or file.accepted)


def _summary(report: Report, language: Language) -> Html:
    """Count the files, and the findings by weight."""
    counts = Counter(finding.severity for finding in report.findings)
    words = say(
        language,
        "cli.checked",
        files=len(report.files) - report.refused,
        findings=len(report.findings),
        refused=report.refused,
    )
    items = [
        (severity.value, _weight(severity, language), counts[severity]) for severity in Severity
    ]
    items.append(("accepted", say(language, "report.accepted_label"), len(report.accepted)))
    return lines(
        el("p", words),
        el(
            "ul",
            *(
                el("li", f"{label}: {count}", class_=f"weight {kind}")
                for kind, label, count in items
            ),
            class_="counts",
        ),
    )


def _weight(severity: Severity, language: Language) -> str:
    """Name a weight."""
    return say(language, f"page.severity_{severity}")


def _ways(told: list[tuple[int, CheckedFile]], language: Language) -> Html | None:
    """Link the files of a report that has several."""
    if len(told) < 2:  # noqa: PLR2004  (one file needs no way to it)
        return None
    items = (
        el("li", el("a", file.name, href=f"#file-{number}"), f" ({len(file.findings)})")
        for number, file in told
    )
    return el("nav", el("ul", *items), aria_label=say(language, "report.files"))


def _file(number: int, file: CheckedFile, language: Language) -> Html:
    """Give one file with its findings, what was accepted last."""
    items = [_finding(finding, None, language) for finding in file.findings]
    items += [_finding(judged.finding, judged.accepted, language) for judged in file.accepted]
    refused = file.status is FileStatus.REFUSED
    return el(
        "section",
        lines(
            el("h2", file.name, id=f"file-{number}"),
            el("p", say(language, "report.refused"), class_="aside") if refused else None,
            el("ul", "\n", lines(*items), "\n", class_="findings"),
        ),
        aria_labelledby=f"file-{number}",
    )


def _finding(finding: Finding, reason: str | None, language: Language) -> Html:
    """Give one finding: what, what it does to the SOP, what to do, where, and why it was accepted."""
    message, hint = finding_words(finding, language)
    effect = effect_of(finding, language)
    weight = _weight(finding.severity, language)
    if reason is not None:
        weight = say(language, "report.accepted_label")
    told = join(
        el("p", message, class_="message"),
        el("p", say(language, "report.effect", effect=effect)) if effect else None,
        el("p", say(language, "report.repair", hint=hint)) if hint else None,
        el("p", say(language, "report.reason", reason=reason)) if reason is not None else None,
        _place(finding, language),
    )
    kind = finding.severity.value if reason is None else "accepted"
    return el("li", el("span", weight, class_=f"weight {kind}"), el("div", told))


def _place(finding: Finding, language: Language) -> Html:
    """Name the rule, the line and the elements."""
    line = say(language, "page.line", line=finding.line) if finding.line else None
    parts = [Html(el("code", finding.rule)), line, *(el("code", one) for one in finding.elements)]
    shown = [part for part in parts if part]
    spaced = [piece for part in shown for piece in (", ", part)][1:]
    return el("p", *spaced, class_="place")


def _silent(report: Report, language: Language) -> Html | None:
    """Name the files of which there is nothing to say."""
    names = [file.name for file in report.files if not _says(file)]
    if not names:
        return None
    return el(
        "section",
        lines(
            el("h2", say(language, "report.silent"), id="silent"),
            el("ul", *(el("li", name) for name in names)),
        ),
        aria_labelledby="silent",
    )
