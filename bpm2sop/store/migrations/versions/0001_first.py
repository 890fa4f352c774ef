"""The first schema."""

from alembic import op
from sqlalchemy import text

from bpm2sop.store.opening import MARK
from bpm2sop.store.tables import METADATA
from bpm2sop.store.triggers import CREATE, DROP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    METADATA.create_all(op.get_bind())
    for statement in CREATE[op.get_bind().dialect.name]:
        op.execute(text(statement))
    op.execute(text("INSERT INTO meta (name, value) VALUES ('head', '')"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(text(f"PRAGMA application_id={MARK}"))


def downgrade() -> None:
    """Remove all tables."""
    for statement in DROP[op.get_bind().dialect.name]:
        op.execute(text(statement))
    METADATA.drop_all(op.get_bind())
