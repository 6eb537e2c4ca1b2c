"""Cash: what went in and out of the drawer, and how often it was counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ID = sa.String(36)
UNITS = sa.BigInteger()
COINS = ("float", "taken", "returned", "refunded", "counted")


def upgrade() -> None:
    op.create_table(
        "cash_moves",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("till", sa.String(32), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("due_units", UNITS, nullable=False),
        sa.Column("units", UNITS, nullable=False),
        sa.Column("given_units", UNITS, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt_id", ID, nullable=True),
        sa.Column("refund_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.CheckConstraint(
            sa.column("what", sa.String).in_(COINS), name=op.f("ck_cash_moves_what")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["payment_attempts.id"],
            name=op.f("fk_cash_moves_attempt_id_payment_attempts"),
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_cash_moves")),
        sa.UniqueConstraint(
            "attempt_id",
            "refund_id",
            "what",
            name=op.f("uq_cash_moves_attempt_id_refund_id_what"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cash_moves_till"), "cash_moves", ["till"])
    _only_added_to("cash_moves")


def downgrade() -> None:
    op.drop_table("cash_moves")


def _only_added_to(table: str) -> None:
    """On PostgreSQL by the function that guards the journal since the first tables."""
    if op.get_context().dialect.name == "postgresql":
        for change, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.split()[0].lower()} BEFORE {change} "
                f"ON {table} FOR EACH {each} EXECUTE FUNCTION accueil_append_only()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )
