"""`bpm2sop diff`: what a revised map changes in the SOPs."""

from __future__ import annotations

from pathlib import Path

import click

from bpm2sop.cli.talk import (
    EXIT_DONE,
    EXIT_FINDINGS,
    EXIT_PARTLY,
    EXIT_REFUSED,
    json_option,
    language_option,
    print_json,
    progress,
    tell,
    wrong_use,
)
from bpm2sop.decompose import ScopeSetting
from bpm2sop.drafting import Settings
from bpm2sop.settings import SHIPPED, load_profile
from bpm2sop.sources import gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace.diffing import Compared, compare_sources
from bpm2sop.workspace.output import place
from bpm2sop.writers.diff_json import diff_value
from bpm2sop.writers.diff_registry import DIFF_WRITERS, DiffWriter
from bpm2sop.writers.diff_words import summary
from bpm2sop.writers.findings_text import finding_line

_STEM = "diff"


def _formats(
    _context: click.Context, _option: click.Parameter, text: str
) -> tuple[DiffWriter, ...]:
    """Find the writers of a comma-separated list."""
    known = {writer.format: writer for writer in DIFF_WRITERS}
    wanted = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [part for part in wanted if part not in known]
    if unknown or not wanted:
        raise click.BadParameter(f"{', '.join(unknown) or '-'}: not one of {', '.join(known)}")
    return tuple(known[part] for part in wanted)


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "writers",
    default="text",
    show_default=True,
    callback=_formats,
    help="text, json, html, separated by commas.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder for the files.",
)
@click.option(
    "--scope",
    type=click.Choice(["map", "process"]),
    default="map",
    show_default=True,
    help="One SOP a map, or one a process.",
)
@language_option
@click.option(
    "--profile",
    "profile_name",
    default=SHIPPED[0],
    show_default=True,
    metavar="sop-ap|plain|FILE",
    help="A profile that comes with the program, or a TOML file of your own.",
)
@json_option
def command(
    *,
    old: str,
    new: str,
    writers: tuple[DiffWriter, ...],
    output: Path | None,
    scope: ScopeSetting,
    language: Language,
    profile_name: str,
    as_json: bool,
) -> int:
    """Show what the maps in NEW change in the SOPs of the maps in OLD (files, folders, zips).

    Exits with 0 if no SOP differs, with 1 if any does.
    """
    if output is None and len(writers) > 1 and not as_json:
        raise click.UsageError("several formats need -o DIR")
    with wrong_use(language):
        profile = load_profile(profile_name)
    settings = Settings(scope=scope, language=language, profile=profile)
    with progress(None, say(language, "cli.drafting")) as done:
        made = compare_sources(
            gather([old]), gather([new]), settings, progress=lambda file: done(file.name)
        )
    for file in made.refused:
        for finding in file.findings:
            tell(finding_line(finding, language))
    if not made.nothing_read:
        _show(made, writers, output, language, as_json=as_json)
    return _exit_code(made)


def _show(
    made: Compared,
    writers: tuple[DiffWriter, ...],
    output: Path | None,
    language: Language,
    *,
    as_json: bool,
) -> None:
    """Write the difference where it is wanted, and say in one line what it is."""
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        for writer in writers:
            place(output / f"{_STEM}{writer.suffix}", writer.write(made.diff, language))
    if as_json:
        print_json(diff_value(made.diff))
    elif output is None:
        click.echo(writers[0].write(made.diff, language), nl=False)
    if as_json or output is not None:
        tell(summary(made.diff, language))


def _exit_code(made: Compared) -> int:
    """Choose the exit code: refusals before differences."""
    if made.refused:
        return EXIT_REFUSED if made.nothing_read else EXIT_PARTLY
    return EXIT_DONE if made.diff.same else EXIT_FINDINGS
