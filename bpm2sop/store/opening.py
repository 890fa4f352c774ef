"""Opens a store: a SQLite file, or a PostgreSQL database by its address. Checks that its schema is ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, NoSuchModuleError

from bpm2sop.errors import StoreProblem, Where

WAIT = 30_000
"""Milliseconds that a writer waits for the one before it."""

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "9p", "fuse.sshfs", "afs"})
"""File systems on which SQLite's locks and shared memory do not hold."""
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={WAIT}",
    "PRAGMA trusted_schema=OFF",
)
_WRITES = "bpm2sop_writes"


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. `place` is how messages call it: a path, or an address without its password."""

    engine: Engine
    place: str

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the store is one file on this machine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store throughout."""
        with self._told(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the only connection that writes; what it did stands on disk when this ends, or nothing of it."""
        with self._told(), self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(
                        text("SELECT value FROM meta WHERE name = 'head' FOR UPDATE")
                    )
                yield connection

    @contextmanager
    def writing_schema(self) -> Iterator[Connection]:
        """Give the only connection that changes the schema; all of it or nothing."""
        with self._told(), self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.rollback()
            with connection.begin():
                yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in our words what the database cannot do."""
        try:
            yield
        except DBAPIError as error:
            raise StoreProblem(
                "store-failed", Where(file=self.place), {"why": _why(error)}
            ) from error

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def connect(address: str) -> Store:
    """Open the database at an address without looking at its schema.

    Args:
        address: a path, or a URL (`sqlite:///…`, `postgresql://…`).

    Raises:
        StoreProblem: it is no address, its driver is not installed, or it lies on a network file system.
    """
    url = _url(address)
    try:
        if url.get_backend_name() != "sqlite":
            engine = create_engine(url, pool_pre_ping=True)
            return Store(engine, url.render_as_string(hide_password=True))
        path = Path(url.database or "bpm2sop.db").absolute()
        refuse_network(path)
        engine = create_engine(url.set(database=str(path)))
    except (NoSuchModuleError, ModuleNotFoundError, ArgumentError) as error:
        raise StoreProblem(
            "store-driver-missing", Where(file=url.render_as_string()), {"why": _why(error)}
        ) from error
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    event.listen(engine, "checkout", _refuse_forked)
    return Store(engine, str(path))


def refuse_network(path: Path, mounts: str | None = None) -> None:
    """Refuse a place on a network file system: SQLite would lose writes there.

    Args:
        path: where the database is, or will be.
        mounts: what the system says of its mounts (`/proc/mounts`); read from there when None.
    """
    table = Path("/proc/mounts")
    if mounts is None:
        mounts = table.read_text(encoding="utf-8", errors="replace") if table.is_file() else ""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) > 2 and _holds(fields[1], path) and len(fields[1]) >= len(best):  # noqa: PLR2004
            best, kind = fields[1], fields[2]
    if kind in _NETWORK:
        raise StoreProblem("store-on-network", Where(file=str(path)), {"kind": kind})


def _holds(mount: str, path: Path) -> bool:
    """Tell whether a path lies under a mount point."""
    return path == Path(mount) or Path(mount) in path.parents


def _url(address: str) -> URL:
    """Read an address; a plain path means SQLite, `postgresql://` means psycopg 3."""
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreProblem("store-address", Where(file=address.partition("://")[0])) from error
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


def _connected(raw: Any, record: Any) -> None:  # noqa: ANN401  (SQLAlchemy's own signature)
    """Set up a new SQLite connection; transactions are begun by us alone."""
    record.info["pid"] = os.getpid()
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begun(connection: Connection) -> None:
    """Begin: a writer takes its turn at once instead of failing in the middle."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_forked(raw: Any, record: Any, proxy: Any) -> None:  # noqa: ANN401  (SQLAlchemy's own signature)
    """Never use a connection that another process opened: SQLite's locks do not survive a fork."""
    del raw
    if record.info["pid"] != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None
        raise DisconnectionError


def _why(error: Exception) -> str:
    """Give what the driver said, on one line and without the statement."""
    said = str(getattr(error, "orig", None) or error)
    return " ".join(said.split())[:300]
