"""`bpm2sop backup`: all of a workspace in one file, while others work in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.store import db_option, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell
from bpm2sop.wording import Language, say


@click.command("backup")
@click.argument(
    "path", required=False, type=click.Path(dir_okay=False, path_type=Path), metavar="[FILE]"
)
@db_option
@language_option
@json_option
def command(*, path: Path | None, db: str, language: Language, as_json: bool) -> int:
    """Write a backup to FILE, a zip that is not there yet; else to one named for the time, in the current folder."""
    from bpm2sop.workspace.keeping import backup
    from bpm2sop.workspace.rights import OPERATOR

    path = path or Path(f"bpm2sop-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip")
    with opened(db, make=False) as workspace:
        made = backup(workspace, OPERATOR, path)
    if as_json:
        print_json({"file": str(path), "acts": made.acts, "head": made.head, "files": made.blobs})
    tell(say(language, "keep.backed_up", file=path, acts=made.acts, files=made.blobs))
    return EXIT_DONE
