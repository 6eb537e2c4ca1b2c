"""Scans that had their effect."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from store_server.storage.tables.floor import ScanRow

KEPT = timedelta(days=7)


class SqlScans:
    """Satisfies `ports.Scans`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, device_id: str, scan_id: str) -> bool:
        query = select(ScanRow.at).where(ScanRow.device_id == device_id, ScanRow.scan_id == scan_id)
        return self._connection.execute(query).first() is not None

    def note(self, device_id: str, scan_id: str, at: datetime) -> None:
        self._connection.execute(delete(ScanRow).where(ScanRow.at < at - KEPT))
        self._connection.execute(
            insert(ScanRow).values(device_id=device_id, scan_id=scan_id, at=at)
        )
