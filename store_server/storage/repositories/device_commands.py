"""What devices were told to do, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from store_server.device_ports import DeviceCommand
from store_server.storage.tables import DeviceCommandRow

KEPT = timedelta(days=30)


class SqlDeviceCommands:
    """Satisfies `device_ports.DeviceCommands`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, command: DeviceCommand) -> None:
        stale = command.asked_at - KEPT
        self._connection.execute(delete(DeviceCommandRow).where(DeviceCommandRow.asked_at < stale))
        self._connection.execute(
            insert(DeviceCommandRow).values(
                id=command.id,
                device_id=command.device_id,
                do=command.do,
                parameters=command.parameters,
                by_id=command.by_id,
                asked_at=command.asked_at,
                reason=command.reason,
            )
        )

    def get(self, command_id: str) -> DeviceCommand | None:
        query = select(DeviceCommandRow.__table__).where(DeviceCommandRow.id == command_id)
        row = self._connection.execute(query).first()
        return DeviceCommand(**row._mapping) if row else None

    def open(self) -> Sequence[DeviceCommand]:
        rows = self._connection.execute(
            select(DeviceCommandRow.__table__)
            .where(DeviceCommandRow.answered_at.is_(None), DeviceCommandRow.expired_at.is_(None))
            .order_by(DeviceCommandRow.asked_at, DeviceCommandRow.id)
        )
        return [DeviceCommand(**row._mapping) for row in rows]

    def sent(self, command_id: str, at: datetime) -> None:
        self._change(command_id, sent_at=at)

    def answered(self, command_id: str, at: datetime, ok: bool, reason: str) -> None:
        self._change(command_id, answered_at=at, ok=ok, reason=reason)

    def expired(self, command_id: str, at: datetime) -> None:
        self._change(command_id, expired_at=at)

    def _change(self, command_id: str, **fields: Any) -> None:
        self._connection.execute(
            update(DeviceCommandRow).where(DeviceCommandRow.id == command_id).values(**fields)
        )
