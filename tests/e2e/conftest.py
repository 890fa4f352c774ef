"""A server on loopback with a fresh workspace, and real browsers that visit it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress.server import create_server

from bpm2sop.store import Store
from bpm2sop.workspace.coordinating import work
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person
from bpm2sop.workspace.rights import OPERATOR, Role
from bpm2sop.workspace.sessions import sign_in_trusted
from bpm2sop_web import Options, create_app
from bpm2sop_web.assets import built
from tests.conftest import absent

PATIENCE = 60_000
"""Milliseconds: a shared machine may be slow, and nothing here is timed."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Live:
    """A workspace that is served; `address` ends without a slash."""

    address: str
    workspace: Workspace
    once: str

    def token(self, login: str, *roles: Role) -> str:
        """Add somebody, if need be, and give a session of theirs."""
        known = getattr(self, "_known", set())
        for name, held in (("root", {Role.ADMIN}), (login, set(roles or Role))):
            if name not in known:
                add_person(self.workspace, OPERATOR, NewPerson(name, name.title(), frozenset(held)))
        self._known = known | {"root", login}
        return sign_in_trusted(self.workspace, login)[1]


@pytest.fixture
def live(sqlite_store: Store) -> Iterator[Live]:
    """A server with nothing in it, with somebody who does what batches ask for."""
    if not built():
        absent("the browser bundle is missing: run make setup")
    workspace = Workspace(store=sqlite_store)
    app = create_app(workspace, Options(once="link", secret=b"s" * 32))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    stop = threading.Event()
    threads = [
        threading.Thread(target=server.run, daemon=True),
        threading.Thread(
            target=work, args=(workspace, stop), kwargs={"idle": 0.1, "lease": 5}, daemon=True
        ),
    ]
    for thread in threads:
        thread.start()
    yield Live(f"http://127.0.0.1:{server.effective_port}", workspace, "link")
    stop.set()
    server.close()
    for thread in threads:
        thread.join(timeout=20)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium, as Debian has it."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Tab:
    """A page, and what went wrong in it."""

    page: Page
    context: BrowserContext
    troubles: list[str]


@pytest.fixture
def open_tab(browser: Browser, live: Live) -> Iterator[Callable[..., Tab]]:
    """Open a browser of its own: by the link, or as somebody (`login`). Faults of scripts and of the policy are noted."""
    opened: list[Tab] = []

    def opener(
        login: str = "", *roles: Role, width: int = 1440, height: int = 900, theme: str = "light"
    ) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            base_url=live.address,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        if login:
            token = live.token(login, *roles)
            context.add_cookies([{"name": "bpm2sop", "value": token, "url": live.address}])
        page = context.new_page()
        if not login:
            page.goto(f"/local/{live.once}")
        tab = Tab(page, context, [])
        page.on("pageerror", lambda error: tab.troubles.append(str(error)))
        page.on("dialog", lambda dialog: (tab.troubles.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda said: _note(tab, said.type, said.text))
        opened.append(tab)
        return tab

    yield opener
    for tab in opened:
        tab.context.close()


def _note(tab: Tab, kind: str, words: str) -> None:
    """Note what the browser complains of; answers that were refused are the tests' own doing."""
    if kind == "error" and "Failed to load resource" not in words:
        tab.troubles.append(words)
