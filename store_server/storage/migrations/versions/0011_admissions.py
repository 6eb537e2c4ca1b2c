"""What was shown at the doors of events, what it adds up to, and what was answered there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.String(36)
WORD = sa.String(32)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

VERDICTS = ("admitted", "already", "needs_attention", "refused")
REASONS = (
    *("welcome", "left", "already_redeemed", "wrong_event", "wrong_session", "too_early"),
    *("too_late", "revoked", "cancelled", "not_confirmed", "unknown", "bad_signature"),
    *("expired_code", "plus_one_over", "full", "blocked", "wrong_zone", "question"),
    *("name_wanted", "not_inside", "no_re_entry", "undone"),
)


def upgrade() -> None:
    _create_showings()
    _create_attendances()
    op.create_table(
        "door_answers",
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("guest_id", "question", name="pk_door_answers"),
        _refers("door_answers", "guest_id", "guests"),
    )


def downgrade() -> None:
    for table in ("door_answers", "event_attendances", "event_showings"):
        op.drop_table(table)


def _create_showings() -> None:
    op.create_table(
        "event_showings",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=True),
        sa.Column("scan_id", sa.Text(), nullable=False),
        sa.Column("guest_id", ID, nullable=True),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("verdict", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("flags", DOCUMENT, nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("first_scan_id", sa.Text(), nullable=True),
        sa.Column("override_by", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("way", WORD, nullable=False),
        sa.Column("plus_one", sa.Boolean(), nullable=False),
        sa.Column("plus_one_name", sa.Text(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("source", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("same_as", sa.Text(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_size", sa.Integer(), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event_showings"),
        sa.UniqueConstraint("event_id", "scan_id", name="uq_event_showings_event_id"),
        _refers("event_showings", "event_id", "events"),
        _refers("event_showings", "guest_id", "guests"),
        _one_of("event_showings", "verdict", VERDICTS),
        _one_of("event_showings", "reason", REASONS),
        _one_of("event_showings", "way", ("in", "out")),
    )
    op.create_index("ix_event_showings_event_id_at", "event_showings", ["event_id", "at"])
    op.create_index("ix_event_showings_guest_id", "event_showings", ["guest_id"])


def _create_attendances() -> None:
    op.create_table(
        "event_attendances",
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.Column("plus_ones_inside", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("plus_ones_came", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("first_in", MOMENT, nullable=True),
        sa.Column("last_in", MOMENT, nullable=True),
        sa.Column("last_out", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("guest_id", name="pk_event_attendances"),
        _refers("event_attendances", "guest_id", "guests"),
        _refers("event_attendances", "event_id", "events"),
    )
    op.create_index("ix_event_attendances_event_id", "event_attendances", ["event_id"])
    somebody = sa.text("inside + plus_ones_inside > 0")
    op.create_index(
        "ix_event_attendances_inside",
        "event_attendances",
        ["event_id", "session", "inside", "plus_ones_inside"],
        sqlite_where=somebody,
        postgresql_where=somebody,
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        sa.column(column, sa.String).in_(words), name=op.f(f"ck_{table}_{column}")
    )
