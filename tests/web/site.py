"""A site for tests: people who visit it, with the cookie and the form token that a browser would have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bpm2sop.wording import Language
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person
from bpm2sop.workspace.rights import OPERATOR, Role
from bpm2sop.workspace.sessions import sign_in_trusted
from tests.workspace.maps import SERVICE, bring

PASSWORD = "kopi pagi di balai desa"  # noqa: S105  (only tests know it)
_TOKEN = re.compile(r'<meta name="csrf" content="([^"]+)"')


@dataclass
class Visitor:
    """Somebody with a browser."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:  # noqa: ANN401  (whatever the client takes)
        """Ask for a page."""
        return self.client.get(path, **more)

    def token(self) -> str:
        """The form token of this browser."""
        found = _TOKEN.search(self.client.get("/sign-in", follow_redirects=True).text)
        assert found
        return found[1]

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        **more: Any,  # noqa: ANN401  (whatever the client takes)
    ) -> TestResponse:
        """Send a form of our own."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **more)

    def put(self, path: str, json: object, **headers: str) -> TestResponse:
        """Send a JSON value as our script does."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.put(path, json=json, headers={"X-CSRFToken": self.token(), **named})


@dataclass
class Site:
    """An application and its workspace."""

    app: Flask
    workspace: Workspace
    once: str
    _made: set[str] = field(default_factory=set)

    def stranger(self) -> Visitor:
        """Somebody who has not signed in."""
        return Visitor(self.app.test_client())

    def local(self) -> Visitor:
        """Whoever started the program and came by the link."""
        visitor = self.stranger()
        assert visitor.get(f"/local/{self.once}").status_code == 302
        return visitor

    def person(self, login: str, *roles: Role) -> Visitor:
        """Somebody who has signed in; the first one keeps house as well, for somebody must."""
        self.add(login, *roles)
        _person, token = sign_in_trusted(self.workspace, login)
        visitor = self.stranger()
        visitor.client.set_cookie("bpm2sop", token)
        return visitor

    def add(self, login: str, *roles: Role, name: str = "", password: str | None = None) -> None:
        """Add somebody, behind an admin."""
        if not self._made:
            self._made.add("root")
            admin = NewPerson("root", "Pengelola", frozenset({Role.ADMIN}))
            add_person(self.workspace, OPERATOR, admin)
        if login not in self._made:
            self._made.add(login)
            new = NewPerson(
                login, name or login.title(), frozenset(roles or Role), password, None, Language.ID
            )
            add_person(self.workspace, OPERATOR, new)

    def sop(self, steps: str = SERVICE, name: str = "surat.bpmn") -> str:
        """The id of the SOP of a map just brought in."""
        return bring(self.workspace, steps, name=name).lines[0].sops[0].id


class Markup(HTMLParser):
    """The elements of a page, and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of a name."""
        return [attributes for name, attributes in self.tags if name == tag]
