"""Letters to guests, and the personal links that stand in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.String(36)
WORD = sa.String(32)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

KINDS = (
    *("invitation", "reminder", "confirmed", "new_pass", "waiting", "offer", "moved", "cancelled"),
    *("withdrawn", "thanks"),
)
STATES = ("waiting", "sent", "overtaken", "refused")


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_letters_event_id_events"),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name="fk_letters_guest_id_guests"),
        sa.CheckConstraint(sa.column("kind", sa.String).in_(KINDS), name=op.f("ck_letters_kind")),
        sa.CheckConstraint(
            sa.column("state", sa.String).in_(STATES), name=op.f("ck_letters_state")
        ),
    )
    op.create_index("ix_letters_event_id", "letters", ["event_id"])
    op.create_index("ix_letters_guest_id", "letters", ["guest_id"])
    op.create_index("ix_letters_state_due_at", "letters", ["state", "due_at"])
    op.create_table(
        "guest_links",
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("guest_id", name="pk_guest_links"),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name="fk_guest_links_guest_id_guests"),
    )


def downgrade() -> None:
    op.drop_table("guest_links")
    op.drop_table("letters")
