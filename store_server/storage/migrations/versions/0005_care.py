"""What became of a signal."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE signals ADD COLUMN outcome VARCHAR(32) CONSTRAINT ck_signals_outcome CHECK "
        "(outcome IN ('sold', 'promised', 'browsing', 'service', 'left', 'other'))"
    )


def downgrade() -> None:
    op.drop_column("signals", "outcome")
