"""What everybody may do about their own account."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bpm2sop.errors import Refused
from bpm2sop.workspace.people import set_password
from bpm2sop.workspace.sessions import revoke_sessions, sign_in
from bpm2sop_web.here import who, ws
from bpm2sop_web.identity import drop_token, set_token
from bpm2sop_web.problems import status_of, words_of

blueprint = Blueprint("profile", __name__)


@blueprint.get("/profile")
def show() -> ResponseReturnValue:
    """Show one's own account."""
    if not who().id:
        raise NotFound
    return render_template("profile.html", problem="", changed="changed" in request.args)


@blueprint.post("/profile/password")
def password() -> ResponseReturnValue:
    """Change one's own password; other browsers are signed out."""
    form = request.form
    new = form.get("password", "")
    try:
        set_password(ws(), who(), who().login, new, current=form.get("current", ""))
        _person, token = sign_in(ws(), who().login, new)
    except Refused as refusal:
        page = render_template("profile.html", problem=" ".join(words_of(refusal)), changed=False)
        return page, status_of(refusal)
    response = make_response(redirect("/profile?changed=yes", code=303))
    set_token(response, token)
    return response


@blueprint.post("/profile/sessions")
def sessions() -> ResponseReturnValue:
    """End all one's sessions, this one too."""
    revoke_sessions(ws(), who(), who().login)
    response = make_response(redirect("/sign-in", code=303))
    drop_token(response)
    return response
