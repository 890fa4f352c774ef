"""`bpm2sop doctor`: what an installation lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.store import db_option
from bpm2sop.cli.talk import EXIT_DONE, EXIT_FINDINGS, print_json
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.doctor import Check


@click.command("doctor")
@db_option
@language_option
@json_option
def command(*, db: str, language: Language, as_json: bool) -> int:
    """Say what the program lacks to work here, and how it stands with the workspace. Nothing is changed.

    Ends with 1 when something is lacking.
    """
    from bpm2sop.workspace.doctor import State, doctor

    checks = doctor(db)
    if as_json:
        entries = [_entry(check, language) for check in checks]
        print_json({"schema": "bpm2sop/doctor/1", "checks": entries})
    else:
        for check in checks:
            mark = say(language, f"doctor.{check.state.value}")
            click.echo(f"{mark:9} {_words(check, language)}")
    return EXIT_FINDINGS if any(check.state is State.BAD for check in checks) else EXIT_DONE


def _words(check: Check, language: Language) -> str:
    """Say how it stands with one thing."""
    if check.refusal is None:
        return say(language, f"doctor.{check.code}.{check.state.value}", **dict(check.params))
    refusal = check.refusal
    parts = (
        say(language, f"refused.{refusal.code}.{part}", **refusal.params)
        for part in ("title", "hint")
    )
    return f"{refusal.where.file}: {' '.join(parts)}"


def _entry(check: Check, language: Language) -> dict[str, object]:
    """Describe one thing that was looked at."""
    refused = {"reason": check.refusal.code} if check.refusal is not None else {}
    return {
        "code": check.code,
        "state": check.state.value,
        **dict(check.params),
        **refused,
        "message": _words(check, language),
    }
