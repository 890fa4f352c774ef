"""`bpm2sop unit`: the work units of a workspace, and the maps that are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.store import acting, as_option, db_option, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell
from bpm2sop.errors import Missing, Where
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.opening import Workspace
    from bpm2sop.workspace.rights import Person
    from bpm2sop.workspace.units import Unit


@click.group("unit")
def command() -> None:
    """Keep the work units of a workspace. They are merged and abolished by bpm2sop reorganise --units."""


@command.command("list")
@db_option
@as_option
@language_option
@json_option
def list_all(*, db: str, login: str | None, language: Language, as_json: bool) -> int:
    """Show all units, each below the one that it belongs to."""
    from bpm2sop.workspace.units import list_units

    with opened(db, make=False) as workspace:
        found = list_units(workspace, acting(workspace, login))
    _show(found, language, as_json=as_json)
    return EXIT_DONE


@command.command("add")
@click.argument("name")
@click.option("--short", default="", help="A short name.")
@click.option("--under", default=None, metavar="UNIT", help="The unit above it.")
@db_option
@as_option
@language_option
@json_option
def add(
    *,
    name: str,
    short: str,
    under: str | None,
    db: str,
    login: str | None,
    language: Language,
    as_json: bool,
) -> int:
    """Add a unit."""
    from bpm2sop.workspace.units import add_unit, find_unit_named

    with opened(db) as workspace:
        who = acting(workspace, login)
        parent = find_unit_named(workspace, who, under).id if under is not None else None
        made = add_unit(workspace, who, name, short=short, parent=parent)
    _show([made], language, as_json=as_json)
    return EXIT_DONE


@command.command("rename")
@click.argument("unit")
@click.argument("name")
@click.option("--short", default=None, help="Another short name.")
@db_option
@as_option
@language_option
@json_option
def rename(
    *,
    unit: str,
    name: str,
    short: str | None,
    db: str,
    login: str | None,
    language: Language,
    as_json: bool,
) -> int:
    """Give UNIT the name NAME."""
    from bpm2sop.workspace.units import find_unit_named, rename_unit

    with opened(db, make=False) as workspace:
        who = acting(workspace, login)
        held = find_unit_named(workspace, who, unit)
        done = rename_unit(workspace, who, held.id, name, seen=held.version, short=short)
    _show([done], language, as_json=as_json)
    return EXIT_DONE


@command.command("give")
@click.argument("unit")
@click.argument("maps", nargs=-1, required=True, metavar="MAP...")
@db_option
@as_option
@language_option
@json_option
def give(
    *,
    unit: str,
    maps: tuple[str, ...],
    db: str,
    login: str | None,
    language: Language,
    as_json: bool,
) -> int:
    """Let the maps MAP, and the SOPs that they give, belong to UNIT; - for UNIT takes them from the unit they have."""
    from bpm2sop.workspace.units import find_unit_named, give_maps

    with opened(db, make=False) as workspace:
        who = acting(workspace, login)
        heir = None if unit == "-" else find_unit_named(workspace, who, unit)
        found = _maps(workspace, who, maps)
        give_maps(workspace, who, heir.id if heir is not None else None, found.values())
    if as_json:
        print_json({"unit": heir.id if heir is not None else None, "maps": list(found)})
    tell(say(language, "units.given", maps=len(found), unit=heir.name if heir is not None else "-"))
    return EXIT_DONE


def _maps(workspace: Workspace, who: Person, names: Iterable[str]) -> dict[str, str]:
    """Find maps by name or id; give the id of each by its name.

    Raises:
        Missing: nothing goes by one of the names.
    """
    from bpm2sop.workspace.maps import list_maps

    lines = list_maps(workspace, who)
    known = {line.id: line for line in lines} | {line.name: line for line in lines}
    for name in names:
        if name not in known:
            raise Missing("map-missing", Where(file=name))
    return {known[name].name: known[name].id for name in names}


def _show(units: Iterable[Unit], language: Language, *, as_json: bool) -> None:
    """Print units, a line each."""
    if as_json:
        print_json([unit._asdict() for unit in units])
        return
    for unit in units:
        short = f" ({unit.short})" if unit.short else ""
        state = "" if unit.state == "active" else f" [{say(language, f'units.{unit.state}')}]"
        click.echo(f"{unit.id} {'  ' * unit.depth}{unit.name}{short}{state}")
