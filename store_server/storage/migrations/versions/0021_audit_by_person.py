"""The audit log is read by person, by who acted and by time."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COLUMNS = ("who", "whom", "at")


def upgrade() -> None:
    for column in COLUMNS:
        op.create_index(f"ix_audit_{column}", "audit", [column])


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_audit_{column}", "audit")
