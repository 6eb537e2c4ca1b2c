"""The first tables: clients, staff, floor, signals, journal, accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("journal", "audit")

TABLES = (
    "associates",
    "audit",
    "counters",
    "cursors",
    "journal",
    "quarantine",
    "settings",
    "zones",
    "clients",
    "devices",
    "shifts",
    "appointments",
    "consents",
    "identities",
    "paired_devices",
    "pairing_codes",
    "photos",
    "promises",
    "purchases",
    "visits",
    "push_subscriptions",
    "sessions",
    "signals",
    "notices",
    "signal_told",
    "taps",
)


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "associates",
        sa.Column("id", ID, nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column(
            "role",
            _one_of("role", "associate", "host", "guard", "manager", "operator"),
            nullable=False,
        ),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("feed_seq", sa.Integer(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("pin_failures", sa.Integer(), nullable=False),
        sa.Column("pin_blocked_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_associates")),
    )
    op.create_table(
        "audit",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "cursors",
        sa.Column("consumer", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", name=op.f("pk_cursors")),
    )
    op.create_table(
        "journal",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("boutique", sa.Text(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal")),
        sa.UniqueConstraint("id", name=op.f("uq_journal_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "quarantine",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "zones",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones")),
    )
    op.create_table(
        "clients",
        sa.Column("id", ID, nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.Column("pronunciation", sa.Text(), nullable=False),
        sa.Column("tier", _one_of("tier", "client", "loyal", "vip", "circle"), nullable=False),
        sa.Column(
            "approach",
            _one_of("approach", "welcome", "discreet", "do_not_approach"),
            nullable=False,
        ),
        sa.Column("primary_associate_id", ID, nullable=True),
        sa.Column("secondary_associate_id", ID, nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("tastes", DOCUMENT, nullable=False),
        sa.Column("sizes", DOCUMENT, nullable=False),
        sa.Column("wishes", DOCUMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("merged_into_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["clients.id"], name=op.f("fk_clients_merged_into_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["primary_associate_id"],
            ["associates.id"],
            name=op.f("fk_clients_primary_associate_id_associates"),
        ),
        sa.ForeignKeyConstraint(
            ["secondary_associate_id"],
            ["associates.id"],
            name=op.f("fk_clients_secondary_associate_id_associates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
    )
    op.create_index(op.f("ix_clients_merged_into_id"), "clients", ["merged_into_id"], unique=False)
    op.create_index(
        op.f("ix_clients_primary_associate_id"), "clients", ["primary_associate_id"], unique=False
    )
    op.create_index(op.f("ix_clients_revision"), "clients", ["revision"], unique=False)
    op.create_index(
        op.f("ix_clients_secondary_associate_id"),
        "clients",
        ["secondary_associate_id"],
        unique=False,
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("firmware", sa.Text(), nullable=True),
        sa.Column("battery_pct", sa.Float(precision=53), nullable=True),
        sa.Column("last_heard_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["zone"], ["zones.id"], name=op.f("fk_devices_zone_zones")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
    )
    op.create_index(op.f("ix_devices_zone"), "devices", ["zone"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("id", ID, nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["associate_id"], ["associates.id"], name=op.f("fk_shifts_associate_id_associates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index(op.f("ix_shifts_associate_id"), "shifts", ["associate_id"], unique=False)
    op.create_index(
        "uq_shifts_open",
        "shifts",
        ["associate_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "appointments",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_appointments_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(
        "ix_appointments_client_id_starts_at",
        "appointments",
        ["client_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "consents",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column(
            "purpose", _one_of("purpose", "presence", "photo", "messages", "events"), nullable=False
        ),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_consents_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(
        "ix_consents_client_id_purpose", "consents", ["client_id", "purpose"], unique=False
    )
    op.create_index(
        "uq_consents_standing",
        "consents",
        ["client_id", "purpose"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "identities",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column(
            "kind",
            _one_of("kind", "ibeacon", "eddystone_uid", "eddystone_eid", "pass"),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("secret_mark", sa.String(length=64), nullable=True),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("clock_offset_s", sa.Float(precision=53), nullable=False),
        sa.Column("interval_s", sa.Float(precision=53), nullable=True),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_identities_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_identities_kind_key")),
        sa.UniqueConstraint("secret_mark", name=op.f("uq_identities_secret_mark")),
    )
    op.create_index(op.f("ix_identities_client_id"), "identities", ["client_id"], unique=False)
    op.create_table(
        "paired_devices",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", _one_of("kind", "associate", "kiosk", "client"), nullable=False),
        sa.Column("associate_id", ID, nullable=True),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["associate_id"],
            ["associates.id"],
            name=op.f("fk_paired_devices_associate_id_associates"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_paired_devices_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paired_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_paired_devices_token_hash")),
    )
    op.create_index(
        op.f("ix_paired_devices_associate_id"), "paired_devices", ["associate_id"], unique=False
    )
    op.create_index(
        op.f("ix_paired_devices_client_id"), "paired_devices", ["client_id"], unique=False
    )
    op.create_table(
        "pairing_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", _one_of("kind", "associate", "kiosk", "client"), nullable=False),
        sa.Column("associate_id", ID, nullable=True),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["associate_id"],
            ["associates.id"],
            name=op.f("fk_pairing_codes_associate_id_associates"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_pairing_codes_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pairing_codes_code_hash")),
    )
    op.create_index(
        op.f("ix_pairing_codes_associate_id"), "pairing_codes", ["associate_id"], unique=False
    )
    op.create_index(
        op.f("ix_pairing_codes_client_id"), "pairing_codes", ["client_id"], unique=False
    )
    op.create_table(
        "photos",
        sa.Column("client_id", ID, nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.String(length=64), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_photos_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_photos")),
    )
    op.create_table(
        "promises",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_promises_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(op.f("ix_promises_client_id"), "promises", ["client_id"], unique=False)
    op.create_table(
        "purchases",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("boutique", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_purchases_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
    )
    op.create_index(
        "ix_purchases_client_id_bought_on", "purchases", ["client_id", "bought_on"], unique=False
    )
    op.create_table(
        "visits",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("source", _one_of("source", "beacon", "pass", "associate"), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column(
            "whereabouts",
            _one_of("whereabouts", "here", "away", "not_known", "ended"),
            nullable=False,
        ),
        sa.Column("last_known_at", MOMENT, nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_visits_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_arrived_at"), "visits", ["arrived_at"], unique=False)
    op.create_index(
        "ix_visits_client_id_arrived_at", "visits", ["client_id", "arrived_at"], unique=False
    )
    op.create_index(
        "uq_visits_open",
        "visits",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("whereabouts <> 'ended'"),
        postgresql_where=sa.text("whereabouts <> 'ended'"),
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("paired_device_id", ID, nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.Text(), nullable=False),
        sa.Column("auth", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["associate_id"],
            ["associates.id"],
            name=op.f("fk_push_subscriptions_associate_id_associates"),
        ),
        sa.ForeignKeyConstraint(
            ["paired_device_id"],
            ["paired_devices.id"],
            name=op.f("fk_push_subscriptions_paired_device_id_paired_devices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscriptions_endpoint")),
    )
    op.create_index(
        op.f("ix_push_subscriptions_associate_id"),
        "push_subscriptions",
        ["associate_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_push_subscriptions_paired_device_id"),
        "push_subscriptions",
        ["paired_device_id"],
        unique=False,
    )
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("paired_device_id", ID, nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["associate_id"], ["associates.id"], name=op.f("fk_sessions_associate_id_associates")
        ),
        sa.ForeignKeyConstraint(
            ["paired_device_id"],
            ["paired_devices.id"],
            name=op.f("fk_sessions_paired_device_id_paired_devices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_associate_id"), "sessions", ["associate_id"], unique=False)
    op.create_index(
        op.f("ix_sessions_paired_device_id"), "sessions", ["paired_device_id"], unique=False
    )
    op.create_table(
        "signals",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("visit_id", ID, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column(
            "state",
            _one_of(
                "state", "open", "claimed", "welcomed", "with_client", "done", "left", "withdrawn"
            ),
            nullable=False,
        ),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("claimed_by_id", ID, nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("welcomed_at", MOMENT, nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("handed_by_id", ID, nullable=True),
        sa.Column("handover_note", sa.Text(), nullable=False),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["associates.id"], name=op.f("fk_signals_claimed_by_id_associates")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_signals_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["associates.id"], name=op.f("fk_signals_handed_by_id_associates")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_signals_visit_id_visits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
    )
    op.create_index(op.f("ix_signals_claimed_by_id"), "signals", ["claimed_by_id"], unique=False)
    op.create_index(op.f("ix_signals_client_id"), "signals", ["client_id"], unique=False)
    op.create_index(op.f("ix_signals_handed_by_id"), "signals", ["handed_by_id"], unique=False)
    op.create_index(
        "ix_signals_live",
        "signals",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('done', 'left', 'withdrawn')"),
        postgresql_where=sa.text("state NOT IN ('done', 'left', 'withdrawn')"),
    )
    op.create_index(op.f("ix_signals_raised_at"), "signals", ["raised_at"], unique=False)
    op.create_index(op.f("ix_signals_visit_id"), "signals", ["visit_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("signal_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("pushed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["associate_id"], ["associates.id"], name=op.f("fk_notices_associate_id_associates")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signals.id"], name=op.f("fk_notices_signal_id_signals")
        ),
        sa.PrimaryKeyConstraint("associate_id", "seq", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_signal_id"), "notices", ["signal_id"], unique=False)
    op.create_index(
        "ix_notices_undelivered",
        "notices",
        ["at"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL AND pushed_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL AND pushed_at IS NULL"),
    )
    op.create_table(
        "signal_told",
        sa.Column("signal_id", ID, nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("snoozed_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["associate_id"], ["associates.id"], name=op.f("fk_signal_told_associate_id_associates")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signals.id"], name=op.f("fk_signal_told_signal_id_signals")
        ),
        sa.PrimaryKeyConstraint("signal_id", "associate_id", name=op.f("pk_signal_told")),
    )
    op.create_index(
        op.f("ix_signal_told_associate_id"), "signal_told", ["associate_id"], unique=False
    )
    op.create_table(
        "taps",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("signal_id", ID, nullable=False),
        sa.Column("associate_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["associate_id"], ["associates.id"], name=op.f("fk_taps_associate_id_associates")
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["signals.id"], name=op.f("fk_taps_signal_id_signals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taps")),
    )
    op.create_index(op.f("ix_taps_associate_id"), "taps", ["associate_id"], unique=False)
    op.create_index(op.f("ix_taps_signal_id"), "taps", ["signal_id"], unique=False)
    op.execute("INSERT INTO counters (name, value) VALUES ('clients', 0)")
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION accueil_append_only()")


def _refuse_changes(table: str) -> None:
    """What stands in this table can be neither changed nor deleted, by whoever has the database."""
    if op.get_bind().dialect.name == "postgresql":
        _refuse_changes_on_postgresql(table)
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )


def _refuse_changes_on_postgresql(table: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION accueil_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION accueil_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION accueil_append_only()"
    )
