"""The journal of domain events, written in the transaction whose state it tells of.

The entries of a transaction are gathered and inserted together, right before its commit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, bindparam, func, insert, select, update

from store_server import origin
from store_server.clock import new_id
from store_server.ports import JournalEntry
from store_server.storage.prepared import Prepared
from store_server.storage.tables import CursorRow, JournalRow

PAYLOAD_VERSION = 1
JOURNAL_LOCK = 0x6A6F7572  # PostgreSQL's advisory lock under which positions are given out

_IN_ORDER = Prepared(
    select(func.pg_advisory_xact_lock(bindparam("lock", type_=BigInteger)).label("had"))
)
_WRITTEN = [column.name for column in JournalRow.__table__.columns if column.name != "position"]
_ADD = Prepared(insert(JournalRow).values({name: bindparam(name) for name in _WRITTEN}).inline())


class SqlJournal:
    def __init__(self, connection: Connection, boutique: str, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._boutique = boutique
        self._now = now
        self._gathered: list[dict[str, Any]] = []

    def write(self, kind: str, payload: dict[str, Any], occurred_at: datetime) -> None:
        self._gathered.append(
            {
                "id": new_id(),
                "type": kind,
                "version": PAYLOAD_VERSION,
                "boutique": self._boutique,
                "occurred_at": occurred_at,
                "recorded_at": self._now(),
                "payload": payload,
                "origin": origin.current(),
            }
        )

    def flush(self) -> None:
        """Insert what was gathered. The last step before the commit."""
        if self._gathered:
            gathered, self._gathered = self._gathered, []
            in_order(self._connection, JOURNAL_LOCK)
            _ADD.later(self._connection, *gathered)

    def after(self, position: int, limit: int = 500) -> Sequence[JournalEntry]:
        self.flush()
        rows = self._connection.execute(
            select(JournalRow.__table__)
            .where(JournalRow.position > position)
            .order_by(JournalRow.position)
            .limit(limit)
        )
        return [_entry(row) for row in rows]


class SqlCursors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def position(self, consumer: str) -> int:
        query = select(CursorRow.position).where(CursorRow.consumer == consumer)
        return self._connection.execute(query).scalar() or 0

    def move(self, consumer: str, position: int) -> None:
        moved = self._connection.execute(
            update(CursorRow).where(CursorRow.consumer == consumer).values(position=position)
        )
        if moved.rowcount == 0:
            self._connection.execute(insert(CursorRow).values(consumer=consumer, position=position))


def in_order(connection: Connection, lock: int) -> None:
    """Until the commit nobody else takes a number, so that numbers grow as commits do.

    SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        _IN_ORDER.later(connection, {"lock": lock})


def _entry(row: Row[Any]) -> JournalEntry:
    return JournalEntry(
        position=row.position,
        id=row.id,
        kind=row.type,
        version=row.version,
        boutique=row.boutique,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        payload=row.payload,
        origin=row.origin,
    )
