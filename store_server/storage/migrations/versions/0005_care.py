"""What became of a signal, and when a paired device was last used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute(
        "ALTER TABLE signals ADD COLUMN outcome VARCHAR(32) CONSTRAINT ck_signals_outcome CHECK "
        "(outcome IN ('sold', 'promised', 'browsing', 'service', 'left', 'other'))"
    )
    op.add_column("paired_devices", sa.Column("last_used_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("paired_devices", "last_used_at")
    with op.batch_alter_table("signals") as table:
        table.drop_constraint(op.f("ck_signals_outcome"), type_="check")
        table.drop_column("outcome")
