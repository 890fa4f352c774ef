"""What the server says when it cannot: the catalogues' sentences, as a page or as an RFC 9457 problem."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from bpm2sop.errors import Forbidden, Missing, Refused, Stale, StoreProblem
from bpm2sop.wording import messages, say
from bpm2sop_web.here import language, visitor
from bpm2sop_web.identity import has_users
from bpm2sop_web.rows import HEAD
from bpm2sop_web.speaking import came_from, person

_LOG = logging.getLogger(__name__)
_WORDS = (
    "value", "text", "answer", "word", "note", "label", "into", "called",
    "number", "created", "effective", *(field.value for field in HEAD),
)  # fmt: skip
"""Fields of forms into which people type."""


class Said(NamedTuple):
    """A problem in words."""

    status: int
    code: str
    title: str
    hint: str


def words_of(refusal: Refused) -> tuple[str, str]:
    """Say what was refused, and what to do."""
    sentences = messages(language()).sentences
    key = f"refused.{refusal.code}"
    try:
        params = {"file": refusal.where.file} | refusal.params
        if "who" in params and visitor() is not None:
            params["who"] = person(params["who"])
        if "roles" in params:
            params["roles"] = _named(params["roles"])
        if "right" in params:
            params["right"] = say(language(), f"web.right.{params['right']}")
        if refusal.code.startswith("cell-") and "field" in params:
            params["field"] = sentences.get(f"web.column.{params['field']}", params["field"])
        return tuple(sentences[f"{key}.{part}"].format_map(params) for part in ("title", "hint"))  # type: ignore[return-value]
    except KeyError:
        return say(language(), "web.problem.refused", code=refusal.code), ""


def _named(roles: str) -> str:
    """Give the roles that a refusal names as the pages call them."""
    return ", ".join(say(language(), f"web.role_of.{one}") for one in roles.split(", "))


def status_of(refusal: Refused) -> int:
    """Choose the status of a refusal."""
    match refusal:
        case Stale():
            return HTTPStatus.PRECONDITION_FAILED
        case Forbidden():
            return HTTPStatus.FORBIDDEN
        case Missing():
            return HTTPStatus.NOT_FOUND
        case StoreProblem():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            return HTTPStatus.UNPROCESSABLE_ENTITY


def tell_problems(app: Flask) -> None:
    """Answer every failure in our words."""
    app.register_error_handler(Refused, _on_refusal)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Exception, _on_fault)


def wants_problem() -> bool:
    """Tell whether a program asked, rather than a person's browser."""
    return request.path.startswith("/api/") or "X-Piece" in request.headers


def _on_refusal(refusal: Refused) -> ResponseReturnValue:
    said = Said(status_of(refusal), refusal.code, *words_of(refusal))
    if isinstance(refusal, Stale):
        seen = refusal.params.get("seen")
        more = _kept() | {
            "mine": refusal.mine, "theirs": refusal.theirs, "map": refusal.map,
        }  # fmt: skip
        if refusal.mine or refusal.theirs:
            more.pop("kept", None)  # it is shown beside the others' words
        if seen is not None and seen.isdecimal():
            more["seen"] = int(seen)
        return answer(said, more)
    return answer(said, _kept())


def _on_csrf(_error: HTTPException) -> ResponseReturnValue:
    return answer(_plain(HTTPStatus.BAD_REQUEST, "form-old"), _kept())


def _on_http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):
        # Not even a link can be made for a host that is not ours.
        return Response(
            "Bad Request: unknown host\n", HTTPStatus.BAD_REQUEST, mimetype="text/plain"
        )
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    if error.code == HTTPStatus.UNAUTHORIZED:
        return _on_stranger()
    response = answer(_plain(error.code, str(error.code)), _details(error))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _on_stranger() -> ResponseReturnValue:
    """Send a person to the sign-in page; tell a program what is wrong."""
    users = has_users()
    if users and not wants_problem() and request.method == "GET":
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    return answer(
        _plain(HTTPStatus.UNAUTHORIZED, "signed-out" if users else "link-needed"), _kept()
    )


def _kept() -> dict[str, object]:
    """Give back what somebody typed into a form that could not be taken, and the page where that was."""
    if wants_problem() or request.method == "GET":
        return {}
    try:
        form = request.form
        typed = [form[name] for name in _WORDS if form.get(name) not in {None, "", _was(name)}]
    except RequestEntityTooLarge:
        typed = []  # of somebody who is not signed in, nothing large is read
    return {"kept": typed, "back": came_from()}


def _was(name: str) -> str:
    """Give what a field said before anybody typed into it, where its form tells."""
    return request.form.get(f"was-{name}", "")


def _on_fault(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    # Quoted: a path may hold line breaks and signs that a terminal obeys.
    _LOG.error("%s %s failed", request.method, quote(request.path), exc_info=error)
    return answer(_plain(HTTPStatus.INTERNAL_SERVER_ERROR, "500"))


def _details(error: HTTPException) -> dict[str, object]:
    """Give which fields of a JSON body were wrong, where the API says so."""
    data = getattr(error, "data", None)
    found = data.get("messages") or data.get("errors") if isinstance(data, dict) else None
    return {"errors": found} if found else {}


_KNOWN = {"400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428", "429"}


def _plain(status: int, code: str) -> Said:
    """Say a problem that the web itself has."""
    known = _KNOWN | {"500", "503", "form-old", "signed-out", "link-needed"}
    name = code if code in known else "other"
    title = say(language(), f"web.problem.{name}.title")
    hint = say(language(), f"web.problem.{name}.hint")
    return Said(status, code, title, hint)


def answer(said: Said, more: dict[str, object] | None = None) -> Response:
    """Give a problem as JSON or as a page."""
    if wants_problem():
        body = {
            "type": "about:blank",
            "title": said.title,
            "status": int(said.status),
            "code": said.code,
            "hint": said.hint,
        }
        response = jsonify(body | (more or {}))
        response.mimetype = "application/problem+json"
    else:
        response = current_app.make_response(
            render_template("problem.html", said=said, more=more or {})
        )
    response.status_code = said.status
    return response
