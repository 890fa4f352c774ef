"""The server as docs/deploy starts it: gunicorn with several processes, for people who sign in."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

import pytest

from bpm2sop.store import open_store
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.people import NewPerson, add_person
from bpm2sop.workspace.rights import OPERATOR, Role
from bpm2sop_web import wsgi
from tests.conftest import ROOT, absent
from tests.stores import SqliteFiles
from tests.web.site import PASSWORD

DEPLOY = ROOT / "docs" / "deploy"
NAME = "sop.kantor.local"
PATIENCE = 120.0
"""Seconds until a server has started; nothing here is timed."""


def unit() -> list[str]:
    """The command of the systemd unit."""
    [line] = re.findall(
        r"^ExecStart=(.*)$", (DEPLOY / "bpm2sop.service").read_text("utf-8"), re.MULTILINE
    )
    return shlex.split(line)


def container() -> list[str]:
    """The command of the container."""
    [line] = re.findall(r"^CMD (.*)$", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)
    command: list[str] = json.loads(line)
    return command


def sections(name: str) -> dict[str, list[tuple[str, str]]]:
    """The sections of a systemd unit; a key may stand there more than once."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = here = []
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            here.append((key, value))
    return found


def test_the_timer_s_service_writes_a_backup_into_its_folder(address: str, tmp_path: Path) -> None:
    """By its own command, with no other settings; what is older goes, and nothing else."""
    service = dict(sections("bpm2sop-backup.service")["Service"])
    command = shlex.split(service["ExecStart"])
    assert Path(command[0]).name == "bpm2sop"
    program = Path(sys.executable).with_name("bpm2sop")
    old, strange = tmp_path / "bpm2sop-20200101-010000.zip", tmp_path / "other.zip"
    for path in (old, strange):
        path.write_bytes(b"")
        os.utime(path, (0, 0))
    settings = {**os.environ, "BPM2SOP_DB": address, "HOME": str(tmp_path)}
    subprocess.run([program, *command[1:]], cwd=tmp_path, env=settings, check=True)
    tidy = shlex.split(service["ExecStartPost"])
    assert tidy[1] == service["WorkingDirectory"]
    subprocess.run([tidy[0], tmp_path, *tidy[2:]], check=True)
    left = {path.name for path in tmp_path.iterdir()} - {strange.name}
    assert [bool(re.fullmatch(r"bpm2sop-\d{8}-\d{6}\.zip", name)) for name in left] == [True]
    assert not old.exists()


def test_the_units_speak_of_one_workspace() -> None:
    """The timer starts the service of its name every night, also after a night without power."""
    server, keeper = (
        [value for key, value in sections(name)["Service"] if "BPM2SOP_DB" in value]
        for name in ("bpm2sop.service", "bpm2sop-backup.service")
    )
    assert server == keeper
    timer = dict(sections("bpm2sop-backup.timer")["Timer"])
    assert timer["OnCalendar"]
    assert timer["Persistent"] == "true"
    assert "Unit" not in timer


@pytest.fixture
def address(sqlite_files: SqliteFiles) -> Iterator[str]:
    """A workspace with one person."""
    address = sqlite_files.fresh()
    store = open_store(address)
    rina = NewPerson("rina", "Rina", frozenset({Role.ADMIN}), PASSWORD)
    add_person(Workspace(store=store), OPERATOR, rina)
    store.close()
    yield address
    sqlite_files.drop(address)


@contextmanager
def served(command: list[str], address: str, home: Path) -> Iterator[str]:
    """Serve a workspace by a command, at a port that is free."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    program = Path(sys.executable).with_name("gunicorn")
    if not program.is_file():
        absent("gunicorn is missing: run make setup")
    command = [str(program), *command[1:]]
    command[command.index("--bind") + 1] = f"127.0.0.1:{port}"
    settings = {
        "BPM2SOP_DB": address,
        "BPM2SOP_NAMES": NAME,
        "BPM2SOP_HTTPS": "no",
        "HOME": str(home),
    }
    log = home / "log"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            command, env=os.environ | settings, stdout=said, stderr=said, cwd=home
        ) as process,
    ):
        try:
            wait(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers."""
    for _ in range(int(PATIENCE * 10)):
        assert process.poll() is None, log.read_text()
        try:
            if Browser(f"http://127.0.0.1:{port}").get("/health")[1] == "ok\n":
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(log.read_text())


class Browser:
    """Somebody who comes by the server's name, with cookies."""

    def __init__(self, start: str) -> None:
        self.start = start
        self.jar = CookieJar()
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.jar))

    def get(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        """Ask for a page, or send a form; give status and page."""
        data = urlencode(form).encode() if form else None
        request = Request(self.start + path, data=data, headers=headers)  # noqa: S310
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()


@pytest.mark.parametrize("command", [unit, container])
def test_people_sign_in_at_a_server_of_several_processes(
    command: object, address: str, tmp_path: Path
) -> None:
    """Whichever process answers: forms of one are taken by the other, and so are sessions."""
    assert callable(command)
    with served(command(), address, tmp_path) as start:
        browser = Browser(start)
        page = browser.get("/sign-in")[1]
        token = re.findall(r'<meta name="csrf" content="([^"]+)"', page)[0]
        form = {"login": "rina", "password": PASSWORD, "csrf_token": token}
        assert browser.get("/sign-in", form)[0] == 200
        page = browser.get("/admin")[1]
        assert "Rina" in page
        token = re.findall(r'<meta name="csrf" content="([^"]+)"', page)[0]
        told = [
            browser.get("/preferences", {"language": "en", "csrf_token": token}) for _ in range(8)
        ]
        assert {status for status, _ in told} == {200}
        assert browser.get("/", Host=NAME)[0] == 200
        assert browser.get("/", Host="elsewhere.example")[0] == 400


def test_without_people_or_names_nothing_is_served(
    sqlite_files: SqliteFiles, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever found it could do everything; a name that nobody gave could be anybody's."""
    monkeypatch.setenv("BPM2SOP_DB", address)
    monkeypatch.setenv("BPM2SOP_NAMES", " , ")
    with pytest.raises(RuntimeError, match="BPM2SOP_NAMES"):
        wsgi.create()
    monkeypatch.setenv("BPM2SOP_NAMES", NAME)
    monkeypatch.setenv("BPM2SOP_DB", sqlite_files.fresh())
    with pytest.raises(RuntimeError, match="bpm2sop user add"):
        wsgi.create()


def test_processes_that_share_no_file_need_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL each process would else sign forms with a key of its own, and refuse the others'."""
    monkeypatch.delenv("BPM2SOP_SECRET", raising=False)
    with pytest.raises(RuntimeError, match="BPM2SOP_SECRET"):
        wsgi.shared_secret("postgresql:///office")
    monkeypatch.setenv("BPM2SOP_SECRET", "x" * 31)
    with pytest.raises(RuntimeError, match="32"):
        wsgi.shared_secret("postgresql:///office")
    monkeypatch.setenv("BPM2SOP_SECRET", "x" * 32)
    assert wsgi.shared_secret("postgresql:///office") == b"x" * 32
