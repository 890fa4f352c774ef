"""`bpm2sop phrase`: the step text that would be proposed for labels."""

from __future__ import annotations

import sys

import click

from bpm2sop.cli.options import json_option, label_language_option
from bpm2sop.cli.talk import EXIT_DONE, print_json
from bpm2sop.wording import Language, phrase


@click.command("phrase")
@label_language_option
@click.option(
    "--form",
    type=click.Choice(["men", "imperative"]),
    default="men",
    show_default=True,
    help="Indonesian verb form.",
)
@json_option
def command(language: Language | None, form: str, *, as_json: bool) -> int:
    """Read labels from standard input, one a line, and print the proposed step text, one a line."""
    lines = [
        line.rstrip("\r")
        for line in sys.stdin.buffer.read().decode("utf-8-sig", "replace").split("\n")
    ]
    if lines and not lines[-1]:
        lines.pop()
    proposals = [
        phrase(line, language=language, form="imperative" if form == "imperative" else "men")
        for line in lines
    ]
    if as_json:
        print_json(
            [
                {"label": p.label, "text": p.text, "rule": p.rule, "language": p.language}
                for p in proposals
            ]
        )
    else:
        for proposal in proposals:
            click.echo(proposal.text)
    return EXIT_DONE
