"""Private events: the programme, the guest lists, the passes and the keys that sign them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.String(36)
WORD = sa.String(32)
LANGUAGE = sa.String(35)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

KINDS = ("masterclass", "cocktail", "trunk_show", "concert", "running", "exhibition")
STAGES = ("draft", "open", "full", "closed", "running", "over", "archived", "cancelled")
STANDINGS = ("proposed", "refused", "listed", "invited", "confirmed", "declined", "waiting")
TABLES = ("signing_keys", "event_passes", "guests", "event_sessions", "events")


def upgrade() -> None:
    _create_events()
    _create_guests()
    _create_passes()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("stage", WORD, nullable=False),
        sa.Column("titles", DOCUMENT, nullable=False),
        sa.Column("texts", DOCUMENT, nullable=False),
        sa.Column("dress_codes", DOCUMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("starts", MOMENT, nullable=False),
        sa.Column("ends", MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("rules", DOCUMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=True),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("host_id", ID, nullable=True),
        sa.Column("products", DOCUMENT, nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("template", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("number", name="uq_events_number"),
        _refers("events", "host_id", "associates"),
        _refers("events", "client_id", "clients"),
        _refers("events", "created_by_id", "associates"),
        _one_of("events", "kind", (*KINDS, "privatisation")),
        _one_of("events", "stage", STAGES),
    )
    _index("events", "stage", "starts", "ends", "host_id", "client_id", "created_by_id")
    op.create_table(
        "event_sessions",
        sa.Column("event_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts", MOMENT, nullable=False),
        sa.Column("ends", MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "number", name="pk_event_sessions"),
        _refers("event_sessions", "event_id", "events"),
    )


def _create_guests() -> None:
    op.create_table(
        "guests",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("language", LANGUAGE, nullable=False),
        sa.Column("standing", WORD, nullable=False),
        sa.Column("origin", WORD, nullable=False),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("plus_ones", sa.Integer(), nullable=False),
        sa.Column("companions", DOCUMENT, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("host_id", ID, nullable=True),
        sa.Column("proposed_by_id", ID, nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("offer_until", MOMENT, nullable=True),
        sa.Column("invited_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guests"),
        sa.UniqueConstraint("link_hash", name="uq_guests_link_hash"),
        _refers("guests", "event_id", "events"),
        _refers("guests", "client_id", "clients"),
        _refers("guests", "host_id", "associates"),
        _refers("guests", "proposed_by_id", "associates"),
        _one_of("guests", "standing", (*STANDINGS, "offered", "cancelled")),
        _one_of("guests", "origin", ("client", "hand", "file", "door")),
    )
    _index("guests", "client_id", "host_id", "proposed_by_id")
    op.create_index("ix_guests_event_id_created_at", "guests", ["event_id", "created_at"])
    op.create_index(
        "uq_guests_event_id_client_id", "guests", ["event_id", "client_id"], unique=True
    )


def _create_passes() -> None:
    op.create_table(
        "event_passes",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("valid_from", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_event_passes"),
        _refers("event_passes", "event_id", "events"),
        _refers("event_passes", "guest_id", "guests"),
    )
    _index("event_passes", "event_id", "guest_id")
    op.create_table(
        "signing_keys",
        sa.Column("key_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key_id", name="pk_signing_keys"),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        sa.column(column, sa.String).in_(words), name=op.f(f"ck_{table}_{column}")
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
