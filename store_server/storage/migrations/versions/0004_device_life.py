"""A device's life: adopted, suspended, replaced; its place on the plan, its keys and its health."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.Float(precision=53)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

OPEN_COMMAND = sa.text("answered_at IS NULL AND expired_at IS NULL")
OPEN_ALARM = sa.text("ended_at IS NULL")

COLUMNS = (
    ("suspended_at", MOMENT),
    ("x", NUMBER),
    ("y", NUMBER),
    ("uptime_s", NUMBER),
    ("temperature_c", NUMBER),
    ("lens", sa.Text()),
    ("fps", NUMBER),
    ("health_at", MOMENT),
    ("pauses_s", DOCUMENT),
)
TABLES = (
    "floor_plans",
    "device_alarms",
    "device_samples",
    "device_commands",
    "waiting_devices",
    "adoption_codes",
    "device_keys",
)


def upgrade() -> None:
    op.add_column("devices", sa.Column("hardware", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE devices SET hardware = id")
    op.create_index("uq_devices_hardware", "devices", ["hardware"], unique=True)
    for name, kind in COLUMNS:
        op.add_column("devices", sa.Column(name, kind, nullable=True))
    _create_keys()
    _create_waiting()
    _create_commands()
    _create_health()
    op.create_table(
        "floor_plans",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("svg", sa.Text(), nullable=False),
        sa.Column("width", NUMBER, nullable=False),
        sa.Column("height", NUMBER, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_plans")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("uq_devices_hardware", "devices")
    for name, _kind in COLUMNS:
        op.drop_column("devices", name)
    op.drop_column("devices", "hardware")


def _of_device(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_device_id_devices")
    return sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=name)


def _create_keys() -> None:
    op.create_table(
        "device_keys",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("topics", DOCUMENT, nullable=False),
        sa.Column("push_hash", sa.String(64), nullable=True),
        _of_device("device_keys"),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_keys")),
        sa.UniqueConstraint("username", name=op.f("uq_device_keys_username")),
        sa.UniqueConstraint("push_hash", name=op.f("uq_device_keys_push_hash")),
    )
    op.create_table(
        "adoption_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("wishes", DOCUMENT, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_adoption_codes_code_hash")),
    )
    op.create_index(op.f("ix_adoption_codes_expires_at"), "adoption_codes", ["expires_at"])


def _create_waiting() -> None:
    op.create_table(
        "waiting_devices",
        sa.Column("hardware", sa.Text(), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("firmware", sa.Text(), nullable=True),
        sa.Column("first_heard_at", MOMENT, nullable=False),
        sa.Column("last_heard_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hardware", name=op.f("pk_waiting_devices")),
    )
    op.create_index(op.f("ix_waiting_devices_last_heard_at"), "waiting_devices", ["last_heard_at"])


def _create_commands() -> None:
    op.create_table(
        "device_commands",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("do", sa.Text(), nullable=False),
        sa.Column("parameters", DOCUMENT, nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("expired_at", MOMENT, nullable=True),
        sa.Column("ok", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _of_device("device_commands"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_commands")),
    )
    op.create_index(op.f("ix_device_commands_asked_at"), "device_commands", ["asked_at"])
    op.create_index(
        "ix_device_commands_device_id_asked_at", "device_commands", ["device_id", "asked_at"]
    )
    op.create_index(
        "ix_device_commands_open",
        "device_commands",
        ["asked_at"],
        sqlite_where=OPEN_COMMAND,
        postgresql_where=OPEN_COMMAND,
    )


def _create_health() -> None:
    op.create_table(
        "device_samples",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("battery_pct", NUMBER, nullable=True),
        sa.Column("temperature_c", NUMBER, nullable=True),
        sa.Column("fps", NUMBER, nullable=True),
        sa.Column("uptime_s", NUMBER, nullable=True),
        _of_device("device_samples"),
        sa.PrimaryKeyConstraint("device_id", "at", name=op.f("pk_device_samples")),
    )
    op.create_index(op.f("ix_device_samples_at"), "device_samples", ["at"])
    kinds = sa.Enum(
        "silent",
        "battery",
        "lens",
        "outbox",
        name="kind",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "device_alarms",
        sa.Column("id", ID, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        _of_device("device_alarms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_alarms")),
    )
    op.create_index(op.f("ix_device_alarms_raised_at"), "device_alarms", ["raised_at"])
    op.create_index(
        "uq_device_alarms_open",
        "device_alarms",
        ["device_id", "kind"],
        unique=True,
        sqlite_where=OPEN_ALARM,
        postgresql_where=OPEN_ALARM,
    )
