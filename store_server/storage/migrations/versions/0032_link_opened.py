"""Whether a basket's client has opened their link: who has not has no exit code on their phone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "baskets",
        sa.Column("link_opened", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # Of a link that was given before, nobody knows: its client may hold a code already.
    op.execute(sa.update(sa.table("baskets", sa.column("link_opened"))).values(link_opened=True))


def downgrade() -> None:
    op.drop_column("baskets", "link_opened")
