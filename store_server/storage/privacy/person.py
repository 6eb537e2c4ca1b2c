"""One person in the tables: a client with all that became part of them, or a guest of an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from store_server.ports import NotFoundError
from store_server.storage.tables import (
    BasketRow,
    BillRow,
    ClientRow,
    GuestRow,
    ShareRow,
    SignalRow,
    VisitRow,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Every id under which somebody stands in the tables. The first of each is the one in use."""

    clients: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.clients, *self.guests)


Where = Callable[[Person], ColumnElement[bool]]
Id = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def client(connection: Connection, client_id: str) -> Person:
    """Following merges in both directions. Raises `NotFoundError`."""
    query = select(ClientRow.id, ClientRow.merged_into_id).where(ClientRow.id == client_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("there is no such client")
    kept = row.merged_into_id or row.id
    merged = select(ClientRow.id).where(ClientRow.merged_into_id == kept).order_by(ClientRow.id)
    clients = (kept, *connection.execute(merged).scalars())
    theirs = select(GuestRow.id).where(GuestRow.client_id.in_(clients)).order_by(GuestRow.id)
    return Person(clients, _with_merged(connection, tuple(connection.execute(theirs).scalars())))


def guest(connection: Connection, guest_id: str) -> Person:
    """A line of a guest list alone, whoever else it may belong to. Raises `NotFoundError`."""
    query = select(GuestRow.id, GuestRow.same_as_id).where(GuestRow.id == guest_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("there is no such guest")
    return Person((), _with_merged(connection, (row.same_as_id or row.id,)))


def _with_merged(connection: Connection, guests: tuple[str, ...]) -> tuple[str, ...]:
    gone = select(GuestRow.id).where(GuestRow.same_as_id.in_(guests)).order_by(GuestRow.id)
    return tuple(dict.fromkeys((*guests, *connection.execute(gone).scalars())))


# ---------------------------------------------------------------------------- whose a row is


def of_client(column: Id) -> Where:
    return lambda person: column.in_(person.clients)


def of_guest(column: Id) -> Where:
    return lambda person: column.in_(person.guests)


def of_signal(column: Id) -> Where:
    return lambda person: column.in_(select(SignalRow.id).where(signals(person)))


def of_basket(column: Id) -> Where:
    return lambda person: column.in_(baskets(person))


def of_bill(column: Id) -> Where:
    return lambda person: column.in_(bills(person))


def of_share(column: Id) -> Where:
    shares = select(ShareRow.id)
    return lambda person: column.in_(shares.where(ShareRow.bill_id.in_(bills(person))))


def signals(person: Person) -> ColumnElement[bool]:
    visits = select(VisitRow.id).where(VisitRow.client_id.in_(person.clients))
    return or_(
        SignalRow.client_id.in_(person.clients),
        SignalRow.guest_id.in_(person.guests),
        SignalRow.visit_id.in_(visits),
    )


def baskets(person: Person) -> Select[str]:
    return select(BasketRow.id).where(BasketRow.client_id.in_(person.clients))


def bills(person: Person) -> Select[str]:
    return select(BillRow.id).where(BillRow.basket_id.in_(baskets(person)))
