"""Where failed sign-ins came from, apart from the log, so that it can be forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_addresses",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_addresses"),
    )
    op.create_index(
        "uq_audit_addresses_day_address", "audit_addresses", ["day", "address"], unique=True
    )


def downgrade() -> None:
    op.drop_table("audit_addresses")
