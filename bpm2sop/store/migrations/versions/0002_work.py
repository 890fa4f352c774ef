"""What each map gives by itself is kept, so that a change of the set reads only what is new. Derived: without it nothing is lost."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table that begins empty."""
    op.create_table(
        "work",
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Text(), server_default="", nullable=False),
        sa.Column("linked", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", name="pk_work"),
        sa.ForeignKeyConstraint(["file_id"], ["map_file.id"], name="fk_work_file_id"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Without it."""
    op.drop_table("work")
