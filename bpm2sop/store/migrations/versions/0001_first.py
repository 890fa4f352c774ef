"""The first schema, as the SQL that made it: nothing here follows what becomes of the program."""

import re
from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLE = re.compile(r'^CREATE TABLE "?(\w+)', re.MULTILINE)


def upgrade() -> None:
    """Make all tables, and what guards them."""
    for statement in _sql().strip().split("\n\n"):
        op.execute(text(statement))


def downgrade() -> None:
    """Remove all of it."""
    for name in reversed(TABLE.findall(_sql())):
        op.execute(text(f'DROP TABLE "{name}"'))
    if _dialect() == "postgresql":
        op.execute(text("DROP FUNCTION bpm2sop_append_only()"))


def _dialect() -> str:
    return op.get_bind().dialect.name


def _sql() -> str:
    """Read the statements, one blank line between two."""
    folder = Path(__file__).parents[1] / "sql"
    return (folder / f"{revision}.{_dialect()}.sql").read_text("utf-8")
