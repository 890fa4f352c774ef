"""Signing in at another service: a small one is served here, with a key of its own; it may also lie."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from bpm2sop.workspace.rights import Role
from bpm2sop_web import Options, create_app, wsgi
from bpm2sop_web.oidc import Provider, is_safe
from tests.web.site import Site, Visitor

KEY = RSAKey.generate_key(2048, auto_kid=True)
OTHER = RSAKey.generate_key(2048, auto_kid=True)


@dataclass
class Service:
    """A service that signs people in; `says` and `key` make it lie."""

    issuer: str = ""
    person: str = "ani"
    says: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    form: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str) -> dict[str, Any]:
        """What it says at an address."""
        if path == "/token":
            return {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}
        if path == "/keys":
            return {"keys": [KEY.as_dict(private=False)]}
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
        }  # fmt: skip

    def token(self) -> str:
        """Who it is, signed."""
        claims = {
            "iss": self.issuer, "aud": "bpm2sop", "sub": "1", "iat": int(time.time()),
            "exp": int(time.time()) + 300, "nonce": self.asked["nonce"],
            "preferred_username": self.person,
        }  # fmt: skip
        said = {name: value for name, value in (claims | self.says).items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": KEY.kid}, said, self.key)


@pytest.fixture
def service() -> Iterator[Service]:
    """A service on this machine."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = json.dumps(service.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            service.form = {name: value[0] for name, value in parse_qs(sent).items()}
            self.do_GET()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield service
        server.shutdown()


@pytest.fixture
def visit(site: Site, service: Service) -> Callable[..., tuple[Visitor, TestResponse]]:
    """Go to the service and come back with what it says; give the visitor and the last answer."""
    site.add("ani", Role.ANALYST)

    def visited(
        claim: str = "preferred_username", **back: str | None
    ) -> tuple[Visitor, TestResponse]:
        provider = Provider(issuer=service.issuer, client="bpm2sop", secret="s", claim=claim)  # noqa: S106
        site.app = create_app(site.workspace, Options(secret=b"s" * 32, oidc=provider))
        site.app.testing = True
        visitor = site.stranger()
        address = visitor.get("/sign-in/elsewhere?next=/trace").headers["Location"]
        service.asked = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
        said = {"code": "c", "state": service.asked["state"]} | back
        said = {name: one for name, one in said.items() if one is not None}
        return visitor, visitor.get("/sign-in/elsewhere/back", query_string=said)

    return visited


Visit = Callable[..., tuple[Visitor, TestResponse]]


def test_whom_the_service_vouches_for_comes_in(service: Service, visit: Visit) -> None:
    """To the page that was wanted, with the roles that stand here; the code is redeemed with what only we know."""
    visitor, answer = visit()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/trace")
    assert visitor.get("/upload").status_code == 200
    assert visitor.get("/admin").status_code == 403
    assert (service.form["client_secret"], service.form["code"]) == ("s", "c")
    challenge = create_s256_code_challenge(service.form["code_verifier"])
    assert (service.asked["code_challenge"], service.asked["code_challenge_method"]) == (
        challenge,
        "S256",
    )


def test_whom_nobody_has_added_stays_outside(service: Service, visit: Visit) -> None:
    """Though the service knows them; the page says what to do."""
    service.person = "siapa"
    visitor, answer = visit()
    assert answer.status_code == 403
    assert "siapa" in answer.text
    assert visitor.get("/").status_code == 302


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["bpm2sop", "another"]},
        {"azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"nonce": "of another journey"},
        {"nonce": None},
        {"sub": None},
        {"preferred_username": None},
        {"preferred_username": 7},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(
    service: Service, visit: Visit, lie: dict[str, object]
) -> None:
    """Made for others, over, or of another journey."""
    service.says = lie
    visitor, answer = visit()
    assert answer.status_code == 403
    assert visitor.get("/").status_code == 302


def test_a_token_that_others_have_signed_is_refused(service: Service, visit: Visit) -> None:
    """Only the keys that the service shows count."""
    service.key = OTHER
    assert visit()[1].status_code == 403


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_token_that_anybody_could_sign_is_refused(
    service: Service, visit: Visit, alg: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unsigned, or signed with what everybody may read."""

    def forged() -> str:
        head = json.dumps({"alg": alg, "kid": KEY.kid}).encode()
        said = json.dumps({"iss": service.issuer, "aud": "bpm2sop", "sub": "1"} | {
            "iat": int(time.time()), "exp": int(time.time()) + 300,
            "nonce": service.asked["nonce"], "preferred_username": "ani",
        }).encode()  # fmt: skip
        parts = [base64.urlsafe_b64encode(part).rstrip(b"=") for part in (head, said)]
        public = KEY.as_pem(private=False)
        sign = hmac.new(public, b".".join(parts), hashlib.sha256).digest() if alg != "none" else b""
        return b".".join([*parts, base64.urlsafe_b64encode(sign).rstrip(b"=")]).decode()

    monkeypatch.setattr(service, "token", forged)
    assert visit()[1].status_code == 403


@pytest.mark.parametrize(
    "back", [{"state": "forged"}, {"state": ""}, {"code": None, "error": "access_denied"}]
)
def test_an_answer_to_no_question_is_refused(visit: Visit, back: dict[str, str | None]) -> None:
    """Somebody else's link leads nowhere, and neither does a service that says no."""
    assert visit(**back)[1].status_code == 403


def test_without_the_cookie_of_the_journey_nobody_comes_in(site: Site, visit: Visit) -> None:
    """A link that was sent to somebody signs nobody in."""
    visit()
    stranger = site.stranger()
    answer = stranger.get("/sign-in/elsewhere/back?code=c&state=s")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("verified", "status"), [(True, 303), (False, 403), (None, 403), ("true", 403)]
)
def test_an_address_of_mail_counts_when_the_service_has_made_sure(
    service: Service, visit: Visit, verified: object, status: int
) -> None:
    """Else anybody could claim anybody's."""
    service.says = {"email": "ani", "email_verified": verified}
    assert visit("email")[1].status_code == status


def test_where_no_service_is_named_there_is_no_way_to_it(site: Site) -> None:
    """Nor a button."""
    site.add("ani")
    assert site.stranger().get("/sign-in/elsewhere").status_code == 404
    assert "/sign-in/elsewhere" not in site.stranger().get("/sign-in").text


def test_a_service_that_does_not_answer_is_said(site: Site) -> None:
    """In words; signing in here still works."""
    site.add("ani")
    provider = Provider(issuer="http://127.0.0.1:9", client="c", secret="s")  # noqa: S106
    site.app = create_app(site.workspace, Options(secret=b"s" * 32, oidc=provider))
    stranger = site.stranger()
    assert "/sign-in/elsewhere" in stranger.get("/sign-in").text
    assert stranger.get("/sign-in/elsewhere").status_code == 403


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://masuk.example.go.id", True), ("http://localhost:8080", True),
        ("http://masuk.example.go.id", False), ("file:///etc/passwd", False), ("", False),
    ],
)  # fmt: skip
def test_a_service_is_asked_only_where_nobody_listens(address: str, *, safe: bool) -> None:
    """By https, or on this machine."""
    assert is_safe(address) is safe


def test_settings_of_a_service_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of them stop the server rather than let nobody in."""
    assert wsgi.provider() is None
    monkeypatch.setenv("BPM2SOP_OIDC_ISSUER", "https://masuk.example.go.id")
    with pytest.raises(RuntimeError, match="BPM2SOP_OIDC_CLIENT"):
        wsgi.provider()
    monkeypatch.setenv("BPM2SOP_OIDC_CLIENT", "bpm2sop")
    monkeypatch.setenv("BPM2SOP_OIDC_SECRET", "s")
    found = wsgi.provider()
    assert found
    assert found.claim == "preferred_username"
    monkeypatch.setenv("BPM2SOP_OIDC_ISSUER", "http://masuk.example.go.id")
    with pytest.raises(RuntimeError, match="https"):
        wsgi.provider()
