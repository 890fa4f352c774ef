"""Signing in at another service, where the server names one."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import NotFound

from bpm2sop.errors import Forbidden, Where
from bpm2sop.workspace.sessions import sign_in_trusted
from bpm2sop_web.here import served, ws
from bpm2sop_web.identity import has_users, open_to_all, set_token
from bpm2sop_web.oidc import Journey, Provider, come_back, set_out
from bpm2sop_web.pages.going import own_path

blueprint = Blueprint("elsewhere", __name__)
_MOST_SECONDS = 600
"""That a person may take at the service."""


@blueprint.get("/sign-in/elsewhere")
@open_to_all
def go() -> ResponseReturnValue:
    """Send a person to the service."""
    goal = own_path(request.args.get("next")) or "/"
    address, journey = set_out(_provider(), goal, _back())
    response = make_response(redirect(address))
    response.set_cookie(
        _cookie(), _sealer().dumps(journey), max_age=_MOST_SECONDS, httponly=True,
        secure=served().options.secure, samesite="Lax", path="/",
    )  # fmt: skip
    return response


@blueprint.get("/sign-in/elsewhere/back")
@open_to_all
def back() -> ResponseReturnValue:
    """Let in whom the service has signed in, if an admin has added them here."""
    provider = _provider()
    try:
        kept = _sealer().loads(request.cookies.get(_cookie(), ""), max_age=_MOST_SECONDS)
    except BadData as error:
        raise Forbidden("sign-in-elsewhere", Where(file="sign-in"), {"what": "cookie"}) from error
    journey = Journey(*kept)
    login = come_back(provider, request.args, journey, _back())
    try:
        _person, token = sign_in_trusted(ws(), login)
    except Forbidden as error:
        raise Forbidden("sign-in-unknown", Where(file="sign-in"), {"login": login}) from error
    response = make_response(redirect(own_path(journey.goal) or "/", code=303))
    response.delete_cookie(_cookie(), secure=served().options.secure, httponly=True, samesite="Lax")
    set_token(response, token)
    return response


def _provider() -> Provider:
    """Give the service.

    Raises:
        NotFound: there is none, or nobody signs in here.
    """
    provider = served().options.oidc
    if provider is None or not has_users():
        raise NotFound
    return provider


def _back() -> str:
    return url_for("elsewhere.back", _external=True)


def _cookie() -> str:
    return "__Host-bpm2sop_elsewhere" if served().options.secure else "bpm2sop_elsewhere"


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or b"", salt="elsewhere")
