"""Erases a person from every table of the list, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from payments.basket import BasketState
from store_server.domain.signal import State
from store_server.ports import ConflictError
from store_server.privacy_ports import Erased, Standing
from store_server.storage.counters import next_number
from store_server.storage.privacy import person as persons
from store_server.storage.privacy import retention
from store_server.storage.privacy.holdings import HOLDINGS, Blanked, Gone, Holding
from store_server.storage.privacy.person import Person
from store_server.storage.repositories.clients import CLIENTS_REVISION
from store_server.storage.tables import (
    BasketRow,
    BillRow,
    DeliveryRow,
    ErasureRequestRow,
    ErasureRow,
    SignalRow,
    SlotRow,
)

_LIVE = tuple(state for state in State if state.live)


class SqlPrivacy:
    """Satisfies `privacy_ports.Privacy`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def client(self, client_id: str) -> Standing:
        found = persons.client(self._connection, client_id)
        return Standing(found.clients, found.guests)

    def guest(self, guest_id: str) -> Standing:
        found = persons.guest(self._connection, guest_id)
        return Standing(found.clients, found.guests)

    def obstacle(self, who: Standing, now: datetime) -> str | None:
        person = _person(who)
        unsettled = select(BillRow.id).where(
            BillRow.basket_id.in_(persons.baskets(person)), BillRow.closed_at.is_(None)
        )
        if self._connection.execute(unsettled.limit(1)).first():
            return "a payment of theirs is not settled yet"
        awaited = (
            select(DeliveryRow.basket_id)
            .join(SlotRow, SlotRow.id == DeliveryRow.slot_id)
            .join(BasketRow, BasketRow.id == DeliveryRow.basket_id)
            .where(BasketRow.client_id.in_(person.clients), BasketRow.state == BasketState.PAID)
            .where(SlotRow.starts_at > now)
        )
        if self._connection.execute(awaited.limit(1)).first():
            return "something that they bought is still to be delivered to them"
        return None

    def erase(self, who: Standing, at: datetime) -> int:
        person = _person(who)
        if not person.ids:
            raise ConflictError("nobody was named")
        self._end_signals(person, at)
        rows = sum(self._erase_from(holding, person) for holding in HOLDINGS)
        if person.clients:
            next_number(self._connection, CLIENTS_REVISION)  # the search lets go of them
        for kind, ids in (("client", person.clients), ("guest", person.guests)):
            for one in ids:
                self._note(kind, one, at)
        return rows

    def _end_signals(self, person: Person, at: datetime) -> None:
        """One that is still on phones is over there, too."""
        self._connection.execute(
            update(SignalRow)
            .where(persons.signals(person), SignalRow.state.in_(_LIVE))
            .values(
                state=State.WITHDRAWN,
                changed_at=at,
                next_at=None,
                revision=SignalRow.revision + 1,
            )
        )

    def _erase_from(self, holding: Holding, person: Person) -> int:
        where = holding.whose(person)
        match holding.erasing:
            case Gone():
                return self._connection.execute(delete(holding.table).where(where)).rowcount
            case Blanked(values=values):
                blanked = update(holding.table).where(where).values(**values)
                return self._connection.execute(blanked).rowcount
        return 0

    def _note(self, kind: str, person_id: str, at: datetime) -> None:
        known = select(ErasureRow.position).where(ErasureRow.person_id == person_id)
        if self._connection.execute(known).first() is None:
            self._connection.execute(
                insert(ErasureRow).inline().values(kind=kind, person_id=person_id, at=at)
            )

    def ask(self, client_id: str, at: datetime) -> bool:
        known = select(exists().where(ErasureRequestRow.client_id == client_id))
        if self._connection.execute(known).scalar():
            return False
        self._connection.execute(insert(ErasureRequestRow).values(client_id=client_id, asked_at=at))
        return True

    def take_back(self, client_id: str) -> bool:
        gone = delete(ErasureRequestRow).where(ErasureRequestRow.client_id == client_id)
        return self._connection.execute(gone).rowcount > 0

    def erased_after(self, position: int) -> Sequence[Erased]:
        query = (
            select(ErasureRow.position, ErasureRow.kind, ErasureRow.person_id)
            .where(ErasureRow.position > position)
            .order_by(ErasureRow.position)
        )
        return [Erased(*row) for row in self._connection.execute(query)]

    def due(self, period: str, before: datetime, limit: int) -> Sequence[Standing]:
        rule = retention.PEOPLE[period]
        found = self._connection.execute(rule.due(before).limit(limit)).scalars()
        ask = self.client if rule.kind == "client" else self.guest
        return [ask(one) for one in tuple(found)]

    def forget(self, period: str, before: datetime) -> int:
        rows = 0
        for rule in retention.ROWS[period]:
            where = rule.due(before)
            if rule.blanked is None:
                done = self._connection.execute(delete(rule.table).where(where))
            else:
                done = self._connection.execute(
                    update(rule.table).where(where).values(**rule.blanked)
                )
            rows += done.rowcount
        return rows

    def would_forget(self, period: str, before: datetime) -> int:
        return sum(
            retention.count(self._connection, rule, before) for rule in retention.ROWS[period]
        )


def _person(who: Standing) -> Person:
    return Person(who.clients, who.guests)
