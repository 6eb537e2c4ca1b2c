"""Devices, sessions and PINs: each method one short transaction, from any thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine, insert, select, update

from store_server.audit_ports import AuditLine
from store_server.storage.accounts.api_keys import SqlApiKeys
from store_server.storage.accounts.deliveries import SqlDeliveries
from store_server.storage.accounts.pairings import SqlPairings
from store_server.storage.accounts.pins import SqlPins
from store_server.storage.accounts.sessions import SqlSessions
from store_server.storage.accounts.strong import SqlStrong
from store_server.storage.engine import reading, writing
from store_server.storage.repositories.audit import keep_in_audit
from store_server.storage.tables import SettingRow


class SqlAccounts(SqlPairings, SqlSessions, SqlPins, SqlStrong, SqlApiKeys, SqlDeliveries):
    """Satisfies `ports.Accounts`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def audit(self, who: str, what: str, whom: str, at: datetime) -> None:
        self.audit_all([AuditLine(who, what, whom, at)])

    def audit_all(self, lines: Iterable[AuditLine]) -> None:
        with writing(self._engine) as connection:
            for line in lines:
                keep_in_audit(connection, line)
            connection.commit()

    def setting(self, key: str) -> str | None:
        with reading(self._engine) as connection:
            query = select(SettingRow.value).where(SettingRow.key == key)
            return connection.execute(query).scalar()

    def set_setting(self, key: str, value: str) -> None:
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(SettingRow).where(SettingRow.key == key).values(value=value)
            )
            if changed.rowcount == 0:
                connection.execute(insert(SettingRow).values(key=key, value=value))
            connection.commit()
