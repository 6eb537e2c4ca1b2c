"""Pairing codes, and the devices that they made known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, bindparam, delete, insert, or_, select, update

from store_server.account_ports import PairedDevice, Pairing
from store_server.audit_ports import AuditLine
from store_server.clock import new_id
from store_server.domain.client import Client
from store_server.storage.accounts.sessions import revoke_sessions
from store_server.storage.engine import reading, reading_once, writing
from store_server.storage.prepared import Prepared
from store_server.storage.prepared import Row as OneRow
from store_server.storage.repositories.audit import keep_in_audit
from store_server.storage.tables import (
    AssociateRow,
    ClientRow,
    PairedDeviceRow,
    PairingCodeRow,
    PushSubscriptionRow,
    SessionRow,
)
from store_server.storage.tables.accounts import PairingKind

_KNOWN = (
    select(PairedDeviceRow.__table__)
    .outerjoin(AssociateRow, AssociateRow.id == PairedDeviceRow.associate_id)
    .where(PairedDeviceRow.revoked_at.is_(None))
    .where(or_(PairedDeviceRow.associate_id.is_(None), AssociateRow.active.is_(True)))
)
_BY_TOKEN = Prepared(_KNOWN.where(PairedDeviceRow.token_hash == bindparam("token")))
_BY_TOKENS = _KNOWN.where(PairedDeviceRow.token_hash.in_(bindparam("tokens", expanding=True)))
_STANDING = (
    select(
        PairedDeviceRow.__table__,
        AssociateRow.display_name,
        ClientRow.given_name,
        ClientRow.family_name,
    )
    .outerjoin(AssociateRow, AssociateRow.id == PairedDeviceRow.associate_id)
    .outerjoin(ClientRow, ClientRow.id == PairedDeviceRow.client_id)
    .where(PairedDeviceRow.revoked_at.is_(None))
    .order_by(PairedDeviceRow.created_at.desc(), PairedDeviceRow.id.desc())
)


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
        audit: AuditLine | None = None,
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
            keep_in_audit(connection, audit)
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
            who = associate_id or client_id or f"device:{device_id}"
            keep_in_audit(connection, AuditLine(who, "device.paired", device_id, at))
            connection.commit()
        return device_id

    def paired_device_by_token(self, token_hash: str) -> PairedDevice | None:
        with reading_once(self._engine) as connection:
            row = _BY_TOKEN.first(connection, {"token": token_hash})
        return _paired_device(row) if row else None

    def paired_devices_by_token(self, token_hashes: Collection[str]) -> Mapping[str, PairedDevice]:
        asked = {"tokens": list(token_hashes)}
        with reading(self._engine) as connection:
            return {
                row.token_hash: _paired_device(row) for row in connection.execute(_BY_TOKENS, asked)
            }

    def paired_devices(self) -> Sequence[PairedDevice]:
        with reading(self._engine) as connection:
            rows = connection.execute(_STANDING).all()
        return [replace(_paired_device(row), holder=_holder(row)) for row in rows]

    def name_paired_device(
        self, device_id: str, label: str, audit: AuditLine | None = None
    ) -> bool:
        with writing(self._engine) as connection:
            named = connection.execute(
                update(PairedDeviceRow)
                .where(PairedDeviceRow.id == device_id, PairedDeviceRow.revoked_at.is_(None))
                .values(label=label)
            )
            keep_in_audit(connection, audit if named.rowcount else None)
            connection.commit()
        return named.rowcount > 0

    def touch_paired_device(self, device_id: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(PairedDeviceRow)
                .where(PairedDeviceRow.id == device_id)
                .values(last_used_at=at)
            )
            connection.commit()

    def revoke_paired_device(
        self, device_id: str, at: datetime, audit: AuditLine | None = None
    ) -> bool:
        with writing(self._engine) as connection:
            revoked = connection.execute(
                update(PairedDeviceRow)
                .where(PairedDeviceRow.id == device_id, PairedDeviceRow.revoked_at.is_(None))
                .values(revoked_at=at)
            )
            revoke_sessions(connection, at, SessionRow.paired_device_id == device_id)
            connection.execute(
                delete(PushSubscriptionRow).where(PushSubscriptionRow.paired_device_id == device_id)
            )
            keep_in_audit(connection, audit if revoked.rowcount else None)
            connection.commit()
        return revoked.rowcount > 0


def _paired_device(row: Row[Any] | OneRow) -> PairedDevice:
    return PairedDevice(
        id=row.id,
        kind=row.kind,
        associate_id=row.associate_id,
        client_id=row.client_id,
        label=row.label,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


def _holder(row: Row[Any]) -> str:
    if row.client_id is not None:
        return Client(row.client_id, row.given_name, row.family_name).display_name
    return row.display_name or ""
