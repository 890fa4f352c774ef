"""People, their roles and their sessions, as rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from bpm2sop.store.tables import person, person_role, session


class PersonRow(NamedTuple):
    """One person. `password` is a hash, or None where somebody else does the signing in."""

    id: str
    login: str
    name: str
    password: str | None
    unit_id: str | None
    language: str
    state: str
    version: int = 1
    roles: frozenset[str] = frozenset()


class SessionRow(NamedTuple):
    """One session, by the hash of its token."""

    token_sha256: str
    person_id: str
    created: str
    expires: str
    seen: str


def count_people(connection: Connection) -> int:
    """Count all people, those who left included."""
    return connection.scalar(select(func.count()).select_from(person)) or 0


def all_people(connection: Connection) -> tuple[PersonRow, ...]:
    """Give all people by login."""
    roles: dict[str, set[str]] = {}
    for owner, role in connection.execute(select(person_role.c.person_id, person_role.c.role)):
        roles.setdefault(owner, set()).add(role)
    rows = connection.execute(select(person).order_by(person.c.login))
    return tuple(PersonRow(*row)._replace(roles=frozenset(roles.get(row.id, ()))) for row in rows)


def person_by_login(connection: Connection, login: str) -> PersonRow | None:
    """Find a person by login."""
    row = connection.execute(select(person).where(person.c.login == login)).one_or_none()
    return None if row is None else PersonRow(*row)._replace(roles=_roles(connection, row.id))


def person_by_id(connection: Connection, key: str) -> PersonRow | None:
    """Find a person by id."""
    row = connection.execute(select(person).where(person.c.id == key)).one_or_none()
    return None if row is None else PersonRow(*row)._replace(roles=_roles(connection, key))


def insert_person(connection: Connection, row: PersonRow) -> None:
    """Add a person with their roles."""
    values = row._asdict()
    values.pop("roles")
    connection.execute(insert(person).values(**values))
    _set_roles(connection, row)


def update_person(connection: Connection, row: PersonRow) -> None:
    """Write a person and their roles anew, as the next version."""
    values = row._asdict() | {"version": row.version + 1}
    values.pop("roles")
    connection.execute(update(person).where(person.c.id == row.id).values(**values))
    connection.execute(delete(person_role).where(person_role.c.person_id == row.id))
    _set_roles(connection, row)


def set_hash(connection: Connection, key: str, password: str) -> None:
    """Replace the hash of a password by another of the same password."""
    connection.execute(update(person).where(person.c.id == key).values(password=password))


def insert_session(connection: Connection, row: SessionRow) -> None:
    """Add a session."""
    connection.execute(insert(session).values(**row._asdict()))


def find_session(connection: Connection, token_sha256: str) -> SessionRow | None:
    """Find a session by the hash of its token."""
    query = select(session).where(session.c.token_sha256 == token_sha256)
    row = connection.execute(query).one_or_none()
    return None if row is None else SessionRow(*row)


def see_session(connection: Connection, token_sha256: str, at: str) -> None:
    """Note that a session was used."""
    query = update(session).where(session.c.token_sha256 == token_sha256)
    connection.execute(query.values(seen=at))


def end_session(connection: Connection, token_sha256: str) -> None:
    """Remove a session."""
    connection.execute(delete(session).where(session.c.token_sha256 == token_sha256))


def end_sessions(connection: Connection, person_id: str) -> int:
    """Remove all sessions of a person; give how many there were."""
    return connection.execute(delete(session).where(session.c.person_id == person_id)).rowcount


def end_expired(connection: Connection, before: str) -> None:
    """Remove the sessions that nobody can use any more."""
    connection.execute(delete(session).where(session.c.expires <= before))


def _roles(connection: Connection, person_id: str) -> frozenset[str]:
    """Give the roles of a person."""
    query = select(person_role.c.role).where(person_role.c.person_id == person_id)
    return frozenset(connection.scalars(query))


def _set_roles(connection: Connection, row: PersonRow) -> None:
    """Add the roles of a person who has none."""
    values = [{"person_id": row.id, "role": role} for role in sorted(row.roles)]
    if values:
        connection.execute(insert(person_role), values)
