"""Guest lists: needs, consents, allocations; offers that passed, files read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
PURPOSES = ("needs", "photos", "events")
TABLES = ("event_allocations", "guest_consents", "guest_needs")
COLUMNS = ("import_key", "same_as_id", "missed")
INDEXES = ("uq_guests_event_id_import_key", "ix_guests_same_as_id", "ix_guests_standing")


def upgrade() -> None:
    with op.batch_alter_table("guests") as guests:
        guests.add_column(sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
        guests.add_column(sa.Column("same_as_id", ID, nullable=True))
        guests.add_column(sa.Column("import_key", sa.String(64), nullable=True))
        guests.create_foreign_key("fk_guests_same_as_id_guests", "guests", ["same_as_id"], ["id"])
    with op.batch_alter_table("guests") as guests:
        guests.alter_column("missed", server_default=None)
    op.create_index("ix_guests_standing", "guests", ["standing"])
    op.create_index("ix_guests_same_as_id", "guests", ["same_as_id"])
    op.create_index(
        "uq_guests_event_id_import_key", "guests", ["event_id", "import_key"], unique=True
    )
    _create_needs()
    _create_consents()
    _create_allocations()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for index in INDEXES:
        op.drop_index(index, "guests")
    with op.batch_alter_table("guests") as guests:
        guests.drop_constraint("fk_guests_same_as_id_guests", type_="foreignkey")
        for column in COLUMNS:
            guests.drop_column(column)


def _create_needs() -> None:
    op.create_table(
        "guest_needs",
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("guest_id", name="pk_guest_needs"),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name="fk_guest_needs_guest_id_guests"),
    )


def _create_consents() -> None:
    op.create_table(
        "guest_consents",
        sa.Column("id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_guest_consents"),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["guests.id"], name="fk_guest_consents_guest_id_guests"
        ),
        sa.CheckConstraint(
            sa.column("purpose", sa.String).in_(PURPOSES), name=op.f("ck_guest_consents_purpose")
        ),
    )
    op.create_index("ix_guest_consents_guest_id_purpose", "guest_consents", ["guest_id", "purpose"])
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_guest_consents_standing",
        "guest_consents",
        ["guest_id", "purpose"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _create_allocations() -> None:
    op.create_table(
        "event_allocations",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "associate_id", name="pk_event_allocations"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_allocations_event_id_events"
        ),
        sa.ForeignKeyConstraint(
            ["associate_id"], ["associates.id"], name="fk_event_allocations_associate_id_associates"
        ),
    )
