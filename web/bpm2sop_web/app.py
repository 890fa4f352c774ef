"""The application: everything put together, nothing decided."""

from __future__ import annotations

import secrets

from flask import Flask
from werkzeug.routing import IntegerConverter

from bpm2sop.workspace.opening import Workspace
from bpm2sop_web.api import register_api
from bpm2sop_web.assets import serve_files
from bpm2sop_web.guarding import guard
from bpm2sop_web.here import Served, serve_with
from bpm2sop_web.identity import CookieSessions
from bpm2sop_web.limiting import Limiter
from bpm2sop_web.options import Options
from bpm2sop_web.pages import register_pages
from bpm2sop_web.problems import tell_problems
from bpm2sop_web.reading import StrictJson
from bpm2sop_web.speaking import teach

MOST_BYTES = 1024 * 1024
"""Of a request that brings no files; an upload has its own limit."""


class _Number(IntegerConverter):
    """A number of a version: from 1, as written, and within what a store counts."""

    regex = "[1-9][0-9]{0,8}"


def create_app(workspace: Workspace, options: Options | None = None) -> Flask:
    """Make the application that serves a workspace."""
    options = options or Options()
    app = Flask("bpm2sop_web", static_folder=None)
    app.secret_key = options.secret
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=200,
        SEND_FILE_MAX_AGE_DEFAULT=3_600,
        PREFERRED_URL_SCHEME="https" if options.secure else "http",
    )
    app.json = StrictJson(app)
    app.session_interface = CookieSessions()
    app.url_map.converters["number"] = _Number
    local = secrets.token_urlsafe(32) if options.once else ""
    serve_with(
        app,
        Served(
            workspace=workspace, options=options, limiter=Limiter(), local=local, once=options.once
        ),
    )
    serve_files(app)
    guard(app, secure=options.secure)
    teach(app)
    register_pages(app)
    register_api(app)
    tell_problems(app)
    return app
