"""`bpm2sop diff`: what a revised map changes in the SOPs."""

from __future__ import annotations

from pathlib import Path

import click

from bpm2sop.cli.files import need_folder, write_files
from bpm2sop.cli.options import (
    by_format,
    formats_option,
    json_option,
    language_option,
    output_option,
    profile_option,
    scope_option,
)
from bpm2sop.cli.talk import (
    EXIT_DONE,
    EXIT_FINDINGS,
    EXIT_PARTLY,
    EXIT_REFUSED,
    print_json,
    progress,
    tell,
    wrong_use,
)
from bpm2sop.decompose import ScopeSetting
from bpm2sop.drafting import Settings
from bpm2sop.settings import load_profile
from bpm2sop.sources import gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace.diffing import Compared, compare_sources
from bpm2sop.writers.diff_json import diff_value
from bpm2sop.writers.diff_registry import DIFF_WRITERS, DiffWriter
from bpm2sop.writers.diff_words import summary
from bpm2sop.writers.findings_text import finding_line

_STEM = "diff"


@click.command("diff")
@click.argument("old")
@click.argument("new")
@formats_option(by_format(DIFF_WRITERS), default="text")
@output_option()
@scope_option
@language_option
@profile_option()
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
    need_folder(writers, output, as_json=as_json)
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
        write_files(made.diff, writers, output / _STEM, language)
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
