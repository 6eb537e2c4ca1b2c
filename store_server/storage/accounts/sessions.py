"""Who is signed in where, until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, insert, select, update

from store_server.account_ports import Session
from store_server.audit_ports import AuditLine
from store_server.clock import new_id
from store_server.storage.engine import reading, writing
from store_server.storage.repositories.audit import keep_in_audit
from store_server.storage.tables import (
    AssociateRow,
    PairedDeviceRow,
    SessionRow,
)

_STANDING = (
    select(SessionRow.__table__, AssociateRow.role)
    .join(PairedDeviceRow, PairedDeviceRow.id == SessionRow.paired_device_id)
    .join(AssociateRow, AssociateRow.id == SessionRow.associate_id)
    .where(SessionRow.ends_at > bindparam("now"))
    .where(SessionRow.revoked_at.is_(None), PairedDeviceRow.revoked_at.is_(None))
    .where(AssociateRow.active.is_(True))
)
_BY_TOKEN = _STANDING.where(SessionRow.token_hash == bindparam("token"))
_BY_TOKENS = _STANDING.where(SessionRow.token_hash.in_(bindparam("tokens", expanding=True)))


class SqlSessions:
    """Who is signed in where, until when."""

    _engine: Engine

    def open_session(
        self,
        token_hash: str,
        paired_device_id: str,
        associate_id: str,
        csrf: str,
        at: datetime,
        ends_at: datetime,
    ) -> str:
        session_id = new_id()
        with writing(self._engine) as connection:
            connection.execute(
                insert(SessionRow).values(
                    id=session_id,
                    token_hash=token_hash,
                    paired_device_id=paired_device_id,
                    associate_id=associate_id,
                    csrf=csrf,
                    created_at=at,
                    last_used_at=at,
                    ends_at=ends_at,
                )
            )
            line = AuditLine(associate_id, "signed-in", paired_device_id, at)
            keep_in_audit(connection, line)
            connection.commit()
        return session_id

    def session_by_token(self, token_hash: str, now: datetime) -> Session | None:
        with reading(self._engine) as connection:
            row = connection.execute(_BY_TOKEN, {"token": token_hash, "now": now}).first()
        return _session(row) if row else None

    def sessions_by_token(
        self, token_hashes: Collection[str], now: datetime
    ) -> Mapping[str, Session]:
        asked = {"tokens": list(token_hashes), "now": now}
        with reading(self._engine) as connection:
            return {row.token_hash: _session(row) for row in connection.execute(_BY_TOKENS, asked)}

    def touch_session(self, session_id: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(SessionRow).where(SessionRow.id == session_id).values(last_used_at=at)
            )
            connection.commit()

    def end_session(self, session_id: str, at: datetime, audit: AuditLine | None = None) -> None:
        with writing(self._engine) as connection:
            ended = revoke_sessions(connection, at, SessionRow.id == session_id)
            keep_in_audit(connection, audit if ended else None)
            connection.commit()

    def end_sessions_of(
        self, associate_id: str, at: datetime, audit: AuditLine | None = None
    ) -> int:
        with writing(self._engine) as connection:
            ended = revoke_sessions(connection, at, SessionRow.associate_id == associate_id)
            keep_in_audit(connection, audit)
            connection.commit()
        return ended


def revoke_sessions(connection: Connection, at: datetime, which: Any) -> int:
    return connection.execute(
        update(SessionRow).where(which, SessionRow.revoked_at.is_(None)).values(revoked_at=at)
    ).rowcount


def _session(row: Row[Any]) -> Session:
    return Session(
        id=row.id,
        paired_device_id=row.paired_device_id,
        associate_id=row.associate_id,
        role=row.role,
        csrf=row.csrf,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        ends_at=row.ends_at,
    )
