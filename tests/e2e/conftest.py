"""A server on loopback with a fresh workspace, and real browsers that visit it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from waitress import wasyncore
from waitress.server import create_server

from bpm2sop.sources import SourceFile
from bpm2sop.store import Store
from bpm2sop.workspace.coordinating import work
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Person, Role
from bpm2sop.workspace.sessions import sign_in_trusted
from bpm2sop_web import Options, create_app
from bpm2sop_web.assets import built
from tests.conftest import absent
from tests.e2e.maps import LICENCE
from tests.stores import SqliteFiles, stored

PATIENCE = 60_000
"""Milliseconds: a shared machine may be slow, and nothing here is timed."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Live:
    """A workspace that is served; `address` ends without a slash."""

    address: str
    workspace: Workspace
    once: str
    known: set[str] = field(default_factory=set)

    def person(self, login: str, *roles: Role) -> tuple[Person, str]:
        """Add somebody, if need be, and give them with a session of theirs."""
        for name, held in (("root", {Role.ADMIN}), (login, set(roles or Role))):
            if name not in self.known:
                add_person(self.workspace, OPERATOR, NewPerson(name, name.title(), frozenset(held)))
        self.known |= {"root", login}
        return sign_in_trusted(self.workspace, login)

    def token(self, login: str, *roles: Role) -> str:
        """Add somebody, if need be, and give a session of theirs."""
        return self.person(login, *roles)[1]


@contextmanager
def serving(store: Store) -> Iterator[Live]:
    """Serve a workspace, with somebody who does what batches ask for."""
    if not built():
        absent("the browser bundle is missing: run make setup")
    workspace = Workspace(store=store)
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
    # Closed by the thread that listens: a socket taken from under it would be an error there.
    with suppress(OSError):  # awake already, it may have closed what would have woken it
        server.trigger.pull_trigger(partial(wasyncore.close_all, server._map, ignore_all=True))
    for thread in threads:
        thread.join(timeout=20)
    server.task_dispatcher.shutdown()


@pytest.fixture
def live(sqlite_files: SqliteFiles) -> Iterator[Live]:
    """A server with nothing in it."""
    with stored(sqlite_files) as store, serving(store) as served:
        yield served


@pytest.fixture
def sop(live: Live) -> str:
    """The SOP of a sample map."""
    source = SourceFile(LICENCE.name, LICENCE.read_bytes())
    return import_maps(live.workspace, LOCAL, [source]).lines[0].sops[0].id


@dataclass
class Tab:
    """A page, and what went wrong in it. `agreed` says yes to what it asks; else a question is a trouble."""

    page: Page
    context: BrowserContext
    troubles: list[str] = field(default_factory=list)
    agreed: bool = False

    def asked(self, question: Dialog) -> None:
        """Answer a question of the browser's own."""
        if self.agreed:
            question.accept()
            return
        self.troubles.append(question.message)
        question.dismiss()

    def at_map(self, address: str) -> Page:
        """Open a page with a map, and wait for the map."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-map=ready]")
        return self.page


@dataclass
class Tabs:
    """Opens a browser of its own: by the link, or as somebody (`login`). Faults of scripts and of the policy are noted."""

    browser: Browser
    live: Live
    opened: list[Tab] = field(default_factory=list)

    def __call__(
        self,
        login: str = "",
        *roles: Role,
        width: int = 1440,
        height: int = 900,
        theme: str = "light",
        language: str = "id",
    ) -> Tab:
        """Open one; without a login it comes by the link that opens a workspace without users."""
        tab = self.stranger(width=width, height=height, theme=theme, language=language)
        if login:
            token = self.live.token(login, *roles)
            cookie = {"name": "bpm2sop", "value": token, "url": self.live.address}
            tab.context.add_cookies([cookie])  # type: ignore[list-item]
        else:
            tab.page.goto(f"/local/{self.live.once}")
        return tab

    def stranger(
        self,
        *,
        width: int = 1440,
        height: int = 900,
        theme: str = "light",
        language: str = "id",
    ) -> Tab:
        """Open one that nobody has let in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            base_url=self.live.address,
            reduced_motion="reduce",
            locale={"id": "id-ID", "en": "en-GB"}[language],
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        tab = Tab(page, context)
        page.on("pageerror", lambda error: tab.troubles.append(str(error)))
        page.on("console", lambda said: _note(tab, said.type, said.text))
        page.on("dialog", tab.asked)
        self.opened.append(tab)
        return tab

    def close(self) -> None:
        """Close all."""
        for tab in self.opened:
            tab.context.close()
        self.opened.clear()


@pytest.fixture
def open_tab(browser: Browser, live: Live) -> Iterator[Tabs]:
    """Open browsers of their own."""
    tabs = Tabs(browser, live)
    yield tabs
    tabs.close()


def _note(tab: Tab, kind: str, words: str) -> None:
    """Note what the browser complains of; answers that were refused are the tests' own doing."""
    if kind == "error" and "Failed to load resource" not in words:
        tab.troubles.append(words)
