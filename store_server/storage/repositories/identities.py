"""What a beacon or a pass proves about a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from devices.ble import eid_exchange
from store_server.domain.consent import Purpose
from store_server.messages import KeyOrder
from store_server.ports import ConflictError, KnownIdentity, NotFoundError
from store_server.storage.repositories import beacons
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import BadgeRow, ClientRow, ConsentRow, IdentityRow

EXCHANGE = "registering rotating beacons by exchange"


class SqlIdentities:
    def __init__(self, connection: Connection, box: SecretsBox) -> None:
        self._connection = connection
        self._box = box

    def add(self, identity: KnownIdentity, at: datetime) -> None:
        values = beacons.columns(identity, self._box, at)
        beacons.refuse_taken(self._connection, values)
        self._connection.execute(insert(IdentityRow).values(client_id=identity.client_id, **values))

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
        return [beacons.known(row, self._box, row.client_id) for row in rows]

    def learn_interval(self, identity_id: str, interval_s: float) -> None:
        self._learn(identity_id, interval_s=interval_s)

    def learn(
        self, identity_id: str, clock_offset_s: float | None, key_order: KeyOrder | None
    ) -> None:
        learnt = {"clock_offset_s": clock_offset_s, "key_order": key_order}
        self._learn(
            identity_id, **{name: value for name, value in learnt.items() if value is not None}
        )

    def _learn(self, identity_id: str, **values: Any) -> None:
        """Of a client's beacon, or else of a colleague's badge."""
        if not values:
            return
        for row in (IdentityRow, BadgeRow):
            changed = self._connection.execute(
                update(row).where(row.id == identity_id).values(**values)
            )
            if changed.rowcount:
                return

    def exchange_half(self) -> bytes:
        return eid_exchange.public_half(self._box.derive(EXCHANGE))

    def exchanged_key(self, beacons_half: bytes) -> bytes:
        try:
            return eid_exchange.identity_key(self._box.derive(EXCHANGE), beacons_half)
        except eid_exchange.ExchangeError as error:
            raise ConflictError(str(error)) from error
