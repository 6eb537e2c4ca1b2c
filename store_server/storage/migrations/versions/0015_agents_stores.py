"""Devices: how full an agent's store of unsent messages is, and how many sightings it let go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("devices") as devices:
        devices.add_column(sa.Column("outbox_pct", sa.Float(53), nullable=True))
        devices.add_column(sa.Column("dropped", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("devices") as devices:
        devices.drop_column("dropped")
        devices.drop_column("outbox_pct")
