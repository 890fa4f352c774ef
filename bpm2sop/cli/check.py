"""`bpm2sop check`: findings on maps, on the set they make, and on exported SOPs."""

from __future__ import annotations

from pathlib import Path

import click

from bpm2sop.cli.atlas import read_manifest
from bpm2sop.cli.files import need_folder, write_files
from bpm2sop.cli.options import (
    by_format,
    fail_on_option,
    formats_option,
    json_option,
    language_option,
    limit_option,
    manifest_option,
    output_option,
    paths_argument,
    source_limits,
)
from bpm2sop.cli.talk import FailOn, exit_code, print_json, progress, tell, wrong_use
from bpm2sop.readers import Limits
from bpm2sop.wording import Language, say
from bpm2sop.workspace.checking import CONFIG, check_sources, gather_checked, read_config
from bpm2sop.writers.findings_registry import REPORT_WRITERS
from bpm2sop.writers.findings_report import Report, ReportWriter, report_value
from bpm2sop.writers.findings_text import text_lines

_STEM = "check"
_TEXT = "text"


@click.command("check")
@paths_argument
@formats_option(by_format(REPORT_WRITERS), default=_TEXT)
@output_option()
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help=f"What counts and what is accepted; else {CONFIG} of the current folder.",
)
@manifest_option
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="List each finding in its line, with what it does to the SOP.",
)
@language_option
@limit_option
@fail_on_option
@json_option
def command(  # noqa: PLR0913  (one an option)
    *,
    paths: tuple[str, ...],
    writers: tuple[ReportWriter, ...],
    output: Path | None,
    config: Path | None,
    manifest_path: Path | None,
    verbose: bool,
    language: Language,
    limits: Limits,
    fail_on: FailOn,
    as_json: bool,
) -> int:
    """Say what the maps and exported SOPs in PATH have that a person should look at."""
    need_folder(writers, output, as_json=as_json)
    with wrong_use(language):
        profile = read_config(config)
    manifest = read_manifest(manifest_path)
    with progress(None, say(language, "report.checking")) as done:
        report = check_sources(
            gather_checked(paths, source_limits(limits)),
            profile,
            limits=limits,
            manifest=manifest,
            progress=done,
        )
    if output is not None:
        write_files(report, writers, output / _STEM, language)
    elif not as_json:
        _print(report, writers[0], language, verbose=verbose)
    if as_json:
        print_json(report_value(report, language))
    _tell(report, language)
    return exit_code(report.findings, fail_on, refused=report.refused, files=len(report.files))


def _print(report: Report, writer: ReportWriter, language: Language, *, verbose: bool) -> None:
    """Print the report in one format; text says as much as was asked for."""
    if writer.format != _TEXT:
        click.echo(writer.write(report, language), nl=False)
        return
    for line in text_lines(report, language, effects=verbose):
        click.echo(line)


def _tell(report: Report, language: Language) -> None:
    """Count files and findings in one line, and what was accepted in another."""
    tell(
        say(
            language,
            "cli.checked",
            files=len(report.files) - report.refused,
            findings=len(report.findings),
            refused=report.refused,
        )
    )
    if report.accepted:
        tell(say(language, "report.accepted", count=len(report.accepted)))
