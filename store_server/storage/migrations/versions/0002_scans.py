"""Scans that had their effect, so that one that comes again has none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scans",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("scan_id", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "scan_id", name=op.f("pk_scans")),
    )
    op.create_index(op.f("ix_scans_at"), "scans", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("scans")
