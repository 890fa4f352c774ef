"""Stores for tests: a fresh one in milliseconds, on SQLite and on a PostgreSQL server of the test run's own."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from bpm2sop.store import Store, open_store

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""A Monday, 08:00 in Jakarta."""
_BASE = "base"
_UNSAFE = (
    "fsync=off synchronous_commit=off full_page_writes=off max_connections=200 listen_addresses="
)
_TRAVERSE = 0o011
_numbers = itertools.count(1)


@dataclass
class Clock:
    """A clock that goes on by one second with every look."""

    at: datetime = START

    def __call__(self) -> datetime:
        """Give the time, and go on."""
        self.at += timedelta(seconds=1)
        return self.at

    def forward(self, **much: int) -> None:
        """Go on by so many `days`, `hours`, …."""
        self.at += timedelta(**much)


@dataclass
class Tokens:
    """Ids that are counted: `id000001`, `id000002`, …."""

    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __call__(self) -> str:
        """Give the next one."""
        return f"id{next(self.numbers):06d}"


class SqliteFiles:
    """SQLite stores, each a copy of one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = folder / f"{_BASE}.db"
        open_store(str(self.base)).close()

    def empty(self) -> str:
        """The address of a place where nothing is yet."""
        place = self.folder / str(next(_numbers))
        place.mkdir()
        return str(place / "bpm2sop.db")

    def fresh(self) -> str:
        """The address of a store with the schema and nothing in it."""
        address = self.empty()
        shutil.copyfile(self.base, address)
        return address

    def drop(self, address: str) -> None:
        """Remove a store."""
        shutil.rmtree(Path(address).parent)

    def close(self) -> None:
        """Leave the rest to pytest's own tidying."""


@contextmanager
def stored(files: SqliteFiles) -> Iterator[Store]:
    """Open a store with nothing in it, for as long as it is needed."""
    address = files.fresh()
    opened = open_store(address)
    yield opened
    opened.close()
    files.drop(address)


class PostgresCluster:
    """A server in a folder of its own that only a unix socket leads to. It runs as somebody else when we are root."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.user = _other_user() if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        data = str(self.folder / "data")
        self._initialise(data)
        settings = [word for one in _UNSAFE.split() for word in ("-c", one)]
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(
                [self.programs / "postgres", "-D", data, "-k", self.folder, *settings],
                user=self.user,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        url = _driver(self.address("postgres"))
        self.admin = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        try:
            self._wait()
            self._do(f"CREATE DATABASE {_BASE}")
            open_store(self.address(_BASE)).close()
        except BaseException:
            self.close()
            raise

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql:///{name}?host={self.folder}&user=test"

    def empty(self, how: str = "") -> str:
        """The address of a database with nothing in it."""
        return self._made(f"TEMPLATE template0 {how}")

    def fresh(self) -> str:
        """The address of a store with the schema and nothing in it."""
        return self._made(f"TEMPLATE {_BASE}")

    def drop(self, address: str) -> None:
        """Remove a store, whoever still holds it."""
        self._do(f"DROP DATABASE IF EXISTS {_name(address)} WITH (FORCE)")

    def end_sessions(self, address: str) -> None:
        """Have the server end whatever is connected to a database."""
        query = f"FROM pg_stat_activity WHERE datname = '{_name(address)}'"
        self._do(f"SELECT pg_terminate_backend(pid) {query}")

    def close(self) -> None:
        """Stop the server and remove its folder."""
        self.admin.dispose()
        self.server.terminate()
        try:
            self.server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _made(self, how: str) -> str:
        """Make a database and give its address."""
        name = f"t{next(_numbers)}"
        self._do(f"CREATE DATABASE {name} {how}")
        return self.address(name)

    def _do(self, statement: str) -> None:
        """Have the server do one thing."""
        with self.admin.connect() as connection:
            connection.execute(text(statement))

    def _initialise(self, data: str) -> None:
        """Make the server's files."""
        command = [self.programs / "initdb", "-D", data, "-A", "trust", "-U", "test", "--no-sync"]
        done = subprocess.run(
            [*command, "-E", "UTF8", "--locale=C"],
            user=self.user,
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    def _wait(self) -> None:
        """Wait until the server answers."""
        for _try in range(600):
            if self.server.poll() is not None:
                break
            try:
                self._do("SELECT 1")
            except OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text(errors="replace"))


@contextmanager
def nobody(*folders: Path) -> Iterator[None]:
    """Be somebody else where we are root, whom no permission stops; the ways to the folders are opened to them."""
    if os.geteuid() != 0:
        yield
        return
    modes = {one: one.stat().st_mode for folder in folders for one in folder.parents}
    for one, mode in modes.items():
        if mode & _TRAVERSE != _TRAVERSE:
            one.chmod(mode | _TRAVERSE)
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        for one, mode in modes.items():
            if mode & _TRAVERSE != _TRAVERSE:
                one.chmod(mode)


def _other_user() -> str:
    """Name a user that may run a server, where we are root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _name(address: str) -> str:
    """The name of the database of an address."""
    return address.removeprefix("postgresql:///").partition("?")[0]


def _driver(address: str) -> str:
    return address.replace("postgresql:", "postgresql+psycopg:", 1)
