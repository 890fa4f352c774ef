"""`bpm2sop adopt`: general SOPs, offered by one unit and adopted by others with actors and numbers of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bpm2sop.cli.import_maps import tell_touched, touched_value
from bpm2sop.cli.options import json_option, language_option, misread
from bpm2sop.cli.store import acting, as_option, db_option, find_sop, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell
from bpm2sop.errors import Missing
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.adopting import AdoptionLine
    from bpm2sop.workspace.opening import Workspace
    from bpm2sop.workspace.rights import Person


def _as_actors(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Read `GENERAL=OWN`."""
    found: dict[str, str] = {}
    for value in values:
        general, _, own = value.partition("=")
        if not general.strip() or not own.strip():
            raise misread("actor", value=value)
        found[general.strip()] = own.strip()
    return found


_sop_argument = click.argument("sop")


@click.group("adopt")
def command() -> None:
    """Offer general SOPs, adopt them for a unit, and follow what changes in them.

    SOP is the id, key, code, number or title of one.
    """


@command.command("offer")
@_sop_argument
@click.option("--withdraw", is_flag=True, help="Take the offer back; who adopted it keeps theirs.")
@db_option
@as_option
@language_option
@json_option
def offer(
    *, sop: str, withdraw: bool, db: str, login: str | None, language: Language, as_json: bool
) -> int:
    """Offer SOP to all units as a general one."""
    from bpm2sop.workspace.adopting import DRAFTED, GENERAL, make_general
    from bpm2sop.workspace.views import sop_view

    with opened(db, make=False) as workspace:
        who = acting(workspace, login)
        view = sop_view(workspace, who, find_sop(workspace, who, sop, DRAFTED, GENERAL))
        make_general(workspace, who, view.id, seen=view.version, general=not withdraw)
    if as_json:
        print_json({"sop": view.id, "general": not withdraw})
    key = "adopt.withdrawn" if withdraw else "adopt.offered"
    tell(say(language, key, title=view.title))
    return EXIT_DONE


@command.command("for")
@click.argument("unit")
@_sop_argument
@click.option(
    "--actor",
    "actors",
    multiple=True,
    metavar="GENERAL=OWN",
    callback=_as_actors,
    help="Who does here what an actor of the general SOP does; the others keep their names.",
)
@click.option("--number", default="", help="The unit's own number, where it is known already.")
@db_option
@as_option
@language_option
@json_option
def take(
    *,
    unit: str,
    sop: str,
    actors: dict[str, str],
    number: str,
    db: str,
    login: str | None,
    language: Language,
    as_json: bool,
) -> int:
    """Adopt the edition in force of the general SOP for UNIT: a working copy of its own."""
    from bpm2sop.workspace.adopting import DRAFTED, GENERAL, Adopt, adopt, adoption_of
    from bpm2sop.workspace.units import find_unit_named

    with opened(db, make=False) as workspace:
        who = acting(workspace, login)
        own = find_unit_named(workspace, who, unit)
        general = find_sop(workspace, who, sop, DRAFTED, GENERAL)
        made = adopt(
            workspace, who, Adopt(general=general, unit=own.id, actors=actors, number=number)
        )
        line = adoption_of(workspace, who, made)
    if as_json:
        print_json(_value(line))
    tell(say(language, "adopt.taken", title=line.general, unit=line.unit, edition=line.edition))
    return EXIT_DONE


@command.command("list")
@click.argument("sop", required=False)
@db_option
@as_option
@language_option
@json_option
def list_all(
    *, sop: str | None, db: str, login: str | None, language: Language, as_json: bool
) -> int:
    """List the SOPs adopted, those of one general SOP where it is named, and which of them are suspect."""
    from bpm2sop.workspace.adopting import DRAFTED, GENERAL, list_adoptions

    with opened(db, make=False) as workspace:
        who = acting(workspace, login)
        general = find_sop(workspace, who, sop, DRAFTED, GENERAL) if sop is not None else None
        lines = list_adoptions(workspace, who, general)
    if as_json:
        print_json([_value(line) for line in lines])
        return EXIT_DONE
    for line in lines:
        known = {"": "adopt.follows", "edition": "adopt.suspect"}
        state = known.get(line.why, f"adopt.suspect_{line.why}")
        told = {"edition": line.edition, "upstream": line.upstream, "steps": line.changes}
        click.echo(f"{line.sop} {line.title}: {line.unit}: {say(language, state, **told)}")
    tell(say(language, "adopt.listed", count=len(lines), suspect=sum(one.suspect for one in lines)))
    return EXIT_DONE


@command.command("follow")
@_sop_argument
@click.option("--preview", "look", is_flag=True, help="Say what would change, and change nothing.")
@db_option
@as_option
@language_option
@json_option
def follow(
    *, sop: str, look: bool, db: str, login: str | None, language: Language, as_json: bool
) -> int:
    """Let the adopted SOP follow the edition in force of its general one; the unit's own words survive."""
    from bpm2sop.trace.matching_changes import What
    from bpm2sop.workspace.adopting import (
        accept_upstream,
        adoption_of,
        upstream_changes,
    )

    with opened(db, make=False) as workspace:
        who = acting(workspace, login)
        own = _adopted(workspace, who, sop)
        found = upstream_changes(workspace, who, own)
        steps = [one for diff in found for one in diff.steps if one.what is not What.SAME]
        line = adoption_of(workspace, who, own)
        done = None if look else accept_upstream(workspace, who, own, seen=line.upstream)
    changes = [
        [
            one.what.value,
            one.step.no,
            one.old.text if one.old else "",
            one.new.text if one.new else "",
        ]
        for one in steps
    ]
    if as_json:
        told = touched_value(done) if done is not None else None
        print_json({**_value(line), "steps": changes, "done": told})
    else:
        for what, no, old, new in changes:
            said = say(language, f"diff.what_{what}")
            click.echo(f"{said} {no}: {' -> '.join(filter(None, (old, new)))}")
    if done is not None:
        tell(say(language, "adopt.followed", title=line.title, edition=line.upstream))
        tell_touched([done], language)
    return EXIT_DONE


def _adopted(workspace: Workspace, who: Person, name: str) -> str:
    """Find an SOP that is to be an adopted one; what is none is told by the use case.

    Raises:
        Missing: nothing goes by that name, or several do.
    """
    from bpm2sop.workspace.adopting import ADOPTED

    try:
        return find_sop(workspace, who, name, ADOPTED)
    except Missing as missing:
        if missing.code != "sop-missing":
            raise
        return find_sop(workspace, who, name)


def _value(line: AdoptionLine) -> dict[str, Any]:
    """Describe an adopted SOP."""
    return line._asdict() | {"suspect": line.suspect}
