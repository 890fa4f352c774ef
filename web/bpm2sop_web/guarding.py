"""What holds for every request and every answer: who, from where, and what a browser may do with it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, SecurityError, Unauthorized, UnsupportedMediaType
from werkzeug.exceptions import Forbidden as ForbiddenRequest

from bpm2sop_web.here import served
from bpm2sop_web.identity import choose_language, find_person, is_open
from bpm2sop_web.taking import allow_files

_PORT = re.compile(r":\d+$")
_SAFE = {"GET", "HEAD", "OPTIONS"}
_OURS = {"same-origin", "none"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_YEAR = 31_536_000
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""The policy of what people have put in: it is downloaded, never rendered."""

_WITH_FILES = {
    "api_batches.Batches",
    "api_batches.Files",
    "upload.take",
    "revising.look",
    "revising.carry_out",
    "settling.look",
    "settling.change",
}
"""Where files come in."""

_csrf = CSRFProtect()


def guard(app: Flask, *, secure: bool) -> None:
    """Check every request and give every answer its headers."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False
    )
    _csrf.init_app(app)
    app.before_request(_check)

    @app.after_request
    def _finish(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.add("Cookie")
        return response


def _check() -> None:
    """Find out who asks; refuse strangers, other sites, and forms without our token."""
    if _PORT.sub("", request.host).lower() not in served().options.hosts:
        # Werkzeug's own list of hosts knows no IPv6 address.
        raise SecurityError
    if request.endpoint == "static":
        return
    g.who = find_person()
    g.language = choose_language(g.who)
    if g.who is None and not is_open():
        raise Unauthorized
    if request.method in _SAFE or request.endpoint is None:
        return
    if request.endpoint in _WITH_FILES:
        allow_files()
    _same_site()
    if request.blueprint and request.blueprint.startswith("api") and request.content_length:
        _json_or_files()
    if None in request.form:
        # A part without a name; Flask-WTF takes every name for text.
        raise BadRequest
    _csrf.protect()


def _same_site() -> None:
    """Refuse what another site makes a browser send."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None and fetched not in _OURS:
        raise ForbiddenRequest
    origin = request.headers.get("Origin")
    if fetched is None and origin is not None and urlsplit(origin).netloc != request.host:
        raise ForbiddenRequest


def _json_or_files() -> None:
    """Refuse bodies that a plain form of another site could send."""
    if request.mimetype not in {"application/json", "multipart/form-data"}:
        raise UnsupportedMediaType
