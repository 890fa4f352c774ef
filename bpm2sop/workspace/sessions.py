"""Signing in and out: a token that only its owner has; the store knows its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from bpm2sop.errors import Forbidden, Missing, Where
from bpm2sop.store import audit
from bpm2sop.store import people as rows
from bpm2sop.store.people import PersonRow, SessionRow
from bpm2sop.workspace import passwords
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import person_of_row, plain_login
from bpm2sop.workspace.rights import Person, Right, require
from bpm2sop.workspace.units import ACTIVE

LIFETIME = timedelta(hours=12)
"""A session ends then, used or not."""
IDLE = timedelta(hours=3)
"""A session ends when it was not used for so long."""
_NOTED = timedelta(minutes=5)
"""A session's use is noted no more often than this."""
_BYTES = 32


def check_password(workspace: Workspace, login: str, password: str) -> Person:
    """Tell who this is, without a session.

    Raises:
        Forbidden: no active person has this login and password; which of them is wrong is not said.
    """
    return person_of_row(_checked(workspace, login, password))


def sign_in(workspace: Workspace, login: str, password: str) -> tuple[Person, str]:
    """Begin a session; give the person and the token, which is nowhere kept.

    Raises:
        Forbidden: no active person has this login and password; which of them is wrong is not said.
    """
    found = _checked(workspace, login, password)
    newer = passwords.again(password) if passwords.outdated(found.password or "") else None
    return _begin(workspace, found, newer)


def sign_in_trusted(workspace: Workspace, login: str) -> tuple[Person, str]:
    """Begin a session for somebody whom another service has signed in (OIDC, a proxy's header).

    Raises:
        Forbidden: no active person has this login.
    """
    with workspace.store.reading() as connection:
        found = rows.person_by_login(connection, plain_login(login))
    if found is None or found.state != ACTIVE:
        raise Forbidden("sign-in-failed", Where(file=login))
    return _begin(workspace, found, None)


def person_of(workspace: Workspace, token: str) -> Person | None:
    """Give whose session a token is, with the roles that they have now; None when it has ended."""
    now = workspace.now()
    key = _hash(token)
    with workspace.store.reading() as connection:
        session = rows.find_session(connection, key)
        if session is None or now >= session.expires or now >= _later(session.seen, IDLE):
            return None
        row = rows.person_by_id(connection, session.person_id)
    if row is None or row.state != ACTIVE:
        return None
    if now >= _later(session.seen, _NOTED):
        with workspace.store.writing() as connection:
            rows.see_session(connection, key, now)
    return person_of_row(row)


def sign_out(workspace: Workspace, token: str) -> None:
    """End a session; one that has ended already stays so."""
    with workspace.store.writing() as connection:
        rows.end_session(connection, _hash(token))


def revoke_sessions(workspace: Workspace, who: Person, login: str) -> int:
    """End all sessions of a person; give how many there were. Everybody may end their own.

    Raises:
        Missing: there is no such person.
    """
    login = plain_login(login)
    if login != who.login:
        require(who, Right.KEEP, login)
    with workspace.store.writing() as connection:
        row = rows.person_by_login(connection, login)
        if row is None:
            raise Missing("person-missing", Where(file=login))
        ended = rows.end_sessions(connection, row.id)
        workspace.record(
            connection,
            who,
            act="sessions-revoke",
            subject=row.id,
            detail={"login": login, "sessions": ended},
        )
    return ended


def _checked(workspace: Workspace, login: str, password: str) -> PersonRow:
    """Find the active person of this login and password."""
    with workspace.store.reading() as connection:
        row = rows.person_by_login(connection, plain_login(login))
    # The hash is worked out in every case: how long an answer takes tells nothing.
    right = passwords.holds(row.password if row is not None else None, password)
    if row is None or row.state != ACTIVE or not right:
        raise Forbidden("sign-in-failed", Where(file=login))
    return row


def _begin(workspace: Workspace, found: PersonRow, newer: str | None) -> tuple[Person, str]:
    """Begin a session, if the person is still as they were when their password was looked at."""
    token = secrets.token_urlsafe(_BYTES)
    now = workspace.now()
    with workspace.store.writing() as connection:
        row = rows.person_by_id(connection, found.id)
        if row is None or row.state != ACTIVE or row.password != found.password:
            raise Forbidden("sign-in-failed", Where(file=found.login))
        if newer is not None:
            rows.set_hash(connection, row.id, newer)
        rows.end_expired(connection, now)
        session = SessionRow(_hash(token), row.id, now, _later(now, LIFETIME), now)
        rows.insert_session(connection, session)
        audit.record(connection, at=now, who=row.login, act="sign-in", subject=row.id)
    return person_of_row(row), token


def _hash(token: str) -> str:
    """Give what the store knows of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _later(when: str, much: timedelta) -> str:
    """Give the time that is so much later, as the store keeps it."""
    return (datetime.fromisoformat(when) + much).isoformat(timespec="microseconds")
