"""Keys of the brand's own programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, bindparam, insert, select, update

from store_server.account_ports import ApiKey, Scope
from store_server.audit_ports import AuditLine
from store_server.clock import new_id
from store_server.storage.engine import reading, writing
from store_server.storage.repositories.audit import keep_in_audit
from store_server.storage.tables import ApiKeyRow

_STANDING = select(ApiKeyRow.__table__).where(ApiKeyRow.revoked_at.is_(None))
_BY_HASH = _STANDING.where(ApiKeyRow.key_hash == bindparam("key_hash"))
_ALL = _STANDING.order_by(ApiKeyRow.created_at.desc(), ApiKeyRow.id.desc())


class SqlApiKeys:
    """Keys of the brand's own programs."""

    _engine: Engine

    def add_api_key(self, name: str, scope: Scope, key_hash: str, at: datetime, by: str) -> ApiKey:
        made = ApiKey(new_id(), name, scope, at)
        with writing(self._engine) as connection:
            connection.execute(
                insert(ApiKeyRow).values(
                    id=made.id, name=name, scope=scope, key_hash=key_hash, created_at=at
                )
            )
            keep_in_audit(connection, AuditLine(by, "key.made", made.id, at))
            connection.commit()
        return made

    def api_key_by_hash(self, key_hash: str) -> ApiKey | None:
        with reading(self._engine) as connection:
            row = connection.execute(_BY_HASH, {"key_hash": key_hash}).first()
        return _key(row) if row else None

    def api_keys(self) -> Sequence[ApiKey]:
        with reading(self._engine) as connection:
            return [_key(row) for row in connection.execute(_ALL)]

    def touch_api_key(self, key_id: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(ApiKeyRow).where(ApiKeyRow.id == key_id).values(last_used_at=at)
            )
            connection.commit()

    def revoke_api_key(self, key_id: str, at: datetime, by: str) -> bool:
        with writing(self._engine) as connection:
            revoked = connection.execute(
                update(ApiKeyRow)
                .where(ApiKeyRow.id == key_id, ApiKeyRow.revoked_at.is_(None))
                .values(revoked_at=at)
            )
            if revoked.rowcount:
                keep_in_audit(connection, AuditLine(by, "key.revoked", key_id, at))
            connection.commit()
        return revoked.rowcount > 0


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(row.id, row.name, row.scope, row.created_at, row.last_used_at)
