"""The guest lists of private events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, insert, select, update

from events.answering import HOLDS
from events.guest import Guest, Standing
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.prepared import Prepared
from store_server.storage.prepared import Row as Found
from store_server.storage.tables import EventRow, GuestRow

_IN_TURN = (*HOLDS, Standing.WAITING)
_ONE = Prepared(select(GuestRow.__table__).where(GuestRow.id == bindparam("guest")))
_NAMES = tuple(one.name for one in fields(Guest))


class SqlGuests:
    """Satisfies `event_ports.Guests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, guest: Guest, link_hash: str | None = None, import_key: str | None = None
    ) -> None:
        values = _values(guest) | {"link_hash": link_hash, "import_key": import_key}
        self._connection.execute(insert(GuestRow).values(**values))

    def get(self, guest_id: str) -> Guest:
        row = _ONE.first(self._connection, {"guest": guest_id})
        if row is None:
            raise NotFoundError("there is no such guest")
        return read_guest(row)

    def by_link(self, link_hash: str) -> Guest | None:
        query = select(GuestRow.__table__).where(GuestRow.link_hash == link_hash)
        row = self._connection.execute(query).first()
        if row is not None and row.same_as_id:
            return self.get(row.same_as_id)
        return read_guest(row) if row else None

    def set_link(self, guest_id: str, link_hash: str) -> None:
        self._connection.execute(
            update(GuestRow).where(GuestRow.id == guest_id).values(link_hash=link_hash)
        )

    def save(self, guest: Guest) -> Guest:
        saved = replace(guest, revision=guest.revision + 1)
        changed = self._connection.execute(
            update(GuestRow)
            .where(GuestRow.id == guest.id, GuestRow.revision == guest.revision)
            .values(**_values(saved))
        )
        if changed.rowcount == 0:
            raise ConflictError("somebody changed this guest a moment ago; look again")
        return saved

    def of_event(self, event_id: str) -> Sequence[Guest]:
        return self._read(GuestRow.event_id == event_id)

    def some_of_event(
        self, event_id: str, after_id: str, until_id: str | None, limit: int
    ) -> Sequence[Guest]:
        query = select(GuestRow.__table__).where(
            GuestRow.event_id == event_id, GuestRow.id > after_id
        )
        if until_id is not None:
            query = query.where(GuestRow.id <= until_id)
        query = query.order_by(GuestRow.id).limit(limit)
        return [read_guest(row) for row in self._connection.execute(query)]

    def in_turn(self, event_id: str) -> Sequence[Guest]:
        return self._read(GuestRow.event_id == event_id, GuestRow.standing.in_(_IN_TURN))

    def with_ended_offers(self, now: datetime) -> Sequence[str]:
        query = select(GuestRow.event_id).where(
            GuestRow.standing == Standing.OFFERED, GuestRow.offer_until <= now
        )
        return [row.event_id for row in self._connection.execute(query.distinct())]

    def imported(self, event_id: str) -> frozenset[str]:
        query = select(GuestRow.import_key).where(
            GuestRow.event_id == event_id, GuestRow.import_key.is_not(None)
        )
        return frozenset(row.import_key for row in self._connection.execute(query))

    def of_client(self, event_id: str, client_id: str) -> Guest | None:
        query = select(GuestRow.__table__).where(
            GuestRow.event_id == event_id, GuestRow.client_id == client_id
        )
        row = self._connection.execute(query).first()
        return read_guest(row) if row else None

    def lock(self, event_id: str) -> None:
        """On SQLite there is one writer at a time, so the lock is had already."""
        self._connection.execute(
            select(EventRow.id).where(EventRow.id == event_id).with_for_update()
        )

    def _read(self, *where: ColumnElement[bool]) -> list[Guest]:
        query = select(GuestRow.__table__).where(*where).order_by(GuestRow.created_at, GuestRow.id)
        return [read_guest(row) for row in self._connection.execute(query)]


def read_guest(row: Row[Any] | Found) -> Guest:
    values = {name: getattr(row, name) for name in _NAMES}
    return Guest(**(values | {"companions": tuple(row.companions)}))


def _values(guest: Guest) -> dict[str, Any]:
    values = {name: getattr(guest, name) for name in _NAMES}
    return values | {"companions": list(guest.companions)}
