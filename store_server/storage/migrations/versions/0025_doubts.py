"""Why a count is kept apart, and what was seen of a zone and cannot have been."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    # `flag` goes on to say "jump" of all of them: the release before knows no other word
    op.add_column("counts", sa.Column("doubt", sa.String(16), nullable=True))
    op.create_table(
        "zone_doubts",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("doubt", sa.String(16), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.BigInteger(), nullable=True),
        sa.Column("dwell_s", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("at", "device_id", "zone", "doubt", name=op.f("pk_zone_doubts")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_zone_doubts_device_id_at", "zone_doubts", ["device_id", "at"])


def downgrade() -> None:
    op.drop_table("zone_doubts")
    op.drop_column("counts", "doubt")
