"""Scans that had their effect."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from store_server.storage.prepared import Prepared
from store_server.storage.tables.floor import ScanRow

KEPT = timedelta(days=7)
_KNOWN = Prepared(
    select(ScanRow.at).where(
        ScanRow.device_id == bindparam("device"), ScanRow.scan_id == bindparam("scan")
    )
)
_FORGET = Prepared(delete(ScanRow).where(ScanRow.at < bindparam("before")))
_NOTE = Prepared(insert(ScanRow))


class SqlScans:
    """Satisfies `ports.Scans`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, device_id: str, scan_id: str) -> bool:
        asked = {"device": device_id, "scan": scan_id}
        return _KNOWN.first(self._connection, asked) is not None

    def note(self, device_id: str, scan_id: str, at: datetime) -> None:
        _FORGET.later(self._connection, {"before": at - KEPT})
        _NOTE.later(self._connection, {"device_id": device_id, "scan_id": scan_id, "at": at})
