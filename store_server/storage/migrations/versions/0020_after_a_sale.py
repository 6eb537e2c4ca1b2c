"""After a sale: whose line a purchase was, the closing ceremony, deposits' own receipts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.String(36)
STEPS = ("thank", "wrap", "receipt", "walk", "next")


def upgrade() -> None:
    with op.batch_alter_table("purchases") as purchases:
        purchases.add_column(sa.Column("line_id", ID, nullable=True))
    op.create_index("ix_purchases_line_id", "purchases", ["line_id"])
    with op.batch_alter_table("receipts") as receipts:
        receipts.add_column(
            sa.Column("deposit", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "farewells",
        sa.Column("basket_id", ID, nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("basket_id", "step", name="pk_farewells"),
        sa.ForeignKeyConstraint(
            ["basket_id"], ["baskets.id"], name="fk_farewells_basket_id_baskets"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["associates.id"], name="fk_farewells_by_id_associates"),
        sa.CheckConstraint(sa.column("step", sa.String).in_(STEPS), name=op.f("ck_farewells_step")),
    )


def downgrade() -> None:
    op.drop_table("farewells")
    with op.batch_alter_table("receipts") as receipts:
        receipts.drop_column("deposit")
    op.drop_index("ix_purchases_line_id", "purchases")
    with op.batch_alter_table("purchases") as purchases:
        purchases.drop_column("line_id")
