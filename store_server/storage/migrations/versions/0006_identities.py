"""More that proves who somebody is: AltBeacon, URLs, makers' own ids, private addresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = ("ibeacon", "eddystone_uid", "eddystone_eid", "pass")
ADDED = ("eddystone_url", "altbeacon", "vendor", "irk")
KIND = sa.column("kind", sa.String)


def upgrade() -> None:
    _allow(BEFORE + ADDED)
    op.add_column("identities", sa.Column("key_order", sa.String(length=8), nullable=True))


def downgrade() -> None:
    identities = sa.table("identities", KIND)
    op.execute(identities.delete().where(KIND.in_(ADDED)))
    with op.batch_alter_table("identities") as table:
        table.drop_column("key_order")
    _allow(BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    name = op.f("ck_identities_kind")
    with op.batch_alter_table("identities") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, KIND.in_(kinds))
