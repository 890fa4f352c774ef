"""Who asks: one cookie with an opaque token, looked up on every request."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SessionInterface, SessionMixin

from bpm2sop.errors import Forbidden
from bpm2sop.wording import Language
from bpm2sop.workspace.people import local_person
from bpm2sop.workspace.rights import Person
from bpm2sop.workspace.sessions import person_of
from bpm2sop_web.here import Served, served

_BYTES = 32
_LONGEST = 200
"""Characters of a cookie that is looked up at all."""
LANGUAGE_COOKIE = "bpm2sop_language"

View = TypeVar("View", bound=Callable[..., object])


def open_to_all(view: View) -> View:
    """Mark a view that needs nobody to be signed in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


class _Session(dict[str, object], SessionMixin):
    """Only the CSRF secret, derived from the cookie; nothing is ever stored in it."""


class CookieSessions(SessionInterface):
    """Gives Flask-WTF a secret that belongs to the cookie, so that no second cookie is needed."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        """Read the cookie, or think of one."""
        token = request.cookies.get(cookie_name(), "")
        g.token = token[:_LONGEST] or secrets.token_urlsafe(_BYTES)
        g.token_new = not token
        key = app.secret_key
        assert isinstance(key, bytes)  # noqa: S101  (create_app sets it)
        return _Session(csrf_token=hmac.new(key, g.token.encode(), hashlib.sha256).hexdigest())

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Give a visitor the cookie that a form on the page will need."""
        del app, session
        if g.get("token_new") and "csrf_token" in g:
            set_token(response, g.token)


def cookie_name() -> str:
    """Name the cookie; the prefix binds it to this host, where https allows that."""
    return "__Host-bpm2sop" if served().options.secure else "bpm2sop"


def set_token(response: Response, token: str) -> None:
    """Hand a token to the browser."""
    g.token_new = False
    response.set_cookie(
        cookie_name(),
        token,
        secure=served().options.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_token(response: Response) -> None:
    """Take the token from the browser."""
    g.token_new = False
    response.delete_cookie(
        cookie_name(), secure=served().options.secure, httponly=True, samesite="Lax", path="/"
    )


def find_person() -> Person | None:
    """Tell whose token the request carries."""
    token = request.cookies.get(cookie_name(), "")[:_LONGEST]
    if not token:
        return None
    here = served()
    if here.local and hmac.compare_digest(token.encode(), here.local.encode()):
        return _local(here)
    return person_of(here.workspace, token)


def _local(here: Served) -> Person | None:
    """Give whoever sits at the machine, as long as there are no users."""
    try:
        return local_person(here.workspace)
    except Forbidden:
        return None


def has_users() -> bool:
    """Tell whether one signs in here, rather than coming by the link."""
    return _local(served()) is None


def choose_language(person: Person | None) -> Language:
    """Give what was chosen in this browser, else what the person prefers."""
    for said in (request.cookies.get(LANGUAGE_COOKIE), person.language if person else None):
        if said in set(Language):
            return Language(said)
    return Language.ID


def is_open() -> bool:
    """Tell whether the view that was asked for is open to all."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is None or request.endpoint == "static" or hasattr(view, "open_to_all")
