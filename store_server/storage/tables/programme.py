"""What belongs to an event beside its plan: picture, tables and seats, costs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store_server.storage.tables.base import Table
from store_server.storage.types import Moment, document


class EventPictureRow(Table):
    """`mark` names the very picture, so that another one has another address."""

    __tablename__ = "event_pictures"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    image: Mapped[bytes] = mapped_column(LargeBinary)
    content_type: Mapped[str] = mapped_column(String(64))
    mark: Mapped[str] = mapped_column(String(16))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class SeatPlanRow(Table):
    """`furniture` is a list of `events.seating.Furniture`."""

    __tablename__ = "seat_plans"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    furniture: Mapped[list[dict[str, Any]]] = mapped_column(document())


class SeatRow(Table):
    """A chair is one person's in a session; a person has one chair."""

    __tablename__ = "seats"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    session: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    furniture_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"))
    person: Mapped[int]

    __table_args__ = (Index("uq_seats_guest_id_person", "guest_id", "person", unique=True),)


class EventCostRow(Table):
    """`place` is the order in which the manager wrote them."""

    __tablename__ = "event_costs"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(Text)
    planned_minor: Mapped[int] = mapped_column(BigInteger)
    spent_minor: Mapped[int | None] = mapped_column(BigInteger)


class ClosureRow(Table):
    """A zone that belongs to an event's guests alone at this moment; "" is the whole boutique."""

    __tablename__ = "closures"

    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
