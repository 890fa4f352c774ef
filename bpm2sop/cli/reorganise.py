"""`bpm2sop reorganise`: actors renamed, made one, split or abolished in every SOP of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bpm2sop.cli.store import acting, as_option, db_option, opened, profile_option
from bpm2sop.cli.talk import EXIT_DONE, json_option, language_option, print_json, tell, wrong_use
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.reorganising import Change, Preview


def _change(act: str, names: tuple[str, ...], steps: tuple[str, ...]) -> Change:
    """Read a change from the words of the command line."""
    from bpm2sop.workspace.reorganising import Abolish, Merge, Rename, Split

    fewest = {"rename": 2, "merge": 2, "split": 3, "abolish": 1}
    if len(names) < fewest[act] or (act in {"rename", "abolish"} and len(names) > 2):  # noqa: PLR2004  (old and new)
        raise click.UsageError(f"{act}: see --help for the names it needs")
    if act == "rename":
        return Rename(names[0], names[1])
    if act == "merge":
        return Merge(names[:-1], names[-1])
    if act == "abolish":
        return Abolish(names[0], names[1] if len(names) > 1 else "")
    shared: dict[tuple[str, str], str] = {}
    for step in steps:
        place, _, name = step.partition("=")
        sop, _, key = place.partition(":")
        if not (sop and key and name):
            raise click.BadParameter(f"{step}: SOP:STEP=NAME")
        shared[sop, key] = name
    return Split(names[0], names[1:], shared)


@click.command("reorganise")
@click.argument("act", type=click.Choice(["rename", "merge", "split", "abolish"]))
@click.argument("names", nargs=-1, required=True)
@click.option(
    "--step",
    "steps",
    multiple=True,
    metavar="SOP:STEP=NAME",
    help="With split: who gets this step (id of the SOP, key of the step).",
)
@click.option(
    "--yes", is_flag=True, help="Carry it out; without it, what it touches is only shown."
)
@db_option
@as_option
@profile_option
@language_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    act: str,
    names: tuple[str, ...],
    steps: tuple[str, ...],
    yes: bool,
    db: str,
    login: str | None,
    profile_name: str,
    language: Language,
    as_json: bool,
) -> int:
    """Reorganise actors: rename OLD NEW; merge NAME... INTO; split NAME FIRST OTHER...; abolish NAME [SUCCESSOR]."""
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.reorganising import carry_out, preview_change

    change = _change(act, names, steps)
    with wrong_use(language):
        settings = Settings(language=language, profile=load_profile(profile_name))
    with opened(db, make=False, settings=settings) as workspace:
        who = acting(workspace, login)
        found = preview_change(workspace, who, change)
        if yes:
            found = carry_out(workspace, who, change, seen=found.seen)
    _tell(found, language, done=yes, as_json=as_json)
    return EXIT_DONE


def _tell(found: Preview, language: Language, *, done: bool, as_json: bool) -> None:
    """Say every SOP and step that is touched."""
    if as_json:
        told = [one._asdict() | {"steps": list(one.steps)} for one in found.touched]
        print_json({"schema": "bpm2sop/reorganise/1", "done": done, "touched": told})
    else:
        for one in found.touched:
            number = f"{one.number} " if one.number else ""
            click.echo(f"{number}{one.title}: {one.actor}: {', '.join(one.steps)}")
    sops = len({one.sop for one in found.touched})
    steps = sum(len(one.steps) for one in found.touched)
    words = "cli.reorganised" if done else "cli.would_reorganise"
    tell(say(language, words, sops=sops, steps=steps))
