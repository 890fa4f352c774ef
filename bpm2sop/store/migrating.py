"""Brings the schema of a store up to this program's, or one down; makes a new store."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from bpm2sop.errors import StoreProblem, Where
from bpm2sop.store.opening import Store, connect

_SCRIPTS = Path(__file__).parent / "migrations"


def open_store(address: str) -> Store:
    """Open a store, made or brought up to date first.

    Raises:
        StoreProblem: it cannot be opened, or a newer version of the program wrote it.
    """
    store = connect(address)
    try:
        if revision(store) != head():
            upgrade(store)
    except BaseException:
        store.close()
        raise
    return store


def head() -> str:
    """Give the schema that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision(store: Store) -> str | None:
    """Give the schema that a store has; None when it is empty."""
    with store.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(store: Store, to: str = "head") -> None:
    """Bring a store up to a schema, all of it or nothing.

    Raises:
        StoreProblem: a newer version of the program wrote it.
    """
    _refuse_newer(store)
    with store.writing_schema() as connection:
        command.upgrade(_config(connection), to)


def downgrade(store: Store, to: str = "-1") -> None:
    """Bring a store down to an earlier schema, all of it or nothing."""
    _refuse_newer(store)
    try:
        with store.writing_schema() as connection:
            command.downgrade(_config(connection), to)
    except CommandError as error:
        raise StoreProblem("store-no-downgrade", Where(file=store.place)) from error


def _refuse_newer(store: Store) -> None:
    """Refuse a schema that this program does not know."""
    has = revision(store)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if has is not None and has not in known:
        raise StoreProblem("store-newer", Where(file=store.place), {"schema": has, "known": head()})


def _config(connection: Connection | None = None) -> Config:
    """Tell Alembic where our migrations are, and on what connection to run them."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
