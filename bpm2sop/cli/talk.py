"""What the commands share: exit codes, and how they speak."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bpm2sop.errors import Refused, StoreProblem
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.wording import Language, say
from bpm2sop.writers.findings_text import finding_line, grouped_lines, weighed_line

EXIT_DONE, EXIT_FINDINGS, EXIT_USAGE, EXIT_REFUSED, EXIT_STORE, EXIT_PARTLY, EXIT_INTERRUPTED = (
    0,
    1,
    2,
    3,
    4,
    5,
    130,
)

FailOn = Literal["error", "warning", "never"]
_TOKEN = re.compile(r"[0-9a-f]{16}|p-[0-9a-f]+")
"""An id that a workspace gave."""
_WEIGHTS: Mapping[FailOn, frozenset[Severity]] = {
    "error": frozenset({Severity.ERROR}),
    "warning": frozenset({Severity.ERROR, Severity.WARNING}),
    "never": frozenset(),
}


def print_json(value: Any) -> None:  # noqa: ANN401  (whatever JSON can hold)
    """Print one JSON value to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def tell(words: str) -> None:
    """Say something to the person, on standard error; control characters are shown, not obeyed."""
    safe = "".join(c if c in "\n\t" or c.isprintable() else f"\\x{ord(c):02x}" for c in words)
    click.echo(safe, err=True)


def tell_line(words: str) -> None:
    """Say something in one line, whatever names of files it holds."""
    tell(words.replace("\n", "\\x0a"))


def refusal_code(refusal: Refused) -> int:
    """Choose the exit code of a refusal that concerns the whole call."""
    return EXIT_STORE if isinstance(refusal, StoreProblem) else EXIT_REFUSED


def tell_refusal(refusal: Refused, language: Language) -> None:
    """Say in one line what was refused, where and what to do."""
    finding = Finding(
        refusal.code,
        Severity.ERROR,
        refusal.where.file,
        refusal.where.line,
        (),
        tuple(refusal.params.items()),
    )
    tell_line(finding_line(_in_words(finding, language), language))


def _in_words(finding: Finding, language: Language) -> Finding:
    """Name right and roles of a refusal as the pages call them; an id of ours is no place that a person knows."""
    if finding.rule != "not-allowed":
        return finding
    params = dict(finding.params)
    params["right"] = say(language, f"web.right.{params['right']}")
    roles = params["roles"].split(", ")
    params["roles"] = ", ".join(say(language, f"web.role_of.{role}") for role in roles)
    place = "bpm2sop" if _TOKEN.fullmatch(finding.file) else finding.file
    return finding._replace(file=place or "bpm2sop", params=tuple(params.items()))


def tell_findings(
    findings: Iterable[Finding], fail_on: FailOn, language: Language, *, verbose: bool = False
) -> None:
    """Say what set the exit code, and all errors: findings of one rule in one file in one line, or each, with its warnings."""
    weights = {Severity.ERROR, *_WEIGHTS[fail_on]}
    if verbose:
        weights.add(Severity.WARNING)
    said = [finding for finding in findings if finding.severity in weights]
    if verbose:
        for finding in said:
            tell_line(weighed_line(finding, language))
    else:
        for line in grouped_lines(said, language):
            tell_line(line)


def exit_code(findings: Iterable[Finding], fail_on: FailOn, *, refused: int, files: int) -> int:
    """Choose the exit code of a run over files."""
    if refused:
        return EXIT_REFUSED if refused == files else EXIT_PARTLY
    weighty = any(finding.severity in _WEIGHTS[fail_on] for finding in findings)
    return EXIT_FINDINGS if weighty else EXIT_DONE


@contextmanager
def wrong_use(language: Language) -> Iterator[None]:
    """Make a refusal of what an option names wrong use of the program: one line, and its exit code."""
    try:
        yield
    except Refused as refusal:
        tell_refusal(refusal, language)
        raise click.exceptions.Exit(EXIT_USAGE) from refusal


@contextmanager
def progress(total: int | None, words: str) -> Iterator[Callable[[str], None]]:
    """Show a progress bar on a terminal; elsewhere stay silent. The yielded function marks one item as done."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _name: None
        return
    console = Console(stderr=True, no_color="NO_COLOR" in os.environ)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(words, total=total, name="")
        yield lambda name: bar.update(task, advance=1, name=name[-60:])
