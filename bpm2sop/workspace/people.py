"""People: who there is, what they are, and signing in and out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from bpm2sop.errors import Forbidden, Missing, Refused, Stale, Where
from bpm2sop.store import people as rows
from bpm2sop.store.people import PersonRow
from bpm2sop.wording import Language
from bpm2sop.workspace import passwords
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Person, Right, Role, require
from bpm2sop.workspace.units import ACTIVE, one_line, unit_row

GONE = "gone"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
_TAKEN = frozenset({LOCAL.login, OPERATOR.login})
"""Logins that the audit has for whoever sits at the machine."""


class NewPerson(NamedTuple):
    """Somebody to be added. Without a password they cannot sign in by one."""

    login: str
    name: str
    roles: frozenset[Role]
    password: str | None = None
    unit: str | None = None
    language: Language = Language.ID


class PersonView(NamedTuple):
    """A person as those who keep house see them; `state` is active or gone."""

    id: str
    login: str
    name: str
    roles: tuple[Role, ...]
    unit: str | None
    language: str
    state: str
    has_password: bool
    version: int


def local_person(workspace: Workspace) -> Person:
    """Give whoever sits at the machine every right, as long as there are no people at all.

    Raises:
        Forbidden: there are people: one has to sign in.
    """
    with workspace.store.reading() as connection:
        if rows.count_people(connection):
            raise Forbidden("sign-in-needed", Where(file=workspace.store.place))
    return LOCAL


def list_people(workspace: Workspace, who: Person) -> tuple[PersonView, ...]:
    """Give all people by login, those who left included."""
    require(who, Right.KEEP)
    with workspace.store.reading() as connection:
        return tuple(_view(row) for row in rows.all_people(connection))


def names_of_people(workspace: Workspace, who: Person) -> dict[str, str]:
    """Give the name of each login, for pages that say who did what."""
    require(who, Right.READ)
    with workspace.store.reading() as connection:
        return {row.login: row.name for row in rows.all_people(connection)}


def add_person(workspace: Workspace, who: Person, new: NewPerson) -> PersonView:
    """Add a person.

    Raises:
        Refused: the login is taken or no login, the password is weak, or nobody would be an admin.
        Missing: there is no such unit.
    """
    require(who, Right.KEEP, new.login)
    login = plain_login(new.login)
    if not _LOGIN.fullmatch(login) or login in _TAKEN:
        raise Refused("login-form", Where(file=login or "-"))
    row = PersonRow(
        id=workspace.token(),
        login=login,
        name=one_line(new.name),
        password=None if new.password is None else passwords.make(new.password, login),
        unit_id=new.unit,
        language=new.language.value,
        state=ACTIVE,
        roles=_named(new.roles, login),
    )
    with workspace.store.writing() as connection:
        if rows.person_by_login(connection, login) is not None:
            raise Refused("login-taken", Where(file=login))
        if new.unit is not None:
            unit_row(connection, new.unit)
        rows.insert_person(connection, row)
        _keep_an_admin(connection, login)
        detail = {"login": login, "name": row.name, "roles": sorted(row.roles), "unit": row.unit_id}
        workspace.record(connection, who, act="person-add", subject=row.id, detail=detail)
    return _view(row)


def set_roles(
    workspace: Workspace, who: Person, login: str, roles: Iterable[Role], *, seen: int | None = None
) -> PersonView:
    """Give a person other roles; they hold from the next request on.

    Raises:
        Refused: no role is named, or nobody would be an admin.
        Stale: `seen` is given, and somebody changed the person since.
    """
    require(who, Right.KEEP, login)
    named = _named(roles, login)
    with workspace.store.writing() as connection:
        old = _person(connection, login, seen)
        row = old._replace(roles=named)
        rows.update_person(connection, row)
        _keep_an_admin(connection, login)
        detail = {"login": old.login, "from": sorted(old.roles), "to": sorted(named)}
        workspace.record(connection, who, act="person-roles", subject=row.id, detail=detail)
    return _view(row._replace(version=row.version + 1))


def change_person(
    workspace: Workspace,
    who: Person,
    login: str,
    *,
    seen: int,
    name: str,
    unit: str | None,
    language: Language,
) -> PersonView:
    """Change a person's name, unit and language. Everybody may do so for themselves, except for the unit.

    Raises:
        Stale: somebody changed the person since.
        Missing: there is no such person or unit.
    """
    if plain_login(login) != who.login:
        require(who, Right.KEEP, login)
    name = one_line(name)
    with workspace.store.writing() as connection:
        old = _person(connection, login, seen)
        if unit != old.unit_id:
            require(who, Right.KEEP, login)
            if unit is not None:
                unit_row(connection, unit)
        row = old._replace(name=name, unit_id=unit, language=language.value)
        rows.update_person(connection, row)
        detail = {
            "login": old.login,
            "from": [old.name, old.unit_id, old.language],
            "to": [row.name, row.unit_id, row.language],
        }
        workspace.record(connection, who, act="person-change", subject=row.id, detail=detail)
    return _view(row._replace(version=row.version + 1))


def set_password(
    workspace: Workspace, who: Person, login: str, password: str, *, current: str | None = None
) -> None:
    """Give a person another password; all their sessions end.

    Args:
        workspace: where.
        who: keeps house, or is the person.
        login: whose.
        password: the new one.
        current: the one until now, which people say who change their own.

    Raises:
        Forbidden: `current` is wrong, or it is somebody else's password.
        Refused: the password is weak.
    """
    own = plain_login(login) == who.login
    if not own:
        require(who, Right.KEEP, login)
    with workspace.store.reading() as connection:
        old = _person(connection, login)
    if own and not passwords.holds(old.password, current or ""):
        raise Forbidden("password-wrong", Where(file=old.login))
    made = passwords.make(password, old.login)
    with workspace.store.writing() as connection:
        row = _person(connection, login)
        if own and row.password != old.password:
            raise Forbidden("password-wrong", Where(file=old.login))
        rows.update_person(connection, row._replace(password=made))
        ended = rows.end_sessions(connection, row.id)
        detail = {"login": row.login, "sessions": ended}
        workspace.record(connection, who, act="person-password", subject=row.id, detail=detail)


def deactivate(workspace: Workspace, who: Person, login: str) -> PersonView:
    """Let a person sign in no more; what they did stays under their name, their sessions end.

    Raises:
        Refused: nobody would be an admin.
    """
    return _set_state(workspace, who, login, GONE)


def reactivate(workspace: Workspace, who: Person, login: str) -> PersonView:
    """Let a person who left sign in again."""
    return _set_state(workspace, who, login, ACTIVE)


def plain_login(login: str) -> str:
    """Give the one form of a login."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def person_of_row(row: PersonRow) -> Person:
    """Make of a row who acts. Roles that this program does not know give no right."""
    known = frozenset(role for role in Role if role in row.roles)
    return Person(row.id, row.login, row.name, known, row.unit_id, row.language)


def _set_state(workspace: Workspace, who: Person, login: str, state: str) -> PersonView:
    """Let a person in or out."""
    require(who, Right.KEEP, login)
    with workspace.store.writing() as connection:
        old = _person(connection, login)
        row = old._replace(state=state)
        rows.update_person(connection, row)
        _keep_an_admin(connection, login)
        ended = rows.end_sessions(connection, row.id)
        act = "person-deactivate" if state == GONE else "person-reactivate"
        workspace.record(
            connection, who, act=act, subject=row.id, detail={"login": row.login, "sessions": ended}
        )
    return _view(row._replace(version=row.version + 1))


def _person(connection: Connection, login: str, seen: int | None = None) -> PersonRow:
    """Find a person, as the one who acts saw them.

    Raises:
        Missing: there is none of this login.
        Stale: somebody changed the person since.
    """
    row = rows.person_by_login(connection, plain_login(login))
    if row is None:
        raise Missing("person-missing", Where(file=login))
    if seen is not None and row.version != seen:
        raise Stale("person-changed", Where(file=row.login), theirs=row.name)
    return row


def _keep_an_admin(connection: Connection, login: str) -> None:
    """Refuse what would leave people and nobody who may keep house."""
    for row in rows.all_people(connection):
        if row.state == ACTIVE and Role.ADMIN in row.roles:
            return
    raise Refused("last-admin", Where(file=login))


def _named(roles: Iterable[Role], login: str) -> frozenset[str]:
    """Give the roles as they are kept; nobody is without one."""
    named = frozenset(role.value for role in roles)
    if not named:
        known = ", ".join(role.value for role in Role)
        raise Refused("role-missing", Where(file=login), {"roles": known})
    return named


def _view(row: PersonRow) -> PersonView:
    """Show a row."""
    return PersonView(
        row.id,
        row.login,
        row.name,
        tuple(role for role in Role if role in row.roles),
        row.unit_id,
        row.language,
        row.state,
        row.password is not None,
        row.version,
    )
