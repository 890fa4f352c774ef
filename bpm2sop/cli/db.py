"""`bpm2sop db`: the schema of a workspace's database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.store import db_option
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.schemas import Schemas


@click.group("db")
def command() -> None:
    """Show or change the schema of a workspace's database."""


@command.command("revision")
@db_option
@language_option
@json_option
def revision(*, db: str, language: Language, as_json: bool) -> int:
    """Show the schema that the database has, and those that this program knows."""
    from bpm2sop.workspace.schemas import schemas_of

    return _show(schemas_of(db), language, as_json=as_json)


@command.command("upgrade")
@click.argument("to", default="head", metavar="[SCHEMA]")
@db_option
@language_option
@json_option
def upgrade(*, to: str, db: str, language: Language, as_json: bool) -> int:
    """Bring the database up to SCHEMA, else to the newest. A SQLite file is copied before."""
    from bpm2sop.workspace.schemas import bring_up

    return _show(bring_up(db, to), language, as_json=as_json)


@command.command("downgrade")
@click.argument("to", default="-1", metavar="[SCHEMA]")
@click.confirmation_option(prompt="What only the newer schema can hold is lost. Go on?")
@db_option
@language_option
@json_option
def downgrade(*, to: str, db: str, language: Language, as_json: bool) -> int:
    """Bring the database down to SCHEMA, else one down, for an older version of the program."""
    from bpm2sop.workspace.schemas import bring_down

    return _show(bring_down(db, to), language, as_json=as_json)


def _show(found: Schemas, language: Language, *, as_json: bool) -> int:
    """Say which schema there is."""
    if as_json:
        print_json({"schema": found.has, "known": list(found.known)})
    key = "keep.schema" if found.has else "keep.schema_empty"
    tell(say(language, key, schema=found.has or "", known=", ".join(found.known)))
    return EXIT_DONE
