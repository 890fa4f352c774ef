"""`bpm2sop restore`: a workspace out of a backup."""

from __future__ import annotations

from pathlib import Path

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.store import db_option
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell
from bpm2sop.wording import Language, say


@click.command("restore")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@db_option
@language_option
@json_option
def command(*, path: Path, db: str, language: Language, as_json: bool) -> int:
    """Make a workspace out of the backup FILE, where none is yet: at a path, or in an empty PostgreSQL database."""
    from bpm2sop.workspace.keeping import restore

    made = restore(path, db)
    place = db if "://" not in db else db.rpartition("@")[2]
    if as_json:
        print_json({"acts": made.acts, "head": made.head, "files": made.blobs, "at": made.at})
    told = say(language, "keep.restored", place=place, file=path, acts=made.acts, files=made.blobs)
    tell(told)
    return EXIT_DONE
