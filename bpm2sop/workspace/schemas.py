"""The schema of a workspace's database: shown, brought up and down. Whoever may open the database may."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

from bpm2sop.store import migrating
from bpm2sop.store.opening import Store, connect


class Schemas(NamedTuple):
    """The schema that a database has, and those that this program knows, the newest last."""

    has: str | None
    known: tuple[str, ...]


def schemas_of(address: str) -> Schemas:
    """Give the schema of the database at an address.

    Raises:
        StoreProblem: it cannot be opened.
    """
    return _after(address, lambda _store: None)


def bring_up(address: str, to: str = "head") -> Schemas:
    """Bring a database up to a schema, all of it or nothing.

    Raises:
        StoreProblem: it cannot be opened, is no store of ours, or a newer version of the program wrote it.
    """
    return _after(address, lambda store: migrating.upgrade(store, to))


def bring_down(address: str, to: str = "-1") -> Schemas:
    """Bring a database down to a schema, all of it or nothing.

    Raises:
        StoreProblem: there is no such schema, or as above.
    """
    return _after(address, lambda store: migrating.downgrade(store, to))


def _after(address: str, act: Callable[[Store], None]) -> Schemas:
    """Do something to the database at an address, and give its schema."""
    with closing(connect(address, make=False)) as store:
        act(store)
        return Schemas(migrating.revision(store), migrating.revisions())
