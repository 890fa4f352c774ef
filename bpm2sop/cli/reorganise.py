"""`bpm2sop reorganise`: actors, or work units, renamed, made one, split or abolished in every SOP of the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from bpm2sop.cli.options import json_option, language_option, misread, misused
from bpm2sop.cli.store import acting, as_option, db_option, first_profile_option, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell, wrong_use
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.trace.performers import Touched
    from bpm2sop.workspace.opening import Workspace
    from bpm2sop.workspace.reorganising import Change, Preview
    from bpm2sop.workspace.reorganising_units import UnitChange, UnitPreview
    from bpm2sop.workspace.rights import Person


def _change(act: str, names: tuple[str, ...], steps: tuple[str, ...]) -> Change:
    """Read a change from the words of the command line."""
    from bpm2sop.workspace.reorganising import Abolish, Merge, Rename, Split

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
            raise misread("shared", value=step)
        shared[sop, key] = name
    return Split(names[0], names[1:], shared)


def _check(act: str, names: tuple[str, ...]) -> None:
    """Refuse too few or too many names."""
    fewest = {"rename": 2, "merge": 2, "split": 3, "abolish": 1}
    if len(names) < fewest[act] or (act in {"rename", "abolish"} and len(names) > 2):  # noqa: PLR2004  (old and new)
        raise misused(f"names_{act}")


def _unit_change(workspace: Workspace, who: Person, act: str, names: tuple[str, ...]) -> UnitChange:
    """Read a change of units, found by id, name or short name; the last name of a merge may be a new one."""
    from bpm2sop.errors import Missing
    from bpm2sop.workspace.reorganising_units import AbolishUnit, MergeUnits
    from bpm2sop.workspace.units import find_unit_named

    def found(name: str) -> str:
        return find_unit_named(workspace, who, name).id

    if act == "abolish":
        return AbolishUnit(found(names[0]), found(names[1]) if len(names) > 1 else "")
    ending = tuple(map(found, names[:-1]))
    try:
        return MergeUnits(ending, into=found(names[-1]))
    except Missing as missing:
        if missing.code != "unit-missing":
            raise
        return MergeUnits(ending, called=names[-1])


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
    "--units",
    is_flag=True,
    help="The names are those of work units (merge, abolish): their maps, SOPs and people go along.",
)
@click.option(
    "--yes", is_flag=True, help="Carry it out; without it, what it touches is only shown."
)
@db_option
@as_option
@first_profile_option
@language_option
@json_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    act: str,
    names: tuple[str, ...],
    steps: tuple[str, ...],
    units: bool,
    yes: bool,
    db: str,
    login: str | None,
    profile_name: str,
    language: Language,
    as_json: bool,
) -> int:
    """Reorganise actors: rename OLD NEW; merge NAME... INTO; split NAME FIRST OTHER...; abolish NAME [SUCCESSOR].

    With --units the same for work units: merge NAME... INTO; abolish NAME [SUCCESSOR]. They are renamed by bpm2sop unit.
    """
    from bpm2sop.drafting import Settings

    _check(act, names)
    if units and act not in {"merge", "abolish"}:
        raise misused("not_units", act=act)
    change = None if units else _change(act, names, steps)
    with wrong_use(language):
        settings = Settings(language=language, profile=load_profile(profile_name))
    with opened(db, make=False, settings=settings) as workspace:
        who = acting(workspace, login)
        if change is None:
            asked = _unit_change(workspace, who, act, names)
            value = _reorganise_units(workspace, who, asked, language, yes=yes, quiet=as_json)
        else:
            value = _reorganise(workspace, who, change, language, yes=yes, quiet=as_json)
    if as_json:
        print_json({"schema": "bpm2sop/reorganise/1", "done": yes, **value})
    return EXIT_DONE


def _reorganise(
    workspace: Workspace, who: Person, change: Change, language: Language, *, yes: bool, quiet: bool
) -> dict[str, Any]:
    """Reorganise actors, and say every SOP and step that is touched."""
    from bpm2sop.workspace.reorganising import carry_out, preview_change

    found: Preview = preview_change(workspace, who, change)
    if yes:
        found = carry_out(workspace, who, change, seen=found.seen)
    _tell_steps(found.touched, quiet=quiet)
    steps = sum(len(one.steps) for one in found.touched)
    _tell_sum(len({one.sop for one in found.touched}), steps, language, done=yes)
    return {"touched": [one._asdict() | {"steps": list(one.steps)} for one in found.touched]}


def _reorganise_units(
    workspace: Workspace,
    who: Person,
    change: UnitChange,
    language: Language,
    *,
    yes: bool,
    quiet: bool,
) -> dict[str, Any]:
    """Reorganise units, and say all that is touched."""
    from bpm2sop.workspace.reorganising_units import carry_out_units, preview_units

    found: UnitPreview = preview_units(workspace, who, change)
    if yes:
        found = carry_out_units(workspace, who, change, seen=found.seen)
    if not quiet:
        for one in found.sops:
            number = f"{one.number} " if one.number else ""
            click.echo(f"{number}{one.title}: {one.unit}: {', '.join(one.steps)}")
        for kind in ("maps", "people", "units"):
            for name in getattr(found, kind):
                click.echo(f"{say(language, f'units.{kind}')}: {name}")
    _tell_sum(len(found.sops), sum(len(one.steps) for one in found.sops), language, done=yes)
    if found.actors:
        names = sorted({one.actor for one in found.actors})
        tell(say(language, "units.actors", names=", ".join(names)))
    value = found._asdict() | {"sops": [one._asdict() for one in found.sops]}
    return value | {"actors": [one._asdict() for one in found.actors]}


def _tell_steps(found: Iterable[Touched], *, quiet: bool) -> None:
    """Say each SOP and its steps, unless they are given as JSON."""
    for one in () if quiet else found:
        number = f"{one.number} " if one.number else ""
        click.echo(f"{number}{one.title}: {one.actor}: {', '.join(one.steps)}")


def _tell_sum(sops: int, steps: int, language: Language, *, done: bool) -> None:
    """Say how much was touched, or would be."""
    tell(
        say(language, "cli.reorganised" if done else "cli.would_reorganise", sops=sops, steps=steps)
    )
