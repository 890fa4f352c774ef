"""`bpm2sop draft`: from maps to SOP drafts in a folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from bpm2sop.atlas import AtlasSettings
from bpm2sop.cli.atlas import read_manifest
from bpm2sop.cli.options import (
    by_format,
    chosen_of,
    engine_option,
    fail_on_option,
    json_option,
    language_option,
    level_option,
    limit_option,
    manifest_option,
    misread,
    output_option,
    paths_argument,
    profile_option,
    scope_option,
    source_limits,
    verbose_option,
)
from bpm2sop.cli.talk import FailOn, exit_code, print_json, progress, tell, tell_findings, wrong_use
from bpm2sop.decompose import ScopeSetting
from bpm2sop.drafting import Settings
from bpm2sop.engine import parse_engine
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.readers import Limits
from bpm2sop.settings import Profile, load_profile
from bpm2sop.sources import gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace import DraftRun, draft_sources, write_run, write_run_book
from bpm2sop.workspace.output import left_over
from bpm2sop.writers import WRITERS, Writer
from bpm2sop.writers.books import BOOKS

_FIRST = 5
"""So many names are enough to see what is meant."""


def _book(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Take only a name that says which kind of book is wanted."""
    if path is not None and path.suffix.lower() not in BOOKS:
        raise misread("unknown", value=path.name, known=", ".join(BOOKS))
    return path


@click.command("draft")
@paths_argument
@output_option("Folder for the drafts.", required=True)
@click.option(
    "--format",
    "writers",
    default="json",
    callback=chosen_of(by_format(WRITERS), always=("json",)),
    help="Formats, separated by commas.",
)
@scope_option
@language_option
@profile_option()
@engine_option
@manifest_option
@click.option(
    "--book",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_book,
    metavar="FILE.pdf|FILE.docx",
    help="All SOPs as one book: cover, contents, definitions.",
)
@level_option
@limit_option
@verbose_option
@fail_on_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    paths: tuple[str, ...],
    output: Path,
    writers: tuple[Writer, ...],
    scope: ScopeSetting,
    language: Language,
    profile_name: str,
    engine: str,
    manifest_path: Path | None,
    book: Path | None,
    level: int,
    limits: Limits,
    verbose: bool,
    fail_on: FailOn,
    as_json: bool,
) -> int:
    """Draft an SOP for every process map in PATH (file, folder, zip, or - for standard input)."""
    with wrong_use(language):
        profile, machines = load_profile(profile_name), parse_engine(engine)
    language = _language(language, profile)
    settings = Settings(
        scope=scope, language=language, profile=profile, cross_functional_level=level
    )
    with progress(None, say(language, "cli.drafting")) as done:
        run = draft_sources(
            gather(paths, limits=source_limits(limits)),
            settings,
            limits=limits,
            engine=machines,
            manifest=read_manifest(manifest_path),
            atlas_settings=AtlasSettings(cross_functional_level=level),
            progress=lambda file: done(file.name),
        )
    found: list[Finding] = []
    index = write_run(
        run, output, writers, language, profile=profile, engine=machines, told=found.append
    )
    findings = (*run.findings, *found)
    if book is not None:
        write_run_book(run, book, language, agency=profile.unit.agency, profile=profile)
    if as_json:
        print_json(index)
    tell_findings(findings, fail_on, language, verbose=verbose)
    _tell(run, findings, output, language)
    _tell_left_over(left_over(run, output, writers), output, language)
    return exit_code(findings, fail_on, refused=run.refused, files=len(run.files))


def _language(asked: Language, profile: Profile) -> Language:
    """Choose the language: the one asked for, else the profile's."""
    source = click.get_current_context().get_parameter_source("language")
    return Language(profile.language) if source is ParameterSource.DEFAULT else asked


def _tell(run: DraftRun, findings: Sequence[Finding], output: Path, language: Language) -> None:
    """Say what came of it as counts, and where all findings stand."""
    weights = [finding.severity for finding in findings]
    tell(
        say(
            language,
            "cli.drafted",
            sops=len(run.sops),
            files=len(run.files) - run.refused,
            folder=str(output),
            refused=run.refused,
            errors=weights.count(Severity.ERROR),
            warnings=weights.count(Severity.WARNING),
        )
    )
    if Severity.ERROR in weights or Severity.WARNING in weights:
        tell(say(language, "cli.all_findings"))
    sys.stderr.flush()


def _tell_left_over(names: list[str], output: Path, language: Language) -> None:
    """Warn of the files of earlier runs: they stay, and are easily taken for new ones."""
    if names:
        first = ", ".join(names[:_FIRST]) + (", …" if len(names) > _FIRST else "")
        tell(say(language, "cli.left_over", count=len(names), folder=str(output), names=first))
