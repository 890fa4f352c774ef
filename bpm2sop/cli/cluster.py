"""`bpm2sop cluster`: several machines that work for one."""

from __future__ import annotations

from pathlib import Path

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell
from bpm2sop.engine.certificates import DAYS, write_certificates
from bpm2sop.wording import Language, say


@click.group("cluster")
def command() -> None:
    """Several machines that work for one."""


@command.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=DAYS,
    show_default=True,
    help="How long the certificates hold.",
)
@language_option
@json_option
def init(*, folder: Path, days: int, language: Language, as_json: bool) -> int:
    """Write a private authority and certificates for scheduler, workers and clients to DIR."""
    paths = write_certificates(folder, days=days)
    if as_json:
        print_json({"files": [path.name for path in paths], "days": days})
    tell(say(language, "cli.cluster_written", folder=str(folder), days=days))
    return EXIT_DONE
