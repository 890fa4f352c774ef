"""Many reviewers on one SOP at once, over HTTP: everybody adds lines to cells that the others write in as well."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from flask import Flask
from waitress.server import create_server

from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Role
from bpm2sop.workspace.sessions import sign_in_trusted
from bpm2sop.workspace.views import sop_view

_TOKEN = re.compile(r'<meta name="csrf" content="([^"]+)"')
_OK, _STALE = 200, 412


@contextmanager
def listening(app: Flask) -> Iterator[tuple[str, int]]:
    """Serve an application as `bpm2sop serve` does; give host and port."""
    server = create_server(
        app, host="127.0.0.1", port=0, threads=8, max_request_body_size=130_000_000
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield "127.0.0.1", int(server.effective_port)
    # By its own thread: closed by another one, what it waits for is gone under it.
    with suppress(OSError):  # awake already, it may have closed what would have woken it
        server.trigger.pull_trigger(server.close)
    thread.join(timeout=20)


@dataclass
class Reviewer:
    """Somebody who writes, as the page's script does."""

    name: str
    session: str
    place: tuple[str, int]
    took: list[float] = field(default_factory=list)
    stale: int = 0

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection(*self.place, timeout=300)
        page = self._ask("GET", "/profile", {})[1].decode()
        found = _TOKEN.search(page)
        self._csrf = found[1] if found else ""

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, bytes]:
        self._line.request(method, path, body, headers | {"Cookie": f"bpm2sop={self.session}"})
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """Leave."""
        self._line.close()

    def add(self, path: str, words: str) -> None:
        """Add a line to a cell; where somebody was faster, to theirs."""
        begun = time.perf_counter()
        value, seen = words, 0
        while True:
            headers = {
                "If-Match": f'"{seen}"', "X-CSRFToken": self._csrf, "Content-Type": "application/json",
            }  # fmt: skip
            status, said = self._ask("PUT", path, headers, json.dumps({"value": value}))
            if status != _STALE:
                break
            self.stale += 1
            told = json.loads(said)
            value, seen = "\n".join(filter(None, (told["theirs"], words))), told["seen"]
        if status != _OK:
            raise RuntimeError(f"{status}: {said.decode()}")
        self.took.append(time.perf_counter() - begun)


def invite(workspace: Workspace, place: tuple[str, int], people: int) -> list[Reviewer]:
    """Add people who may write, and sign them in."""
    add_person(workspace, OPERATOR, NewPerson("root", "Pengelola", frozenset({Role.ADMIN})))
    names = [f"orang{number}" for number in range(people)]
    for name in names:
        add_person(workspace, OPERATOR, NewPerson(name, name.title(), frozenset({Role.REVIEWER})))
    return [Reviewer(name, sign_in_trusted(workspace, name)[1], place) for name in names]


def write(sop: str, keys: Sequence[str], reviewers: Sequence[Reviewer], edits: int) -> None:
    """Let everybody write at once, one edit after the other."""

    def work(numbered: tuple[int, Reviewer]) -> None:
        first, reviewer = numbered
        for number in range(edits):
            key = keys[(first + number) % len(keys)]
            reviewer.add(f"/api/sops/{sop}/cells/{key}/remarks", f"{reviewer.name}-{number}")

    with ThreadPoolExecutor(len(reviewers)) as pool:
        list(pool.map(work, enumerate(reviewers)))
    for reviewer in reviewers:
        reviewer.close()


def lines(workspace: Workspace, sop: str) -> list[str]:
    """All lines of remarks, in the order of their words."""
    cells = (step.cells[Field.REMARKS] for step in sop_view(workspace, LOCAL, sop).steps)
    return sorted(line for cell in cells for line in cell.value.split("\n") if line)


def wanted(reviewers: Sequence[Reviewer], edits: int) -> list[str]:
    """What has to be there."""
    return sorted(f"{one.name}-{number}" for one in reviewers for number in range(edits))
