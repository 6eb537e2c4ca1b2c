"""After an event: the hosts' tasks, what guests thought of it, and that they were thanked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
KINDS = ("thank", "missed", "own")


def upgrade() -> None:
    op.create_table(
        "events_followed_up",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_events_followed_up"),
        _refers("events_followed_up", "event_id", "events"),
    )
    op.create_table(
        "event_tasks",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("host_id", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_event_tasks"),
        _refers("event_tasks", "event_id", "events"),
        _refers("event_tasks", "guest_id", "guests"),
        _refers("event_tasks", "host_id", "associates"),
        _refers("event_tasks", "done_by_id", "associates"),
        sa.CheckConstraint(
            sa.column("kind", sa.String).in_(KINDS), name=op.f("ck_event_tasks_kind")
        ),
    )
    for column in ("event_id", "guest_id", "done_by_id"):
        op.create_index(f"ix_event_tasks_{column}", "event_tasks", [column])
    op.create_index("ix_event_tasks_host_id_done_at", "event_tasks", ["host_id", "done_at"])
    op.create_table(
        "event_feedback",
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("guest_id", name="pk_event_feedback"),
        _refers("event_feedback", "guest_id", "guests"),
        _refers("event_feedback", "event_id", "events"),
    )
    op.create_index("ix_event_feedback_event_id", "event_feedback", ["event_id"])


def downgrade() -> None:
    for table in ("event_feedback", "event_tasks", "events_followed_up"):
        op.drop_table(table)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
