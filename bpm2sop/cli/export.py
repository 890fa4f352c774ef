"""`bpm2sop export`: SOPs of the workspace as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bpm2sop.cli.options import (
    engine_option,
    json_option,
    language_option,
    listed,
    misused,
    output_option,
)
from bpm2sop.cli.store import acting, as_option, db_option, find_sop, first_profile_option, opened
from bpm2sop.cli.talk import (
    EXIT_DONE,
    EXIT_PARTLY,
    EXIT_REFUSED,
    print_json,
    progress,
    tell,
    tell_refusal,
    wrong_use,
)
from bpm2sop.engine import parse_engine
from bpm2sop.errors import Refused, Where
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.exporting import ExportLine, Which
    from bpm2sop.workspace.opening import Workspace
    from bpm2sop.workspace.rights import Person


@click.command("export")
@click.argument("sops", nargs=-1, metavar="[SOP...]")
@output_option(required=True)
@click.option("--format", "formats", default="json", help="Formats, separated by commas.")
@click.option("--edition", type=click.IntRange(1), help="This edition, as it was approved.")
@click.option("--in-force", is_flag=True, help="The editions in force, not the working copies.")
@db_option
@as_option
@first_profile_option
@engine_option
@language_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    sops: tuple[str, ...],
    output: Path,
    formats: str,
    edition: int | None,
    in_force: bool,
    db: str,
    login: str | None,
    profile_name: str,
    engine: str,
    language: Language,
    as_json: bool,
) -> int:
    """Write SOPs (by id, key, code, number or title; all where none is named) into a folder."""
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.exporting import Which, export_all, writers_of

    if edition is not None and len(sops) != 1:
        raise misused("edition_one")
    wanted = listed(formats)
    with wrong_use(language):
        profile, machines = load_profile(profile_name), parse_engine(engine)
        writers_of(wanted)
    settings = Settings(language=language, profile=profile)
    with opened(db, make=False, settings=settings) as held:
        workspace = replace(held, engine=machines)
        who = acting(workspace, login)
        ids = tuple(find_sop(workspace, who, name) for name in sops) if sops else None
        which = Which(ids=ids, edition=edition, in_force=in_force)
        with progress(None, say(language, "cli.exporting")) as done:
            lines = export_all(workspace, who, output, wanted, which=which, progress=done)
        lines += tuple(_not_in_force(workspace, who, which, lines))
    _tell(lines, output, language, in_force=in_force)
    if as_json:
        print_json({"schema": "bpm2sop/export/1", "sops": [_value(line) for line in lines]})
    refused = [line.refusal is not None for line in lines]
    if not any(refused):
        return EXIT_DONE
    return EXIT_REFUSED if all(refused) else EXIT_PARTLY


def _tell(
    lines: tuple[ExportLine, ...], folder: Path, language: Language, *, in_force: bool
) -> None:
    """Say what was refused, and how much was written."""
    for line in lines:
        if line.refusal is not None:
            tell_refusal(line.refusal, language)
    if in_force and not lines:
        tell(say(language, "cli.nothing_in_force"))
        return
    written = [line for line in lines if line.refusal is None]
    counts = {"sops": len(written), "files": sum(len(line.files) for line in written)}
    tell(say(language, "cli.exported", folder=str(folder), **counts))


def _not_in_force(
    workspace: Workspace, who: Person, which: Which, lines: tuple[ExportLine, ...]
) -> Iterator[ExportLine]:
    """Give the SOPs that were named and of which no edition is in force."""
    from bpm2sop.workspace.exporting import ExportLine
    from bpm2sop.workspace.views import list_sops

    written = {line.sop for line in lines}
    named = set(which.ids or ()) if which.in_force else set()
    for one in list_sops(workspace, who, state=None) if named else ():
        if one.id in named - written:
            refusal = Refused("not-in-force", Where(file=one.title))
            yield ExportLine(one.id, one.key, one.title, 0, refusal=refusal)


def _value(line: ExportLine) -> dict[str, Any]:
    """Describe what became of one SOP."""
    refused = line.refusal.code if line.refusal is not None else None
    return {**line._asdict(), "files": list(line.files), "refusal": refused}
