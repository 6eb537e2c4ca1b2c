"""What a beacon or a pass proves about a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from devices.ble import eid_exchange
from store_server.domain.consent import Purpose
from store_server.messages import KeyOrder
from store_server.ports import ConflictError, KnownIdentity, NotFoundError
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import ClientRow, ConsentRow, IdentityKind, IdentityRow

EXCHANGE = "registering rotating beacons by exchange"


class SqlIdentities:
    def __init__(self, connection: Connection, box: SecretsBox) -> None:
        self._connection = connection
        self._box = box

    def add(self, identity: KnownIdentity, at: datetime) -> None:
        secret, mark = None, None
        if identity.secret:
            secret = self._box.seal(identity.secret, identity.id)
            mark = self._box.mark(identity.secret)
        self._refuse_taken(identity, mark)
        self._connection.execute(
            insert(IdentityRow).values(
                id=identity.id,
                client_id=identity.client_id,
                kind=_kind(identity.kind),
                key=identity.key or None,
                label=identity.label,
                secret=secret,
                secret_mark=mark,
                exponent=identity.exponent,
                clock_offset_s=identity.clock_offset_s,
                interval_s=identity.interval_s,
                key_order=identity.key_order,
                enrolled_at=at,
            )
        )

    def remove(self, client_id: str, identity_id: str) -> None:
        gone = self._connection.execute(
            delete(IdentityRow).where(
                IdentityRow.id == identity_id, IdentityRow.client_id == client_id
            )
        )
        if gone.rowcount == 0:
            raise NotFoundError("this client has no such identity")

    def recognisable(self) -> Sequence[KnownIdentity]:
        rows = self._connection.execute(
            select(IdentityRow.__table__)
            .join(ClientRow, ClientRow.id == IdentityRow.client_id)
            .join(ConsentRow, ConsentRow.client_id == IdentityRow.client_id)
            .where(ClientRow.merged_into_id.is_(None))
            .where(ConsentRow.purpose == Purpose.PRESENCE, ConsentRow.withdrawn_at.is_(None))
            .order_by(IdentityRow.id)
        )
        return [self._known(row) for row in rows]

    def learn_interval(self, identity_id: str, interval_s: float) -> None:
        self._connection.execute(
            update(IdentityRow).where(IdentityRow.id == identity_id).values(interval_s=interval_s)
        )

    def learn(
        self, identity_id: str, clock_offset_s: float | None, key_order: KeyOrder | None
    ) -> None:
        learnt = {"clock_offset_s": clock_offset_s, "key_order": key_order}
        values = {name: value for name, value in learnt.items() if value is not None}
        self._connection.execute(
            update(IdentityRow).where(IdentityRow.id == identity_id).values(values)
        )

    def exchange_half(self) -> bytes:
        return eid_exchange.public_half(self._box.derive(EXCHANGE))

    def exchanged_key(self, beacons_half: bytes) -> bytes:
        try:
            return eid_exchange.identity_key(self._box.derive(EXCHANGE), beacons_half)
        except eid_exchange.ExchangeError as error:
            raise ConflictError(str(error)) from error

    def _refuse_taken(self, identity: KnownIdentity, mark: str | None) -> None:
        same: list[ColumnElement[bool]] = []
        if identity.key:
            same.append(
                (IdentityRow.kind == _kind(identity.kind)) & (IdentityRow.key == identity.key)
            )
        if mark:
            same.append(IdentityRow.secret_mark == mark)
        for condition in same:
            if self._connection.execute(select(IdentityRow.id).where(condition)).first():
                raise ConflictError("this beacon or pass is enrolled already")

    def _known(self, row: Row[Any]) -> KnownIdentity:
        return KnownIdentity(
            id=row.id,
            client_id=row.client_id,
            kind=row.kind,
            key=row.key or "",
            label=row.label,
            secret=self._box.unseal(row.secret, row.id) if row.secret else b"",
            exponent=row.exponent,
            clock_offset_s=row.clock_offset_s,
            interval_s=row.interval_s,
            key_order=row.key_order,
        )


def _kind(word: str) -> IdentityKind:
    try:
        return IdentityKind(word)
    except ValueError as error:
        raise ConflictError(f"{word!r} is no kind of identity") from error
