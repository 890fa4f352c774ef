"""What the owner of a database can do behind the program's back."""

import json
from weakref import WeakSet

from sqlalchemy import Connection, Engine, text

from bpm2sop.store import audit
from bpm2sop.store.seals import SEALS, TABLES, standing
from bpm2sop.store.triggers import CREATE
from bpm2sop.workspace.inspecting import Inspection
from bpm2sop.workspace.opening import Workspace

MEDDLED: WeakSet[Engine] = WeakSet()
"""Databases that are not as acts left them."""


def unsealed(connection: Connection) -> list[tuple[str, str]]:
    """What people wrote that no act has sealed, by table and key; an SOP as its draft made it needs no seal."""
    sealed = {
        (table, key)
        for act in audit.forward(connection)
        for table, keys in json.loads(act.detail).get(SEALS, {}).items()
        for key in keys
    }
    tables = (table for table in TABLES if table != "sop")
    return [
        (table, key)
        for table in tables
        for key, _ in standing(connection, table)
        if (table, key) not in sealed
    ]


def meddle(workspace: Workspace, *statements: str, **values: object) -> None:
    """Change rows behind the program's back: guards and references away, as the owner of a database can."""
    store = workspace.store
    MEDDLED.add(store.engine)
    with store.engine.connect() as connection:
        connection.execution_options(bpm2sop_writes=True)
        raw = connection.connection.dbapi_connection
        if store.is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        with connection.begin():
            unguard(connection)
            for statement in statements:
                connection.execute(text(statement), values)
            guard(connection)
        if store.is_sqlite:
            raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def unguard(connection: Connection) -> None:
    """Take triggers, and on PostgreSQL references, away."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in names.scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def guard(connection: Connection) -> None:
    """Put the triggers back, as who wants to hide it would."""
    if connection.dialect.name == "sqlite":
        for statement in CREATE["sqlite"]:
            connection.exec_driver_sql(statement)


def told(found: Inspection) -> list[tuple[str, str]]:
    """What is wrong, and with what."""
    return [(fault.code, fault.subject) for fault in found.faults]


def without_seals(workspace: Workspace) -> None:
    """Write the audit as an older version of the program did: its acts sealed nothing."""
    with workspace.store.reading() as connection:
        acts = list(audit.forward(connection))
    meddle(workspace, "DELETE FROM audit", "DELETE FROM meta WHERE name = 'head'")
    meddle(workspace, "INSERT INTO meta (name, value) VALUES ('head', '')")
    with workspace.store.writing() as connection:
        for one in acts:
            detail = json.loads(one.detail)
            detail.pop(SEALS, None)
            audit.record(
                connection,
                at=one.at,
                who=one.who,
                act=one.act,
                subject=one.subject,
                detail=detail,
            )
