"""Who asked to be erased, and whose erasure is still to be heard of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.String(36)
MOMENT = sa.DateTime(timezone=True)
POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "erasure_requests",
        sa.Column("client_id", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("client_id", name="pk_erasure_requests"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name="fk_erasure_requests_client_id_clients"
        ),
    )
    op.create_table(
        "erasures",
        sa.Column("position", POSITION, nullable=False, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_erasures"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_erasures_person_id", "erasures", ["person_id"], unique=True)


def downgrade() -> None:
    for table in ("erasures", "erasure_requests"):
        op.drop_table(table)
