"""What long guest lists have still to hear, kept among the house's own settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from store_server.event_ports import Telling
from store_server.storage.tables import SettingRow

_KEY = "telling:"


class SqlTellings:
    """Satisfies `event_ports.Tellings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Mapping[str, Sequence[Telling]]:
        query = select(SettingRow.key, SettingRow.value).where(SettingRow.key.startswith(_KEY))
        rows = self._connection.execute(query.order_by(SettingRow.key))
        return {row.key.removeprefix(_KEY): _read(row.value) for row in rows}

    def of(self, event_id: str) -> Sequence[Telling]:
        query = select(SettingRow.value).where(SettingRow.key == _KEY + event_id)
        value = self._connection.execute(query).scalar()
        return _read(value) if value else ()

    def keep(self, event_id: str, tellings: Sequence[Telling]) -> None:
        key = SettingRow.key == _KEY + event_id
        if not tellings:
            self._connection.execute(delete(SettingRow).where(key))
            return
        value = msgspec.json.encode(list(tellings)).decode()
        if self._connection.execute(update(SettingRow).where(key).values(value=value)).rowcount:
            return
        self._connection.execute(insert(SettingRow).values(key=_KEY + event_id, value=value))


def _read(value: str) -> list[Telling]:
    return msgspec.json.decode(value, type=list[Telling])
