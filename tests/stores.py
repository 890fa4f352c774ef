"""Stores for tests: a fresh one in milliseconds, on SQLite and on a PostgreSQL server of the test run's own."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from bpm2sop.store import open_store

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""A Monday, 08:00 in Jakarta."""
_BASE = "base"
_UNSAFE = (
    "fsync=off synchronous_commit=off full_page_writes=off max_connections=200 listen_addresses="
)
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

    def empty(self) -> str:
        """The address of a database with nothing in it."""
        return self._made("TEMPLATE template0")

    def fresh(self) -> str:
        """The address of a store with the schema and nothing in it."""
        return self._made(f"TEMPLATE {_BASE}")

    def drop(self, address: str) -> None:
        """Remove a store, whoever still holds it."""
        name = address.removeprefix("postgresql:///").partition("?")[0]
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

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


def _other_user() -> str:
    """Name a user that may run a server, where we are root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _driver(address: str) -> str:
    return address.replace("postgresql:", "postgresql+psycopg:", 1)
