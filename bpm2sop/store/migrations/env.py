"""Runs the migrations on the connection that `store.migrating` hands over, in its transaction."""

from alembic import context

from bpm2sop.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
