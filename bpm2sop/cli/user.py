"""`bpm2sop user`: the people of a workspace. Whoever may open its database may keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bpm2sop.cli.options import json_option, language_option
from bpm2sop.cli.store import ask_password, db_option, opened
from bpm2sop.cli.talk import EXIT_DONE, print_json, tell
from bpm2sop.wording import Language, say
from bpm2sop.workspace.rights import OPERATOR, Role

if TYPE_CHECKING:
    from bpm2sop.workspace.people import PersonView


def _as_roles(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> frozenset[Role]:
    """Turn the chosen words into roles."""
    return frozenset(Role(value) for value in values)


_login_argument = click.argument("login", metavar="LOGIN")
_role_option = click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    required=True,
    callback=_as_roles,
    help="What the person may do; several times for several.",
)


@click.group("user")
def command() -> None:
    """Keep the people of a workspace."""


@command.command("add")
@_login_argument
@click.option("--name", default=None, help="The person's name; else the login.")
@_role_option
@click.option("--unit", default=None, metavar="ID", help="The work unit of the person.")
@click.option("--no-password", is_flag=True, help="Another service does the signing in (OIDC).")
@db_option
@language_option
@json_option
def add(
    *,
    login: str,
    name: str | None,
    roles: frozenset[Role],
    unit: str | None,
    no_password: bool,
    db: str,
    language: Language,
    as_json: bool,
) -> int:
    """Add a person. The password is asked for; elsewhere than on a terminal it is read from standard input."""
    from bpm2sop.workspace.people import NewPerson, add_person

    password = None if no_password else ask_password(again=True)
    new = NewPerson(login, name or login, roles, password, unit, language)
    with opened(db) as workspace:
        person = add_person(workspace, OPERATOR, new)
    return _show(person, "keep.person_added", language, as_json=as_json)


@command.command("list")
@db_option
@language_option
@json_option
def list_all(*, db: str, language: Language, as_json: bool) -> int:
    """Show all people."""
    from bpm2sop.workspace.people import list_people

    with opened(db, make=False) as workspace:
        people = list_people(workspace, OPERATOR)
    if as_json:
        print_json([_entry(person) for person in people])
        return EXIT_DONE
    for person in people:
        click.echo(f"{_words(person, 'keep.person_changed', language)} {person.name}")
    return EXIT_DONE


@command.command("roles")
@_login_argument
@_role_option
@db_option
@language_option
@json_option
def roles_of(
    *, login: str, roles: frozenset[Role], db: str, language: Language, as_json: bool
) -> int:
    """Give a person other roles."""
    from bpm2sop.workspace.people import set_roles

    with opened(db, make=False) as workspace:
        person = set_roles(workspace, OPERATOR, login, roles)
    return _show(person, "keep.person_changed", language, as_json=as_json)


@command.command("password")
@_login_argument
@db_option
@language_option
@json_option
def password_of(*, login: str, db: str, language: Language, as_json: bool) -> int:
    """Give a person another password, asked for or read from standard input; all their sessions end."""
    from bpm2sop.workspace.people import set_password

    password = ask_password(again=True)
    with opened(db, make=False) as workspace:
        set_password(workspace, OPERATOR, login, password)
    if as_json:
        print_json({"login": login})
    tell(say(language, "keep.password_set", login=login))
    return EXIT_DONE


@command.command("deactivate")
@_login_argument
@db_option
@language_option
@json_option
def deactivate_one(*, login: str, db: str, language: Language, as_json: bool) -> int:
    """Let a person sign in no more; what they did stays under their name."""
    from bpm2sop.workspace.people import deactivate

    with opened(db, make=False) as workspace:
        person = deactivate(workspace, OPERATOR, login)
    return _show(person, "keep.person_changed", language, as_json=as_json)


@command.command("reactivate")
@_login_argument
@db_option
@language_option
@json_option
def reactivate_one(*, login: str, db: str, language: Language, as_json: bool) -> int:
    """Let a person who left sign in again."""
    from bpm2sop.workspace.people import reactivate

    with opened(db, make=False) as workspace:
        person = reactivate(workspace, OPERATOR, login)
    return _show(person, "keep.person_changed", language, as_json=as_json)


@command.command("sign-out")
@_login_argument
@db_option
@language_option
@json_option
def sign_out_one(*, login: str, db: str, language: Language, as_json: bool) -> int:
    """End all sessions of a person."""
    from bpm2sop.workspace.sessions import revoke_sessions

    with opened(db, make=False) as workspace:
        ended = revoke_sessions(workspace, OPERATOR, login)
    if as_json:
        print_json({"login": login, "sessions": ended})
    tell(say(language, "keep.sessions_ended", login=login, count=ended))
    return EXIT_DONE


def _show(person: PersonView, key: str, language: Language, *, as_json: bool) -> int:
    """Say how a person stands now."""
    if as_json:
        print_json(_entry(person))
    tell(_words(person, key, language))
    return EXIT_DONE


def _words(person: PersonView, key: str, language: Language) -> str:
    """Say how a person stands."""
    roles = ", ".join(role.value for role in person.roles)
    return say(language, key, login=person.login, roles=roles, state=person.state)


def _entry(person: PersonView) -> dict[str, object]:
    """Describe a person."""
    return {**person._asdict(), "roles": [role.value for role in person.roles]}
