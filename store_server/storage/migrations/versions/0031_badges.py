"""Colleagues' badges, and what they take out of the counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = (
    *("ibeacon", "eddystone_uid", "eddystone_eid", "eddystone_url", "altbeacon"),
    *("vendor", "irk", "pass"),
)
LEVELS = ("count_quarters", "count_days", "count_months")


def upgrade() -> None:
    op.create_table(
        "badges",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("associate_id", sa.String(36), nullable=False),
        sa.Column("here_zone", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("secret_mark", sa.String(64), nullable=True),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("clock_offset_s", sa.Float(53), nullable=False),
        sa.Column("interval_s", sa.Float(53), nullable=True),
        sa.Column("key_order", sa.String(8), nullable=True),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["associate_id"], ["associates.id"], name=op.f("fk_badges_associate_id_associates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_badges_kind_key")),
        sa.UniqueConstraint("secret_mark", name=op.f("uq_badges_secret_mark")),
    )
    op.create_index(op.f("ix_badges_associate_id"), "badges", ["associate_id"])
    op.create_table(
        "staff_crossings",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("way", sa.String(3), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("lines", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("at", "id", name=op.f("pk_staff_crossings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_counted",
        sa.Column("count_at", MOMENT, nullable=False),
        sa.Column("count_id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("staff_in", sa.BigInteger(), nullable=False),
        sa.Column("staff_out", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("count_at", "count_id", name=op.f("pk_staff_counted")),
        sqlite_with_rowid=False,
    )
    for level in LEVELS:
        for name in ("staff_in", "staff_out"):
            op.add_column(
                level, sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
            )
    op.add_column(
        "count_doors",
        sa.Column("without_staff", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("count_doors", "without_staff")
    for level in LEVELS:  # the release before knows no colleagues: they are visitors again
        op.execute(
            f"UPDATE {level} SET people_in = people_in + staff_in,"  # noqa: S608
            " people_out = people_out + staff_out"
        )
        for name in ("staff_out", "staff_in"):
            op.drop_column(level, name)
    for table in ("staff_counted", "staff_crossings", "badges"):
        op.drop_table(table)
