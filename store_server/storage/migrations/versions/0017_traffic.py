"""Traffic added up as its facts arrive, a manager's corrections, and alerts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = sa.text("ended_at IS NULL")
FLAGGED = sa.text("flag IS NOT NULL")

TABLES = (
    "count_quarters",
    "count_days",
    "count_months",
    "zone_minutes",
    "zone_stays",
    "zone_quarters",
    "zone_days",
    "sale_quarters",
    "sale_days",
    "count_corrections",
    "occupancy_resets",
    "count_doors",
    "alert_rules",
    "traffic_alerts",
)


def upgrade() -> None:
    _lines()
    _zones()
    _sales()
    _said_by_managers()
    _alerts()
    op.create_index("ix_baskets_paid_at", "baskets", ["paid_at"])
    op.create_index(
        "ix_counts_flagged",
        "counts",
        ["at"],
        sqlite_where=FLAGGED,
        postgresql_where=FLAGGED,
    )


def _roll_up(name: str, key: list[sa.Column[Any]], *columns: sa.Column[Any]) -> None:
    names = [column.name for column in key]
    primary = sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{name}"))
    op.create_table(name, *key, *columns, primary, sqlite_with_rowid=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _small(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, autoincrement=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=False)


def _lines() -> None:
    for name, key in (
        ("count_quarters", [_moment("at")]),
        ("count_days", [_day("day")]),
        ("count_months", [_day("month"), _small("weekday"), _small("hour")]),
    ):
        whose = [_text("device_id"), _text("line"), _text("zone")]
        _roll_up(name, [*key, *whose], _number("people_in"), _number("people_out"))


def _zones() -> None:
    whose = ("device_id", "zone")
    key = [_moment("at"), *map(_text, whose)]
    queue = sa.Column("queue", sa.BigInteger(), nullable=True)
    _roll_up("zone_minutes", key, _moment("said_at"), _number("people"), queue)
    key = [_moment("at"), *map(_text, whose)]
    _roll_up("zone_stays", key, sa.Column("stays_s", DOCUMENT, nullable=False))
    for name, when in (("zone_quarters", _moment("at")), ("zone_days", _day("day"))):
        _roll_up(
            name,
            [when, *map(_text, whose)],
            _small("minutes"),
            _number("people"),
            _number("people_most"),
            _small("queue_minutes"),
            _number("queue"),
            _number("queue_most"),
            sa.Column("stays", DOCUMENT, nullable=False),
        )


def _sales() -> None:
    for name, when in (("sale_quarters", _moment("at")), ("sale_days", _day("day"))):
        _roll_up(
            name,
            [when, sa.Column("currency", sa.String(3), nullable=False)],
            _small("baskets"),
            _small("fast_lane"),
            _number("units"),
            _number("minor"),
        )


def _said_by_managers() -> None:
    op.create_table(
        "count_corrections",
        sa.Column("id", ID, nullable=False),
        sa.Column("count_id", ID, nullable=False),
        _moment("count_at"),
        _text("device_id"),
        _text("line"),
        _number("people_in"),
        _number("people_out"),
        _text("reason"),
        sa.Column("by_id", ID, nullable=False),
        _moment("made_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_corrections")),
    )
    for column in ("count_id", "count_at"):
        op.create_index(f"ix_count_corrections_{column}", "count_corrections", [column])
    op.create_table(
        "occupancy_resets",
        sa.Column("id", ID, nullable=False),
        _moment("at"),
        _number("people"),
        _text("reason"),
        sa.Column("by_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy_resets")),
    )
    op.create_index("ix_occupancy_resets_at", "occupancy_resets", ["at"])
    op.create_table(
        "count_doors",
        _text("device_id"),
        _text("line"),
        _text("name"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "line", name=op.f("pk_count_doors")),
    )


def _alerts() -> None:
    op.create_table(
        "alert_rules",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("limit", sa.Float(53), nullable=True),
        sa.Column("push", sa.Boolean(), nullable=False),
        _text("mail"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rules")),
    )
    op.create_table(
        "traffic_alerts",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule_id", ID, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        _text("subject"),
        sa.Column("value", sa.Float(53), nullable=False),
        sa.Column("limit", sa.Float(53), nullable=True),
        _moment("raised_at"),
        _moment("ended_at", nullable=True),
        _moment("acknowledged_at", nullable=True),
        sa.Column("acknowledged_by_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_alerts")),
    )
    op.create_index("ix_traffic_alerts_raised_at", "traffic_alerts", ["raised_at"])
    op.create_index(
        "uq_traffic_alerts_open",
        "traffic_alerts",
        ["rule_id", "subject"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_counts_flagged", "counts")
    op.drop_index("ix_baskets_paid_at", "baskets")
    for table in reversed(TABLES):
        op.drop_table(table)
