"""When each person of a party first came in, so that evenings are counted in people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import JSONB

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "event_attendances"


def upgrade() -> None:
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    column = sa.Column("arrived", document, nullable=False, server_default="[]")
    op.add_column(TABLE, column)
    _fill(op.get_bind())


def downgrade() -> None:
    op.drop_column(TABLE, "arrived")


def _fill(connection: sa.Connection) -> None:
    showings = sa.table(
        "event_showings",
        *(sa.column(name) for name in ("guest_id", "way", "plus_one", "scan_id")),
        *(sa.column("entered", sa.Boolean), sa.column("undone_at")),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    stood = sa.select(showings).where(showings.c.entered, showings.c.undone_at.is_(None))
    theirs: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(stood.order_by(showings.c.at, showings.c.scan_id)):
        theirs[row.guest_id].append(row)
    attendances = sa.table(TABLE, sa.column("guest_id"), sa.column("arrived", sa.JSON))
    written = sa.update(attendances).where(attendances.c.guest_id == sa.bindparam("guest"))
    for guest, rows in theirs.items():
        alone = _arrived((one for one in rows if not one.plus_one), most=1)
        brought = _arrived((one for one in rows if one.plus_one), most=len(rows))
        moments = [at.isoformat() for at in sorted((*alone, *brought))]
        connection.execute(written, {"guest": guest, "arrived": moments})


def _arrived(rows: Iterable[Row[Any]], most: int) -> list[datetime]:
    """Whoever comes after another left is taken for the same one."""
    inside, arrived = 0, list[datetime]()
    for row in rows:
        inside = min(inside + 1, most) if row.way == "in" else max(0, inside - 1)
        if inside > len(arrived):
            arrived.append(row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC))
    return arrived
