"""Which message or request began it: in the journal's lines and in those of the feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("journal", "notices")


def upgrade() -> None:
    for table in TABLES:  # the default is for the release before, which knows no such column
        origin = sa.Column("origin", sa.String(64), nullable=False, server_default="")
        op.add_column(table, origin)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "origin")
