"""Who did what to whom: each line's digest covers the one before, so that a missing one shows."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from store_server.audit_ports import FROM_ADDRESS, AuditLine
from store_server.clock import new_id
from store_server.storage.prepared import Prepared
from store_server.storage.repositories.journal import in_order
from store_server.storage.tables import AuditAddressRow, AuditRow

AUDIT_LOCK = 0x61756474  # PostgreSQL's advisory lock under which lines are chained
NOTHING_BEFORE = "0" * 64

_LAST = Prepared(select(AuditRow.digest).order_by(AuditRow.position.desc()).limit(1))
_WRITTEN = ("who", "what", "whom", "at", "digest")
_ADD = Prepared(insert(AuditRow).values({name: bindparam(name) for name in _WRITTEN}).inline())


class SqlAudit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, who: str, what: str, whom: str, at: datetime) -> None:
        in_order(self._connection, AUDIT_LOCK)
        if who.startswith(FROM_ADDRESS):
            who = FROM_ADDRESS + self._kept(who.removeprefix(FROM_ADDRESS), at)
        last = _LAST.first(self._connection, {})
        digest = _digest(last.digest if last else NOTHING_BEFORE, who, what, whom, at)
        line = {"who": who, "what": what, "whom": whom, "at": at, "digest": digest}
        _ADD.later(self._connection, line)

    def _kept(self, address: str, at: datetime) -> str:
        """An id for the address that day; the lock holds off whoever would make another."""
        day = at.astimezone(UTC).date()
        same = (AuditAddressRow.address == address) & (AuditAddressRow.day == day)
        known = self._connection.execute(select(AuditAddressRow.id).where(same)).scalar()
        if known is not None:
            return known
        made = new_id()
        values = {"id": made, "address": address, "day": day}
        self._connection.execute(insert(AuditAddressRow).values(values))
        return made


def keep_in_audit(connection: Connection, line: AuditLine | None) -> None:
    """Append the line, where there is one, in this connection's transaction."""
    if line is not None:
        SqlAudit(connection).note(line.who, line.what, line.whom, line.at)


def first_broken_line(connection: Connection) -> int | None:
    """The position of the first line that does not follow from those before it, if any."""
    digest = NOTHING_BEFORE
    rows = connection.execute(select(AuditRow.__table__).order_by(AuditRow.position))
    for row in rows:
        digest = _digest(digest, row.who, row.what, row.whom, row.at)
        if digest != row.digest:
            position: int = row.position
            return position
    return None


def _digest(before: str, who: str, what: str, whom: str, at: datetime) -> str:
    line = msgspec.json.encode([before, who, what, whom, at.astimezone(UTC).isoformat()])
    return hashlib.sha256(line).hexdigest()
