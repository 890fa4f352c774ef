"""Signing in and out, the link that opens a workspace without users, and a person's choices."""

from __future__ import annotations

import hmac

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from bpm2sop.errors import Forbidden
from bpm2sop.workspace.sessions import sign_in as begin
from bpm2sop.workspace.sessions import sign_out as end
from bpm2sop_web.here import served, visitor, ws
from bpm2sop_web.identity import (
    cookie_name,
    drop_token,
    has_users,
    open_to_all,
    set_token,
)
from bpm2sop_web.pages.going import back, own_path
from bpm2sop_web.preferring import keep
from bpm2sop_web.problems import words_of
from bpm2sop_web.speaking import t

blueprint = Blueprint("account", __name__)
_LONGEST = 1_024


@blueprint.get("/health")
@open_to_all
def health() -> ResponseReturnValue:
    """Tell a watcher that the server and its store answer."""
    has_users()
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Show the form."""
    if visitor() is not None:
        return redirect(own_path(request.args.get("next")) or "/")
    if not has_users():
        raise Unauthorized
    return _form(next=request.args.get("next", ""))


@blueprint.post("/sign-in")
@open_to_all
def sign_in_now() -> ResponseReturnValue:
    """Begin a session, or say that name or password is wrong; who tries often waits."""
    login = request.form.get("login", "")[:_LONGEST]
    goal = own_path(request.form.get("next")) or "/"
    keys = (f"login {login.casefold()}", f"address {request.remote_addr}")
    limiter = served().limiter
    if seconds := limiter.wait(*keys):
        return _again(login, goal, t("web.sign_in.wait", seconds=seconds), status=429, wait=seconds)
    try:
        _person, token = begin(ws(), login, request.form.get("password", "")[:_LONGEST])
    except Forbidden as refusal:
        limiter.failed(*keys)
        return _again(login, goal, " ".join(words_of(refusal)), status=403)
    limiter.passed(*keys)
    response = make_response(redirect(goal, code=303))
    set_token(response, token)
    return response


def _form(login: str = "", problem: str = "", **more: str) -> str:
    """Write the form; with the way to another service where there is one."""
    elsewhere = served().options.oidc is not None
    return render_template(
        "sign_in.html", login=login, problem=problem, elsewhere=elsewhere, **more
    )


def _again(login: str, goal: str, problem: str, *, status: int, wait: int = 0) -> Response:
    """Show the form once more, with what was wrong."""
    page = _form(login, problem, next=goal)
    response = current_app.make_response((page, status))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@blueprint.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    """End the session here and in the store."""
    end(ws(), request.cookies.get(cookie_name(), ""))
    response = make_response(redirect("/sign-in", code=303))
    drop_token(response)
    return response


@blueprint.get("/local/<token>")
@open_to_all
def local(token: str) -> ResponseReturnValue:
    """Let in whoever started the program: the link works once, and only without users."""
    here = served()
    if visitor() is not None:
        return redirect("/")
    right = bool(here.once) and hmac.compare_digest(token.encode(), here.once.encode())
    if not right or has_users():
        raise Unauthorized
    here.once = ""
    response = make_response(redirect("/"))
    set_token(response, here.local)
    return response


@blueprint.post("/preferences")
@open_to_all
def prefer() -> ResponseReturnValue:
    """Remember language and theme in this browser."""
    return keep(make_response(back()), request.form)
