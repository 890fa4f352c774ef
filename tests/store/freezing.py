"""Writes the SQL of the first schema anew: `python -m tests.store.freezing`, after a change of `store/tables.py` or `triggers.py`.

Only until the first release: what a released schema was stays, and a change is a migration of its own.
"""

from pathlib import Path

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bpm2sop.store.migrating import SCRIPTS
from bpm2sop.store.opening import MARK
from bpm2sop.store.tables import METADATA
from bpm2sop.store.triggers import CREATE

DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}

LATER = frozenset({"work"})
"""Tables that later migrations made."""


def path_of(name: str) -> Path:
    """Where the SQL for a database is."""
    return SCRIPTS / "sql" / f"0001.{name}.sql"


def sql_of(name: str) -> str:
    """The statements that make the first schema, as `tables.py` has it, one blank line between two."""
    statements = []
    for table in (table for table in METADATA.sorted_tables if table.name not in LATER):
        indices = sorted(table.indexes, key=lambda index: str(index.name))
        for one in (CreateTable(table), *(CreateIndex(index) for index in indices)):
            lines = str(one.compile(dialect=DIALECTS[name])).strip().splitlines()
            statements.append("\n".join(line.replace("\t", "    ").rstrip() for line in lines))
    statements += CREATE[name]
    statements.append("INSERT INTO meta (name, value) VALUES ('head', '')")
    if name == "sqlite":
        statements.append(f"PRAGMA application_id={MARK}")
    return "\n\n".join(statements) + "\n"


if __name__ == "__main__":
    for dialect in DIALECTS:
        path_of(dialect).write_text(sql_of(dialect), "utf-8")
