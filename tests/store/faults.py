"""A fault at the N-th thing that is written, for N = 1, 2, 3 … until an act passes untouched (SQLite's own way of testing).

`at_every_write` is for any act on a store: what it acknowledged is there, and what failed has left nothing.
"""

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bpm2sop.errors import StoreProblem
from bpm2sop.store import Store
from tests.store.filling import contents

_WRITES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|BEGIN IMMEDIATE)\b", re.IGNORECASE
)
_MOST = 2000
"""More faults than any act has places for."""


@dataclass
class Fault:
    """The fault that comes at the `number`-th write; `hit` tells whether it came."""

    number: int
    seen: int = 0
    hit: bool = False

    def count(self) -> None:
        """Count a write; the one that is meant fails, as the disk or the server would have it."""
        self.seen += 1
        if self.seen == self.number:
            self.hit = True

    @property
    def now(self) -> bool:
        """Tell whether the write that was counted last is the one."""
        return self.seen == self.number


@contextmanager
def fault_at(store: Store, number: int) -> Iterator[Fault]:
    """Let the `number`-th statement that writes, or commit, fail; commits of transactions that wrote nothing count too."""
    fault = Fault(number)
    dialect: Any = store.engine.dialect
    commit = dialect.do_commit

    def execute(_cursor: object, statement: str, *_told: object) -> None:
        if _WRITES.match(statement):
            fault.count()
            if fault.now:
                raise _failure(store)

    def committing(raw: DBAPIConnection) -> None:
        fault.count()
        if fault.now:
            raise _failure(store)
        commit(raw)

    hooks = ("do_execute", "do_executemany", "do_execute_no_params")
    for hook in hooks:
        event.listen(store.engine, hook, execute)
    dialect.do_commit = committing
    try:
        yield fault
    finally:
        del dialect.do_commit
        for hook in hooks:
            event.remove(store.engine, hook, execute)


def at_every_write(store: Store, act: Callable[[], object]) -> int:
    """Do something, with a fault at its first write, its second …, until it passes; give how many faults there were.

    After each fault the act has been refused in words of ours, and every row of the store is as it was before.
    """
    before = contents(store)
    for number in range(1, _MOST):
        with fault_at(store, number) as fault:
            problem = problem_of(act)
        assert fault.hit is (problem is not None), "a write failed, and nobody was told"
        if problem is None:
            return number - 1
        assert contents(store) == before, f"fault {number} left something behind"
    raise AssertionError(number)


def problem_of(act: Callable[[], object]) -> StoreProblem | None:
    """Do something, and give why the store could not."""
    try:
        act()
    except StoreProblem as problem:
        return problem
    return None


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[Fault]:
    """Let the `number`-th file or folder that is brought to disk find it full."""
    fault = Fault(number)
    fsync = os.fsync

    def full(handle: int) -> None:
        fault.count()
        if fault.now:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        yield fault


@contextmanager
def room_for(store: Store, pages: int) -> Iterator[None]:
    """Let a SQLite file grow by so many pages, and no more: SQLite itself then says that the disk is full."""
    store.engine.dispose()

    def limit(raw: sqlite3.Connection, _record: object) -> None:
        held = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={held + pages}")

    event.listen(store.engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(store.engine, "connect", limit)
        store.engine.dispose()


def _failure(store: Store) -> Exception:
    """Give what the driver raises when the disk is full."""
    if store.is_sqlite:
        return sqlite3.OperationalError("database or disk is full")
    return psycopg.errors.DiskFull("could not extend file: No space left on device")
