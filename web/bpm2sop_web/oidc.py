"""Signing in elsewhere (OpenID Connect, code with PKCE): another service says who it is; what they may do stands here."""

from __future__ import annotations

import hmac
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from bpm2sop.errors import Forbidden, Where

_LOG = logging.getLogger(__name__)
_PATIENCE = 10.0
"""Seconds for an answer of the service."""
_MOST = 1_000_000
_SIGNED = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""How a token may be signed: only ways in which the service alone has the key."""
_LEEWAY = 60
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CONFIGURATION: Final = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The service; `claim` is what it says of a person that is our login."""

    issuer: str
    client: str
    secret: str
    claim: str = "preferred_username"


class Journey(NamedTuple):
    """What the browser keeps while its person is at the service."""

    state: str
    nonce: str
    verifier: str
    goal: str


def set_out(provider: Provider, goal: str, back: str) -> tuple[str, Journey]:
    """Give the address of the service to which a person goes, and what has to be known when they are back.

    Raises:
        Forbidden: the service does not answer as it should.
    """
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415  (an extra)

    there = _endpoint(_configuration(provider), "authorization_endpoint")
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    journey = Journey(state, nonce, verifier, goal)
    asked = {
        "response_type": "code", "client_id": provider.client, "redirect_uri": back,
        "scope": "openid profile email", "state": journey.state, "nonce": journey.nonce,
        "code_challenge": create_s256_code_challenge(journey.verifier),
        "code_challenge_method": "S256",
    }  # fmt: skip
    return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}", journey


def come_back(provider: Provider, said: Mapping[str, str], journey: Journey, back: str) -> str:
    """Give the login of whom the service has signed in.

    Raises:
        Forbidden: the answer is none to this journey, or the service does not vouch for it.
    """
    if not hmac.compare_digest(said.get("state", "").encode(), journey.state.encode()):
        raise _refused("state")
    if "code" not in said:
        raise _refused("code")
    known = _configuration(provider)
    form = {
        "grant_type": "authorization_code", "code": said["code"], "redirect_uri": back,
        "client_id": provider.client, "client_secret": provider.secret,
        "code_verifier": journey.verifier,
    }  # fmt: skip
    answer = _fetch(_endpoint(known, "token_endpoint"), form)
    claims = _claims(provider, answer.get("id_token"), _fetch(_endpoint(known, "jwks_uri")))
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), journey.nonce.encode()):
        raise _refused("nonce")
    return _login(provider, claims)


def _login(provider: Provider, claims: Mapping[str, Any]) -> str:
    """Read who it is; an address of mail only where the service has made sure of it."""
    login = claims.get(provider.claim)
    if not isinstance(login, str) or not login:
        raise _refused(provider.claim)
    if provider.claim == "email" and claims.get("email_verified") is not True:
        raise _refused("email_verified")
    return login


def _claims(provider: Provider, token: object, keys: dict[str, Any]) -> Mapping[str, Any]:
    """Read a token that the service has signed for us, just now."""
    from joserfc import jwt  # noqa: PLC0415  (comes with authlib)
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    rules = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
    )
    try:
        read = jwt.decode(str(token), KeySet.import_key_set(cast("Any", keys)), algorithms=_SIGNED)
        rules.validate(read.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        _LOG.warning("%s gave a token that is refused: %r", provider.issuer, error)
        raise _refused("id_token") from error
    several = isinstance(read.claims["aud"], list) and len(read.claims["aud"]) > 1
    if read.claims.get("azp", None if several else provider.client) != provider.client:
        raise _refused("azp")
    return read.claims


def _configuration(provider: Provider) -> dict[str, Any]:
    """Ask the service where it does what."""
    known = _fetch(provider.issuer.rstrip("/") + _CONFIGURATION)
    if known.get("issuer") != provider.issuer:
        raise _refused("issuer")
    return known


def _endpoint(known: Mapping[str, Any], name: str) -> str:
    """Give an address of the service."""
    found = known.get(name)
    if not isinstance(found, str) or not is_safe(found):
        raise _refused(name)
    return found


def is_safe(address: str) -> bool:
    """Tell whether nobody on the way can read or change what is sent to an address."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _fetch(address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Ask the service for a JSON object."""
    if not is_safe(address):
        raise _refused("https")
    data = urlencode(form).encode() if form is not None else None
    request = Request(address, data=data, headers={"Accept": "application/json"})  # noqa: S310  (checked above)
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            read = json.loads(answer.read(_MOST))
    except (OSError, ValueError) as error:
        _LOG.warning("%s does not answer as it should: %r", address, error)
        raise _refused("answer") from error
    if not isinstance(read, dict):
        raise _refused("answer")
    return read


def _refused(what: str) -> Forbidden:
    return Forbidden("sign-in-elsewhere", Where(file="sign-in"), {"what": what})
