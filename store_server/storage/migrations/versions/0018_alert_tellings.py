"""Alerts' mails and pushes that are still to go out, kept over a restart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("settled_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "alert_tellings",
        sa.Column("alert_id", sa.String(36), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("alert_id", "way", "ended", name=op.f("pk_alert_tellings")),
    )
    op.create_index(
        "ix_alert_tellings_waiting",
        "alert_tellings",
        ["due_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("alert_tellings")
