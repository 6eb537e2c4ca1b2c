"""The associates and their shifts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from store_server.clock import new_id
from store_server.domain.staff import Associate, Role
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.reads.staff import active_associates, associates
from store_server.storage.tables import AssociateRow, ShiftRow

_AMENDABLE = frozenset({"display_name", "role", "languages", "active"})


class SqlStaff:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, associate_id: str) -> Associate:
        found = associates(self._connection, [associate_id])
        if not found:
            raise NotFoundError("there is no such associate")
        return found[0]

    def everyone(self) -> Sequence[Associate]:
        return active_associates(self._connection)

    def add(self, associate: Associate) -> None:
        self._connection.execute(
            insert(AssociateRow).values(
                id=associate.id,
                display_name=associate.display_name,
                role=Role(associate.role),
                languages=list(associate.languages),
                active=associate.active,
                feed_seq=0,
                pin_failures=0,
            )
        )

    def amend(self, associate_id: str, fields: dict[str, Any]) -> None:
        unknown = sorted(set(fields) - _AMENDABLE)
        if unknown:
            raise ConflictError(f"an associate has no field {unknown[0]!r} that can be written")
        values = dict(fields)
        if "role" in values:
            values["role"] = Role(values["role"])
        if "languages" in values:
            values["languages"] = list(values["languages"])
        if not values:
            return
        changed = self._connection.execute(
            update(AssociateRow).where(AssociateRow.id == associate_id).values(**values)
        )
        if changed.rowcount == 0:
            raise NotFoundError("there is no such associate")

    def start_shift(self, associate_id: str, at: datetime) -> None:
        """Asking again changes nothing."""
        running = self._connection.execute(
            select(ShiftRow.id).where(
                ShiftRow.associate_id == associate_id, ShiftRow.ended_at.is_(None)
            )
        ).first()
        if running is None:
            self._connection.execute(
                insert(ShiftRow).values(id=new_id(), associate_id=associate_id, started_at=at)
            )

    def end_shift(self, associate_id: str, at: datetime) -> None:
        self._connection.execute(
            update(ShiftRow)
            .where(ShiftRow.associate_id == associate_id, ShiftRow.ended_at.is_(None))
            .values(ended_at=at)
        )
