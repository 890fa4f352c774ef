"""`bpm2sop fsck`: is everything in a workspace as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.store import db_option, first_profile_option, opened
from bpm2sop.cli.talk import EXIT_DONE, EXIT_STORE, print_json, progress, tell, wrong_use
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.faults import Fault
    from bpm2sop.workspace.inspecting import Inspection


@click.command("fsck")
@db_option
@first_profile_option
@language_option
@json_option
def command(*, db: str, profile_name: str, language: Language, as_json: bool) -> int:
    """Look at everything in a workspace: stored bytes, references, the audit's chain, all values, every draft anew.

    Nothing is changed. Ends with 4 when something is not as it was written.
    """
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.inspecting import fsck, refuse_older
    from bpm2sop.workspace.rights import OPERATOR

    with wrong_use(language):
        settings = Settings(language=language, profile=load_profile(profile_name))
    refuse_older(db)
    with opened(db, make=False, settings=settings) as workspace, progress(None, "fsck") as done:
        found = fsck(workspace, OPERATOR, progress=done)
    if as_json:
        print_json(_report(found, language))
    else:
        for fault in (*found.faults, *found.notes):
            click.echo(_words(fault, language))
    if not found.clean:
        tell(say(language, "fsck.faults", count=len(found.faults)))
        return EXIT_STORE
    rows = found.rows
    told = {"acts": found.acts, "files": rows["blob"], "editions": rows["edition"]}
    tell(say(language, "fsck.clean", **told, derived=found.derived, head=found.head[:16]))
    return EXIT_DONE


def _words(fault: Fault, language: Language) -> str:
    """Say what is not as it was written."""
    return say(language, f"fsck.{fault.code}", **{"subject": fault.subject, **dict(fault.params)})


def _report(found: Inspection, language: Language) -> dict[str, object]:
    """Describe what was found as `bpm2sop/fsck/1`."""
    return {
        "schema": "bpm2sop/fsck/1",
        "clean": found.clean,
        "acts": found.acts,
        "head": found.head,
        "derived": found.derived,
        "rows": found.rows,
        "faults": [_entry(fault, language) for fault in found.faults],
        "notes": [_entry(fault, language) for fault in found.notes],
    }


def _entry(fault: Fault, language: Language) -> dict[str, object]:
    """Describe one fault."""
    words = _words(fault, language)
    return {"code": fault.code, "subject": fault.subject, **dict(fault.params), "message": words}
