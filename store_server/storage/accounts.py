"""Devices, sessions and PINs: each method one short transaction, from any thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, or_, select, update

from store_server.clock import new_id
from store_server.ports import (
    NotFoundError,
    PairedDevice,
    Pairing,
    Pin,
    PushSubscription,
    Session,
    UndeliveredNotice,
)
from store_server.storage.engine import reading, writing
from store_server.storage.repositories.audit import SqlAudit
from store_server.storage.tables import (
    AssociateRow,
    NoticeRow,
    PairedDeviceRow,
    PairingCodeRow,
    PushSubscriptionRow,
    SessionRow,
    SettingRow,
)
from store_server.storage.tables.accounts import PairingKind

_ACTIVE = or_(PairedDeviceRow.associate_id.is_(None), AssociateRow.active.is_(True))


class SqlPairings:
    """Pairing codes, and the devices that they made known."""

    _engine: Engine

    def create_pairing(
        self,
        kind: str,
        associate_id: str | None,
        client_id: str | None,
        code_hash: str,
        expires_at: datetime,
        uses: int = 1,
    ) -> str:
        pairing_id = new_id()
        with writing(self._engine) as connection:
            connection.execute(
                insert(PairingCodeRow).values(
                    id=pairing_id,
                    kind=PairingKind(kind),
                    associate_id=associate_id,
                    client_id=client_id,
                    code_hash=code_hash,
                    expires_at=expires_at,
                    uses_left=uses,
                )
            )
            connection.commit()
        return pairing_id

    def take_pairing(self, code_hash: str, now: datetime) -> Pairing | None:
        with writing(self._engine) as connection:
            row = connection.execute(
                update(PairingCodeRow)
                .where(PairingCodeRow.code_hash == code_hash)
                .where(PairingCodeRow.uses_left > 0, PairingCodeRow.expires_at > now)
                .values(uses_left=PairingCodeRow.uses_left - 1)
                .returning(
                    PairingCodeRow.id,
                    PairingCodeRow.kind,
                    PairingCodeRow.associate_id,
                    PairingCodeRow.client_id,
                    PairingCodeRow.uses_left,
                )
            ).first()
            connection.execute(delete(PairingCodeRow).where(PairingCodeRow.expires_at <= now))
            connection.commit()
        if row is None:
            return None
        return Pairing(row.id, row.kind, row.associate_id, row.client_id, row.uses_left)

    def add_paired_device(
        self,
        kind: str,
        associate_id: str | None,
        client_id: str | None,
        token_hash: str,
        label: str,
        at: datetime,
    ) -> str:
        device_id = new_id()
        with writing(self._engine) as connection:
            connection.execute(
                insert(PairedDeviceRow).values(
                    id=device_id,
                    kind=PairingKind(kind),
                    associate_id=associate_id,
                    client_id=client_id,
                    token_hash=token_hash,
                    label=label,
                    created_at=at,
                )
            )
            connection.commit()
        return device_id

    def paired_device_by_token(self, token_hash: str) -> PairedDevice | None:
        query = (
            select(PairedDeviceRow.__table__)
            .outerjoin(AssociateRow, AssociateRow.id == PairedDeviceRow.associate_id)
            .where(PairedDeviceRow.token_hash == token_hash)
            .where(PairedDeviceRow.revoked_at.is_(None), _ACTIVE)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _paired_device(row) if row else None

    def paired_devices(self) -> Sequence[PairedDevice]:
        query = (
            select(PairedDeviceRow.__table__)
            .where(PairedDeviceRow.revoked_at.is_(None))
            .order_by(PairedDeviceRow.created_at.desc(), PairedDeviceRow.id.desc())
        )
        with reading(self._engine) as connection:
            return [_paired_device(row) for row in connection.execute(query)]

    def revoke_paired_device(self, device_id: str, at: datetime) -> bool:
        with writing(self._engine) as connection:
            revoked = connection.execute(
                update(PairedDeviceRow)
                .where(PairedDeviceRow.id == device_id, PairedDeviceRow.revoked_at.is_(None))
                .values(revoked_at=at)
            )
            _revoke_sessions(connection, at, SessionRow.paired_device_id == device_id)
            connection.execute(
                delete(PushSubscriptionRow).where(PushSubscriptionRow.paired_device_id == device_id)
            )
            connection.commit()
        return revoked.rowcount > 0


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
            connection.commit()
        return session_id

    def session_by_token(self, token_hash: str, now: datetime) -> Session | None:
        query = (
            select(SessionRow.__table__, AssociateRow.role)
            .join(PairedDeviceRow, PairedDeviceRow.id == SessionRow.paired_device_id)
            .join(AssociateRow, AssociateRow.id == SessionRow.associate_id)
            .where(SessionRow.token_hash == token_hash, SessionRow.ends_at > now)
            .where(SessionRow.revoked_at.is_(None), PairedDeviceRow.revoked_at.is_(None))
            .where(AssociateRow.active.is_(True))
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _session(row) if row else None

    def touch_session(self, session_id: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(SessionRow).where(SessionRow.id == session_id).values(last_used_at=at)
            )
            connection.commit()

    def end_session(self, session_id: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            _revoke_sessions(connection, at, SessionRow.id == session_id)
            connection.commit()

    def end_sessions_of(self, associate_id: str, at: datetime) -> int:
        with writing(self._engine) as connection:
            ended = _revoke_sessions(connection, at, SessionRow.associate_id == associate_id)
            connection.commit()
        return ended


class SqlPins:
    """PINs as their hash, and how often a wrong one was tried."""

    _engine: Engine

    def pin_of(self, associate_id: str) -> Pin:
        query = select(
            AssociateRow.pin_hash, AssociateRow.pin_failures, AssociateRow.pin_blocked_until
        ).where(AssociateRow.id == associate_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFoundError("there is no such associate")
        return Pin(row.pin_hash, row.pin_failures, row.pin_blocked_until)

    def set_pin(self, associate_id: str, pin_hash: str | None) -> None:
        self._change(associate_id, pin_hash=pin_hash, pin_failures=0, pin_blocked_until=None)

    def note_pin_failure(self, associate_id: str, blocked_until: datetime | None = None) -> int:
        return self._change(
            associate_id,
            pin_failures=AssociateRow.pin_failures + 1,
            pin_blocked_until=blocked_until,
        )

    def clear_pin_failures(self, associate_id: str) -> None:
        self._change(associate_id, pin_failures=0, pin_blocked_until=None)

    def _change(self, associate_id: str, **values: Any) -> int:
        with writing(self._engine) as connection:
            failures = connection.execute(
                update(AssociateRow)
                .where(AssociateRow.id == associate_id)
                .values(**values)
                .returning(AssociateRow.pin_failures)
            ).scalar()
            connection.commit()
        if failures is None:
            raise NotFoundError("there is no such associate")
        return failures


class SqlDeliveries:
    """Which notices reached a screen, and where Web Push may wake one."""

    _engine: Engine

    def subscriptions_of(self, associate_id: str) -> Sequence[PushSubscription]:
        query = (
            select(PushSubscriptionRow.__table__)
            .where(PushSubscriptionRow.associate_id == associate_id)
            .order_by(PushSubscriptionRow.created_at, PushSubscriptionRow.id)
        )
        with reading(self._engine) as connection:
            return [_subscription(row) for row in connection.execute(query)]

    def save_subscription(self, subscription: PushSubscription) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                delete(PushSubscriptionRow).where(
                    PushSubscriptionRow.endpoint == subscription.endpoint
                )
            )
            connection.execute(
                insert(PushSubscriptionRow).values(
                    id=new_id(),
                    associate_id=subscription.associate_id,
                    paired_device_id=subscription.paired_device_id,
                    endpoint=subscription.endpoint,
                    p256dh=subscription.p256dh,
                    auth=subscription.auth,
                    created_at=subscription.created_at,
                    failed_at=subscription.failed_at,
                )
            )
            connection.commit()

    def drop_subscription(self, endpoint: str) -> bool:
        with writing(self._engine) as connection:
            dropped = connection.execute(
                delete(PushSubscriptionRow).where(PushSubscriptionRow.endpoint == endpoint)
            )
            connection.commit()
        return dropped.rowcount > 0

    def note_push_failure(self, endpoint: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(PushSubscriptionRow)
                .where(PushSubscriptionRow.endpoint == endpoint)
                .values(failed_at=at)
            )
            connection.commit()

    def mark_delivered(self, associate_id: str, seq: int, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(NoticeRow)
                .where(NoticeRow.associate_id == associate_id, NoticeRow.seq <= seq)
                .where(NoticeRow.delivered_at.is_(None))
                .values(delivered_at=at)
            )
            connection.commit()

    def mark_pushed(self, associate_id: str, seq: int, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(NoticeRow)
                .where(NoticeRow.associate_id == associate_id, NoticeRow.seq == seq)
                .values(pushed_at=at)
            )
            connection.commit()

    def undelivered(
        self, older_than: datetime, newer_than: datetime | None = None
    ) -> Sequence[UndeliveredNotice]:
        query = (
            select(NoticeRow.__table__)
            .where(NoticeRow.delivered_at.is_(None), NoticeRow.pushed_at.is_(None))
            .where(NoticeRow.at <= older_than)
            .order_by(NoticeRow.at, NoticeRow.associate_id, NoticeRow.seq)
        )
        if newer_than is not None:
            query = query.where(NoticeRow.at > newer_than)
        with reading(self._engine) as connection:
            return [
                UndeliveredNotice(row.associate_id, row.seq, row.kind, row.signal_id, row.at)
                for row in connection.execute(query)
            ]


class SqlAccounts(SqlPairings, SqlSessions, SqlPins, SqlDeliveries):
    """Satisfies `ports.Accounts`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def audit(self, who: str, what: str, whom: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            SqlAudit(connection).note(who, what, whom, at)
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


def _revoke_sessions(connection: Connection, at: datetime, which: Any) -> int:
    return connection.execute(
        update(SessionRow).where(which, SessionRow.revoked_at.is_(None)).values(revoked_at=at)
    ).rowcount


def _paired_device(row: Row[Any]) -> PairedDevice:
    return PairedDevice(
        id=row.id,
        kind=row.kind,
        associate_id=row.associate_id,
        client_id=row.client_id,
        label=row.label,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )


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


def _subscription(row: Row[Any]) -> PushSubscription:
    return PushSubscription(
        associate_id=row.associate_id,
        paired_device_id=row.paired_device_id,
        endpoint=row.endpoint,
        p256dh=row.p256dh,
        auth=row.auth,
        created_at=row.created_at,
        failed_at=row.failed_at,
    )
