"""A signal may be for a guest at an event's door, who is perhaps nobody's client."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.String(36)
GUEST = "fk_signals_guest_id_guests"


def upgrade() -> None:
    with op.batch_alter_table("signals") as table:
        table.alter_column("client_id", existing_type=ID, nullable=True)
        table.alter_column("visit_id", existing_type=ID, nullable=True)
        table.add_column(sa.Column("guest_id", ID, nullable=True))
        table.create_foreign_key(GUEST, "guests", ["guest_id"], ["id"])
    op.create_index("ix_signals_guest_id", "signals", ["guest_id"])


def downgrade() -> None:
    """Signals that are for nobody's client have no place in the older tables."""
    nobodys = "SELECT id FROM signals WHERE client_id IS NULL OR visit_id IS NULL"
    for name in ("notices", "signal_told", "taps"):
        op.execute(f"DELETE FROM {name} WHERE signal_id IN ({nobodys})")  # noqa: S608 - our words
    op.execute("DELETE FROM signals WHERE client_id IS NULL OR visit_id IS NULL")
    op.drop_index("ix_signals_guest_id", "signals")
    with op.batch_alter_table("signals") as table:
        table.drop_constraint(GUEST, type_="foreignkey")
        table.drop_column("guest_id")
        table.alter_column("client_id", existing_type=ID, nullable=False)
        table.alter_column("visit_id", existing_type=ID, nullable=False)
