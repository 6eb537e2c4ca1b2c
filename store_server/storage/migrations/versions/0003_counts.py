"""What counting cameras say, as facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

TABLES = (
    "counts",
    "count_keys",
    "count_lines",
    "count_clocks",
    "count_streams",
    "count_gaps",
    "occupancy",
)


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("people_in", sa.BigInteger(), nullable=False),
        sa.Column("people_out", sa.BigInteger(), nullable=False),
        sa.Column("kind", _one_of("kind", "step", "total", "wrap", "reset"), nullable=False),
        sa.Column("flag", _one_of("flag", "jump"), nullable=True),
        sa.Column("said_at", MOMENT, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("at", "device_id", "line", "id", name=op.f("pk_counts")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_counts_device_id_at", "counts", ["device_id", "at"], unique=False)
    op.create_table(
        "count_keys",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("counter", "key", name=op.f("pk_count_keys")),
    )
    op.create_index(op.f("ix_count_keys_at"), "count_keys", ["at"], unique=False)
    op.create_table(
        "count_lines",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("total_in", sa.BigInteger(), nullable=True),
        sa.Column("total_out", sa.BigInteger(), nullable=True),
        sa.Column("zero_at", MOMENT, nullable=True),
        sa.Column("said_at", MOMENT, nullable=True),
        sa.Column("totals_at", MOMENT, nullable=True),
        sa.Column("counted_at", MOMENT, nullable=True),
        sa.Column("doubted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("counter", "line", name=op.f("pk_count_lines")),
    )
    op.create_index(op.f("ix_count_lines_device_id"), "count_lines", ["device_id"], unique=False)
    op.create_table(
        "count_clocks",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("behind_s", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("counter", name=op.f("pk_count_clocks")),
    )
    op.create_table(
        "count_streams",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("counter", "stream", name=op.f("pk_count_streams")),
    )
    op.create_table(
        "count_gaps",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("counter", "stream", "first", name=op.f("pk_count_gaps")),
    )
    op.create_index(op.f("ix_count_gaps_device_id"), "count_gaps", ["device_id"], unique=False)
    op.create_table(
        "occupancy",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.BigInteger(), nullable=True),
        sa.Column("dwell_s", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "zone", name=op.f("pk_occupancy")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
