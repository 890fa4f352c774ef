"""For servers such as gunicorn: `gunicorn "bpm2sop_web.wsgi:create()"`. Needs users; settings come from the environment."""

from __future__ import annotations

import os
from importlib.util import find_spec
from threading import Event, Thread

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bpm2sop.errors import Forbidden
from bpm2sop.garbage import look_seldom
from bpm2sop.workspace.coordinating import work
from bpm2sop.workspace.opening import DEFAULT, open_workspace
from bpm2sop.workspace.people import local_person
from bpm2sop_web.app import create_app
from bpm2sop_web.oidc import Provider, is_safe
from bpm2sop_web.options import LOOPBACK, Options
from bpm2sop_web.secret import VARIABLE, secret_for

_OIDC = ("issuer", "client", "secret", "claim")
_SHORTEST = 32
"""Characters of a secret that somebody gives."""


def create() -> Flask:
    """Make the application for BPM2SOP_DB, reached under the names in BPM2SOP_NAMES (separated by commas).

    BPM2SOP_HTTPS=no tells that browsers come without https. The proxy in front must set X-Forwarded-For and -Proto.

    Raises:
        RuntimeError: the workspace has no users, no name is given, or processes would have no secret in common.
    """
    look_seldom()
    workspace = open_workspace(os.environ.get("BPM2SOP_DB", DEFAULT))
    names = tuple(
        name.strip() for name in os.environ.get("BPM2SOP_NAMES", "").split(",") if name.strip()
    )
    if not names:
        raise RuntimeError(
            "BPM2SOP_NAMES is empty: name the hosts under which browsers reach this server"
        )
    try:
        local_person(workspace)
    except Forbidden:
        pass
    else:
        raise RuntimeError("this workspace has no users: add one with bpm2sop user add")
    app = create_app(
        workspace,
        Options(
            hosts=(*names, *LOOPBACK),
            secure=os.environ.get("BPM2SOP_HTTPS", "yes") != "no",
            secret=shared_secret(workspace.store.place),
            oidc=provider(),
        ),
    )
    # Each process offers to coordinate; a lock row lets one of them at a time.
    Thread(target=work, args=(workspace, Event()), name="batches", daemon=True).start()
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return app


def provider() -> Provider | None:
    """Give the service that BPM2SOP_OIDC_ISSUER names, with _CLIENT, _SECRET and _CLAIM (preferred_username).

    Raises:
        RuntimeError: half of it is missing, or the service would be asked in the clear.
    """
    said = {name: os.environ.get(f"BPM2SOP_OIDC_{name.upper()}", "") for name in _OIDC}
    if not any(said.values()):
        return None
    for name in _OIDC[:3]:
        if not said[name]:
            raise RuntimeError(f"BPM2SOP_OIDC_{name.upper()} is empty")
    if find_spec("authlib") is None:
        raise RuntimeError("signing in elsewhere needs authlib: install bpm2sop[oidc]")
    if not is_safe(said["issuer"]):
        raise RuntimeError("BPM2SOP_OIDC_ISSUER must begin with https://")
    return Provider(**{name: value for name, value in said.items() if value})


def shared_secret(place: str) -> bytes:
    """Give the key of form tokens that all processes have in common.

    Raises:
        RuntimeError: there is none, or one that could be guessed.
    """
    said = os.environ.get(VARIABLE)
    if said is None and "://" in place:
        raise RuntimeError(f"{VARIABLE} is empty: all processes and machines need the same one")
    if said is not None and len(said) < _SHORTEST:
        raise RuntimeError(
            f"{VARIABLE} is too short: it needs {_SHORTEST} characters that nobody can guess"
        )
    return secret_for(place)
