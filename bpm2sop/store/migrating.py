"""Brings the schema of a store up to this program's, or one down; makes a new store."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from bpm2sop.errors import StoreProblem, Where
from bpm2sop.store.copies import copy_sqlite, free_name
from bpm2sop.store.opening import Store, connect

SCRIPTS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"


def open_store(address: str, *, make: bool = True) -> Store:
    """Open a store, made or brought up to date first.

    Args:
        address: a path, or a URL (`sqlite:///…`, `postgresql://…`).
        make: whether one that is not there is made.

    Raises:
        StoreProblem: it cannot be opened, is no store of ours, was written by a newer version, or is not there.
    """
    store = connect(address, make=make)
    try:
        if revision(store) != head():
            upgrade(store)
    except BaseException:
        store.close()
        raise
    return store


def head() -> str:
    """Give the schema that this program knows."""
    return revisions()[-1]


def revisions() -> tuple[str, ...]:
    """Give all schemas that this program knows, the first one first."""
    return _revisions(SCRIPTS)


def revision(store: Store) -> str | None:
    """Give the schema that a store has; None when it is empty."""
    with store.reading() as connection:
        return schema_of(connection)


def schema_of(connection: Connection) -> str | None:
    """Give the schema of the database that a connection leads to; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def is_empty(connection: Connection) -> bool:
    """Tell whether a database has no tables; the mark of a schema that was taken down does not count."""
    return not set(inspect(connection).get_table_names()) - {VERSION_TABLE}


def upgrade(store: Store, to: str = "head") -> None:
    """Bring a store up to a schema, all of it or nothing. A SQLite file is copied before.

    Raises:
        StoreProblem: a newer version of the program wrote it, it is no store of ours, or it cannot be copied.
    """
    with store.writing_schema() as connection:
        has = _checked(store, connection)
        if has != head():
            _copy(store, has)
        upgrade_in(connection, to)


def upgrade_in(connection: Connection, to: str = "head") -> None:
    """Bring a database up to a schema, in a transaction that is under way.

    Raises:
        StoreProblem: there is no such schema.
    """
    if to not in {"head", *revisions()}:
        params = {"schema": to, "known": ", ".join(revisions())}
        raise StoreProblem("store-schema-unknown", Where(file="-"), params)
    command.upgrade(_config(connection), to)


def downgrade(store: Store, to: str = "-1") -> None:
    """Bring a store down to an earlier schema, all of it or nothing. What only the later one can hold is lost.

    A SQLite file is copied before.

    Raises:
        StoreProblem: there is no such schema, a newer version of the program wrote it, or it is no store of ours.
    """
    with store.writing_schema() as connection:
        _copy(store, _checked(store, connection))
        try:
            command.downgrade(_config(connection), to)
        except CommandError as error:
            raise StoreProblem("store-no-downgrade", Where(file=store.place)) from error


def _copy(store: Store, has: str | None) -> None:
    """Copy a SQLite file that has a schema, for whoever wants it back."""
    if store.path is not None and has is not None:
        name = f"{store.path.name}.before-{has}.bak"
        copy_sqlite(store, free_name(store.path.with_name(name)))


def _checked(store: Store, connection: Connection) -> str | None:
    """Give the schema of a store that is ours to change.

    Raises:
        StoreProblem: it is not.
    """
    if not store.is_sqlite:
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise StoreProblem(
                "store-encoding", Where(file=store.place), {"encoding": str(encoding)}
            )
    has = schema_of(connection)
    if has is None and not is_empty(connection):
        raise StoreProblem("store-foreign", Where(file=store.place))
    if has is not None and has not in revisions():
        raise StoreProblem("store-newer", Where(file=store.place), {"schema": has, "known": head()})
    return has


@cache
def _revisions(scripts: Path) -> tuple[str, ...]:
    """Give the schemas that a folder of migrations leads to, the first one first."""
    del scripts
    known = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(script.revision for script in known)[::-1]


def _config(connection: Connection | None = None) -> Config:
    """Tell Alembic where our migrations are, and on what connection to run them."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
