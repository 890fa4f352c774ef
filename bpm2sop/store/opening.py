"""Opens a database: a SQLite file, or PostgreSQL by its address. Reading and writing are transactions of their own kinds."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Pool, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError

from bpm2sop.errors import StoreProblem, Where
from bpm2sop.store import seals
from bpm2sop.store.failures import refuse_unusable, told, why
from bpm2sop.store.places import prepare_file, read_address

WAIT = 30_000
"""Milliseconds that a writer waits for the one before it."""

MARK = 0x62706D32
"""What the head of a SQLite file of ours says whose it is: "bpm2"."""
_SQLITE = (
    f"PRAGMA busy_timeout={WAIT}",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # else REPLACE deletes without a trigger
    "PRAGMA trusted_schema=OFF",
)
_POSTGRES = (
    f"SET lock_timeout = {WAIT}",
    # Acknowledged means on disk, whatever the server's default; stronger settings stay.
    """SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off'""",
)
_POSTGRES_CONNECT = {
    "connect_timeout": 10,
    "application_name": "bpm2sop",
    "client_encoding": "utf8",
}
_WRITES = "bpm2sop_writes"


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. `place` is how messages call it (no password in it), `address` what opens it again."""

    engine: Engine
    place: str
    address: str

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the store is one file on this machine."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """Give the file of a SQLite store."""
        return Path(self.place) if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store throughout, and cannot write."""
        with told(self.place), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the only connection that writes; what it did stands on disk when this ends, or nothing of it."""
        with told(self.place), self._turn(), self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(
                        text("SELECT value FROM meta WHERE name = 'head' FOR UPDATE")
                    )
                seals.forget(connection)
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let the threads of this process write one after the other: who waits holds no connection.

        Raises:
            StoreProblem: the one before did not end.
        """
        lock = _TURNS[self.engine]
        if not lock.acquire(timeout=WAIT / 1000):
            raise StoreProblem("store-busy", Where(file=self.place), {"why": f"{WAIT} ms"})
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def writing_schema(self) -> Iterator[Connection]:
        """Give the only connection that changes the schema; all of it or nothing.

        Raises:
            StoreProblem: afterwards a row would refer to one that is not there.
        """
        with told(self.place), self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with self._unreferenced(connection), connection.begin():
                if not self.is_sqlite:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({MARK})"))
                yield connection
                self._refuse_dangling(connection)

    @contextmanager
    def _unreferenced(self, connection: Connection) -> Iterator[None]:
        """Switch SQLite's references off meanwhile: it changes a table by copying it. Not possible in a transaction."""
        raw: Any = connection.connection.dbapi_connection
        if not self.is_sqlite:
            yield
            return
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield
        finally:
            raw.execute("PRAGMA foreign_keys=ON")

    def _refuse_dangling(self, connection: Connection) -> None:
        """Look at what was not looked at while references were off."""
        if self.is_sqlite:
            found = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if found is not None:
                params = {"table": str(found[0]), "to": str(found[2])}
                raise StoreProblem("store-dangling", Where(file=self.place), params)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def connect(address: str, *, make: bool = True) -> Store:
    """Open the database at an address without looking at its schema.

    Args:
        address: a path, or a URL (`sqlite:///…`, `postgresql://…`).
        make: whether a SQLite file that is not there is made.

    Raises:
        StoreProblem: it is no address, its driver is not installed, it lies where no store can be, or is not there.
    """
    url = read_address(address)
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "").absolute()
        prepare_file(path, make=make)
        engine = create_engine(url.set(database=str(path)))
        event.listen(engine, "begin", _begun)
        store = Store(engine, str(path), str(path))
    else:
        engine = _postgres(url)
        store = Store(engine, url.render_as_string(), url.render_as_string(hide_password=False))
    event.listen(engine, "connect", _connected)
    event.listen(engine, "before_cursor_execute", _looked_at)
    _ENGINES.add(engine)
    _TURNS[engine] = threading.Lock()
    return store


def _postgres(url: URL) -> Engine:
    """Make ready for PostgreSQL; nobody is asked yet."""
    given = {name: value for name, value in _POSTGRES_CONNECT.items() if name not in url.query}
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=given)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        place = Where(file=url.render_as_string())
        raise StoreProblem("store-driver-missing", place, {"why": why(error)}) from error


def _connected(raw: Any, _record: Any) -> None:  # noqa: ANN401  (SQLAlchemy's own signature)
    """Set up a new connection. On SQLite, transactions are begun by us alone."""
    sqlite = hasattr(raw, "create_function")
    if sqlite:
        raw.isolation_level = None
    cursor = raw.cursor()
    for statement in _SQLITE if sqlite else _POSTGRES:
        cursor.execute(statement)
    if not sqlite:
        raw.commit()
    elif _is_ours_or_empty(cursor):
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _is_ours_or_empty(cursor: Any) -> bool:  # noqa: ANN401  (of either driver)
    """Tell whether a SQLite file may be changed by how we use it: another program's stays as it is."""
    mark: int = cursor.execute("PRAGMA application_id").fetchone()[0]
    pages: int = cursor.execute("PRAGMA page_count").fetchone()[0]
    return mark == MARK or pages == 0


def _begun(connection: Connection) -> None:
    """Begin: a writer takes its turn at once instead of failing in the middle, a reader can only read."""
    writes = connection.get_execution_options().get(_WRITES, False)
    # Said only when it changes: SQLite prepares every statement of a connection anew after it.
    if connection.info.get(_WRITES, True) is not writes:
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.info[_WRITES] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _looked_at(_connection: Any, _cursor: Any, _statement: str, given: Any, *_rest: Any) -> None:  # noqa: ANN401
    """Refuse what not both databases can hold (SQLAlchemy's own signature)."""
    for one in given if isinstance(given, list) else (given,):
        for value in one.values() if isinstance(one, dict) else one:
            refuse_unusable(value)


_ENGINES: weakref.WeakSet[Engine] = weakref.WeakSet()
_LEFT: list[Pool] = []
_TURNS: weakref.WeakKeyDictionary[Engine, threading.Lock] = weakref.WeakKeyDictionary()


def _forked() -> None:
    """Leave the parent its connections: closing them here would end its locks, or its sessions with the server."""
    for engine in list(_ENGINES):
        _LEFT.append(engine.pool)
        engine.dispose(close=False)
        _TURNS[engine] = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
