"""What Alembic runs: the revisions, in the transaction that `migrate` has opened."""

from __future__ import annotations

from alembic import context

from store_server.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    compare_type=True,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
