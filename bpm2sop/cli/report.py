"""`bpm2sop report`: coverage for an assessor, of maps or of a workspace, and the evidence pack."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bpm2sop.cli.files import write_files
from bpm2sop.cli.options import (
    by_format,
    formats_option,
    json_option,
    language_option,
    misused,
    output_option,
    profile_option,
)
from bpm2sop.cli.store import acting, as_option, db_option, given, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, progress, tell, wrong_use
from bpm2sop.settings import load_profile
from bpm2sop.trace.ladders import Item
from bpm2sop.wording import Language, say
from bpm2sop.writers.report_registry import REPORT_WRITERS, ReportWriter

if TYPE_CHECKING:
    from bpm2sop.drafting import Settings
    from bpm2sop.trace.report import Report
    from bpm2sop.workspace.reporting import Asked

_STEM = "report"


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@formats_option(by_format(REPORT_WRITERS), default="html,xlsx,pdf")
@output_option()
@click.option(
    "--evidence",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.zip",
    help="The evidence pack of the workspace.",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="DATE",
    help="The day for which it is made (2026-01-31); today where none is named.",
)
@click.option("--regulation", default="", help="The regulation that enacts the process map.")
@click.option("--decree", default="", help="The decree that enacts the SOPs.")
@click.option(
    "--attest",
    "attested",
    multiple=True,
    type=click.Choice([Item.ZI_REFERS.value, Item.ZI_APPLIED.value]),
    help="An item for which an official attests an innovation.",
)
@db_option
@as_option
@profile_option(
    "Whose cut-offs and agency count; the workspace's own where none is named.", show_default=False
)
@language_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    paths: tuple[str, ...],
    writers: tuple[ReportWriter, ...],
    output: Path | None,
    evidence: Path | None,
    on: datetime | None,
    regulation: str,
    decree: str,
    attested: tuple[str, ...],
    db: str,
    login: str | None,
    profile_name: str,
    language: Language,
    as_json: bool,
) -> int:
    """Report coverage both ways, with letters, gaps and what is due: of the maps in PATH, or of the workspace."""
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.reporting import Asked

    if paths and evidence is not None:
        raise misused("evidence_paths")
    if output is None and evidence is None and not as_json:
        raise misused("report_where")
    with wrong_use(language):
        settings = Settings(language=language, profile=load_profile(profile_name))
    day = on.date() if on is not None else date.today()  # noqa: DTZ011  (the day where the person sits)
    asked = Asked(
        day,
        regulation,
        decree,
        tuple(map(Item, attested)),
        profile=settings.profile if given("profile_name") else None,
        language=language if given("language") else None,
    )
    made = (
        _of_maps(paths, asked, settings)
        if paths
        else _of_workspace(db, login, asked, settings, evidence=evidence)
    )
    _write(made, writers, output, language, as_json=as_json)
    return EXIT_DONE


def _of_maps(paths: tuple[str, ...], asked: Asked, settings: Settings) -> Report:
    """Make the report of maps that lie in no workspace."""
    from bpm2sop.sources import gather
    from bpm2sop.workspace import draft_sources
    from bpm2sop.workspace.reporting import report_of_run

    with progress(None, say(settings.language, "cli.drafting")) as done:
        run = draft_sources(gather(paths), settings, progress=lambda file: done(file.name))
    return report_of_run(run, asked, settings)


def _of_workspace(
    db: str, login: str | None, asked: Asked, settings: Settings, *, evidence: Path | None
) -> Report:
    """Make the report of a workspace, and its evidence pack where it is wanted."""
    from bpm2sop.workspace.evidence import evidence_pack
    from bpm2sop.workspace.output import make_folder, place
    from bpm2sop.workspace.reporting import report

    with opened(db, make=False, settings=settings, counts=True) as workspace:
        who = acting(workspace, login)
        if evidence is not None:
            make_folder(evidence.parent)
            place(evidence, evidence_pack(workspace, who, asked))
            tell(say(settings.language, "cli.evidence", file=str(evidence)))
        return report(workspace, who, asked)


def _write(
    made: Report,
    writers: tuple[ReportWriter, ...],
    output: Path | None,
    language: Language,
    *,
    as_json: bool,
) -> None:
    """Write the files, print the value, and say the ratios in one line."""
    from bpm2sop.writers.report_json import report_value

    if output is not None:
        write_files(made, writers, output / _STEM, language)
    if as_json:
        print_json(report_value(made, language))
    told = ", ".join(
        f"{say(language, f'coverage.ratio_{one.name}')} {one.ratio.covered}/{one.ratio.all} {one.letter}"
        for one in made.coverage
    )
    tell(f"{told}.")
