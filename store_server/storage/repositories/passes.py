"""The passes that were given to guests, and the keys that sign them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from store_server.domain.typed_code import TypedCodes
from store_server.event_ports import GrantedPass, SigningKey
from store_server.storage.counters import next_number
from store_server.storage.prepared import Prepared
from store_server.storage.prepared import Row as Found
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import EventPassRow, SigningKeyRow

NUMBER = "event passes"
_ONE = Prepared(
    select(EventPassRow.__table__).where(EventPassRow.number == bindparam("pass_number"))
)
_NAMES = tuple(one.name for one in fields(GrantedPass))


class SqlPasses:
    """Satisfies `event_ports.Passes`."""

    def __init__(self, connection: Connection, box: SecretsBox) -> None:
        self._connection = connection
        self._box = box

    def next_number(self) -> int:
        return next_number(self._connection, NUMBER)

    def add(self, granted: GrantedPass) -> None:
        values = {name: getattr(granted, name) for name in _NAMES}
        self._connection.execute(insert(EventPassRow).values(**values))

    def get(self, number: int) -> GrantedPass | None:
        row = _ONE.first(self._connection, {"pass_number": number})
        return read_granted(row) if row else None

    def standing_of(self, guest_id: str) -> GrantedPass | None:
        query = (
            select(EventPassRow.__table__)
            .where(EventPassRow.guest_id == guest_id, EventPassRow.revoked_at.is_(None))
            .order_by(EventPassRow.number.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return read_granted(row) if row else None

    def of_event(self, event_id: str) -> Sequence[GrantedPass]:
        query = (
            select(EventPassRow.__table__)
            .where(EventPassRow.event_id == event_id)
            .order_by(EventPassRow.number)
        )
        return [read_granted(row) for row in self._connection.execute(query)]

    def move(self, number: int, valid_from: datetime, valid_until: datetime) -> None:
        self._connection.execute(
            update(EventPassRow)
            .where(EventPassRow.number == number)
            .values(valid_from=valid_from, valid_until=valid_until)
        )

    def live_secret(self, event_id: str) -> bytes:
        return self._box.derive(f"live passes of event {event_id}")

    def typed_codes(self) -> TypedCodes:
        return TypedCodes(self._box.derive("typed codes of guests' passes"))

    def typed_for(self, granted: GrantedPass | None) -> str:
        """Empty where there is no pass, and of a live one, which must be shown."""
        if granted is None or granted.live:
            return ""
        return self.typed_codes().of(granted.number)

    def by_typed(self, code: str, since: datetime) -> GrantedPass | None:
        query = select(EventPassRow.number).where(EventPassRow.valid_until >= since)
        number = self.typed_codes().number(code, self._connection.execute(query).scalars())
        return None if number is None else self.get(number)

    def of_guest(self, guest_id: str) -> Sequence[GrantedPass]:
        query = (
            select(EventPassRow.__table__)
            .where(EventPassRow.guest_id == guest_id)
            .order_by(EventPassRow.number)
        )
        return [read_granted(row) for row in self._connection.execute(query)]

    def revoke_of(self, guest_id: str, at: datetime) -> int:
        revoked = self._connection.execute(
            update(EventPassRow)
            .where(EventPassRow.guest_id == guest_id, EventPassRow.revoked_at.is_(None))
            .values(revoked_at=at)
        )
        return revoked.rowcount

    def keys(self) -> Sequence[SigningKey]:
        query = select(SigningKeyRow.__table__).order_by(SigningKeyRow.created_at.desc())
        return [self._key(row) for row in self._connection.execute(query)]

    def public_keys(self) -> Sequence[bytes]:
        return list(self._connection.execute(select(SigningKeyRow.public)).scalars())

    def add_key(self, key: SigningKey) -> None:
        self._connection.execute(
            insert(SigningKeyRow).values(
                key_id=key.key_id,
                public=key.public,
                secret=self._box.seal(key.secret, _context(key.key_id)),
                created_at=key.created_at,
                retired_at=key.retired_at,
            )
        )

    def retire_key(self, key_id: int, at: datetime) -> None:
        self._connection.execute(
            update(SigningKeyRow).where(SigningKeyRow.key_id == key_id).values(retired_at=at)
        )

    def _key(self, row: Row[Any]) -> SigningKey:
        secret = self._box.unseal(row.secret, _context(row.key_id))
        return SigningKey(row.key_id, row.public, secret, row.created_at, row.retired_at)


def read_granted(row: Row[Any] | Found) -> GrantedPass:
    return GrantedPass(**{name: getattr(row, name) for name in _NAMES})


def _context(key_id: int) -> str:
    return f"signing key {key_id}"
