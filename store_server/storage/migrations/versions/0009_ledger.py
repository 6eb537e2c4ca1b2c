"""The ledger: only ever added to, each record sealed together with the one before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.String(36)
SEAL = sa.String(64)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_CLOSING = sa.text("kind IN ('close_day', 'close_month', 'close_year')")


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("till", sa.String(32), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("previous", SEAL, nullable=False),
        sa.Column("seal", SEAL, nullable=False),
        sa.PrimaryKeyConstraint("till", "number", name=op.f("pk_ledger")),
    )
    op.create_index(
        "ix_ledger_closings",
        "ledger",
        ["till", "kind", "number"],
        sqlite_where=IS_CLOSING,
        postgresql_where=IS_CLOSING,
    )
    op.create_table(
        "receipts",
        sa.Column("basket_id", ID, nullable=False),
        sa.Column("refund_id", ID, nullable=False),
        sa.Column("till", sa.String(32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("basket_id", "refund_id", name=op.f("pk_receipts")),
    )
    op.create_index("uq_receipts_till_number", "receipts", ["till", "number"], unique=True)
    _refuse_changes()


def downgrade() -> None:
    op.drop_table("receipts")
    op.drop_table("ledger")


def _refuse_changes() -> None:
    """On PostgreSQL by the function that guards the journal since the first tables."""
    if op.get_context().dialect.name == "postgresql":
        for change, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER ledger_no_{change.split()[0].lower()} BEFORE {change} "
                f"ON ledger FOR EACH {each} EXECUTE FUNCTION accueil_append_only()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_no_{change.lower()} BEFORE {change} ON ledger "
            "BEGIN SELECT RAISE(ABORT, 'ledger is only ever added to'); END"
        )
