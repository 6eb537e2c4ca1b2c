"""What belongs to an event beside its plan: picture, tables and seats, costs, closed zones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

TABLES = ("event_pictures", "seat_plans", "seats", "event_costs", "closures")


def upgrade() -> None:
    op.create_table(
        "event_pictures",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_pictures")),
        _of_an_event("event_pictures"),
    )
    op.create_table(
        "event_costs",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("planned_minor", sa.BigInteger(), nullable=False),
        sa.Column("spent_minor", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", "place", name=op.f("pk_event_costs")),
        _of_an_event("event_costs"),
    )
    op.create_table(
        "closures",
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("zone", "event_id", name=op.f("pk_closures")),
        _of_an_event("closures"),
    )
    _create_seats()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _create_seats() -> None:
    op.create_table(
        "seat_plans",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("furniture", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_seat_plans")),
        _of_an_event("seat_plans"),
    )
    op.create_table(
        "seats",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("session", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("furniture_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("event_id", "session", "furniture_id", "number"), name=op.f("pk_seats")
        ),
        _of_an_event("seats"),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("fk_seats_guest_id_guests")),
    )
    op.create_index("uq_seats_guest_id_person", "seats", ["guest_id", "person"], unique=True)


def _of_an_event(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_event_id_events")
    return sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=name)
