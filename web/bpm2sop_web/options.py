"""How the screens are served: which hosts, over what, and who may open them without an account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bpm2sop_web.oidc import Provider

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def _secret() -> bytes:
    return secrets.token_bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `create_app` needs to know."""

    hosts: tuple[str, ...] = LOOPBACK
    """Names under which the server may be asked; any other Host is refused."""
    secure: bool = False
    """Whether browsers reach the server by https only."""
    secret: bytes = field(default_factory=_secret)
    """Key of the CSRF tokens; the same in all processes of a server."""
    once: str = ""
    """Token of the link that opens a workspace without users, once; empty where there is no such link."""
    oidc: Provider | None = None
    """The service where people may sign in instead of here."""
