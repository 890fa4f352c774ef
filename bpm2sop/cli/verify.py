"""`bpm2sop verify`: does an exported SOP still hold exactly its map."""

from __future__ import annotations

from pathlib import Path

import click

from bpm2sop.api import map_of
from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.talk import EXIT_DONE, EXIT_FINDINGS, print_json, tell
from bpm2sop.decompose.proof import Difference
from bpm2sop.readback import read_sop
from bpm2sop.sources import SourceFile, gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace.checking import known_beside
from bpm2sop.workspace.verifying import verify_sop


@click.command("verify")
@click.argument("sop", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("map_path", metavar="MAP")
@language_option
@json_option
def command(sop: Path, map_path: str, language: Language, *, as_json: bool) -> int:
    """Rebuild the map's graph from an exported SOP alone, and compare it with MAP; so too the words that are said to be the map's."""
    source = next(iter(gather([str(sop)])))
    if not isinstance(source, SourceFile):
        raise source
    table = read_sop(source.name, source.data)
    process_map, digest = map_of(table, map_path)
    found = list(verify_sop(process_map, table, known_beside(sop)))
    if as_json:
        print_json(_report(found, same_file=digest == table.source.sha256))
    else:
        for difference in found:
            click.echo(
                f"{difference.clause}: {difference.detail} ({', '.join(difference.elements)})"
            )
    key = "cli.verified" if not found else "cli.not_verified"
    tell(say(language, key, sop=sop.name, map=map_path, count=len(found)))
    if digest != table.source.sha256:
        tell(say(language, "cli.other_bytes", map=map_path))
    return EXIT_FINDINGS if found else EXIT_DONE


def _report(found: list[Difference], *, same_file: bool) -> dict[str, object]:
    """Describe the comparison as `bpm2sop/verify/1`."""
    return {
        "schema": "bpm2sop/verify/1",
        "rebuilds": not found,
        "same_file": same_file,
        "differences": [
            {"clause": item.clause, "elements": list(item.elements), "detail": item.detail}
            for item in found
        ],
    }
