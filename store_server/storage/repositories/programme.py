"""What belongs to an event beside its plan: picture, tables and seats, costs, closed zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from events.budget import Cost
from events.seating import Furniture, Seat
from store_server.event_ports import EventPicture
from store_server.storage.tables import (
    ClosureRow,
    EventCostRow,
    EventPictureRow,
    SeatPlanRow,
    SeatRow,
)


class SqlEventPictures:
    """Satisfies `event_ports.EventPictures`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, event_id: str) -> EventPicture | None:
        query = select(EventPictureRow.__table__).where(EventPictureRow.event_id == event_id)
        row = self._connection.execute(query).first()
        return EventPicture(row.image, row.content_type, row.mark) if row else None

    def mark(self, event_id: str) -> str:
        """Which picture it is; empty where there is none."""
        query = select(EventPictureRow.mark).where(EventPictureRow.event_id == event_id)
        return self._connection.execute(query).scalar() or ""

    def keep(self, event_id: str, picture: EventPicture, at: datetime) -> None:
        values = {
            "image": picture.image,
            "content_type": picture.content_type,
            "mark": picture.mark,
            "changed_at": at,
        }
        changed = self._connection.execute(
            update(EventPictureRow).where(EventPictureRow.event_id == event_id).values(**values)
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(EventPictureRow).values(event_id=event_id, **values))

    def remove(self, event_id: str) -> bool:
        removed = self._connection.execute(
            delete(EventPictureRow).where(EventPictureRow.event_id == event_id)
        )
        return removed.rowcount > 0


class SqlSeating:
    """Satisfies `event_ports.Seating`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def furniture(self, event_id: str) -> tuple[Furniture, ...]:
        return read_furniture(self._connection, event_id)

    def arrange(self, event_id: str, furniture: Sequence[Furniture]) -> None:
        values = [asdict(one) for one in furniture]
        changed = self._connection.execute(
            update(SeatPlanRow).where(SeatPlanRow.event_id == event_id).values(furniture=values)
        )
        if changed.rowcount == 0:
            self._connection.execute(
                insert(SeatPlanRow).values(event_id=event_id, furniture=values)
            )

    def seats(self, event_id: str) -> Sequence[Seat]:
        return read_seats(self._connection, event_id)

    def seat(self, event_id: str, seat: Seat) -> None:
        self.unseat(seat.guest_id, seat.person)
        values = {"event_id": event_id, **asdict(seat)}
        self._connection.execute(insert(SeatRow).values(**values))

    def unseat(self, guest_id: str, person: int | None = None) -> int:
        query = delete(SeatRow).where(SeatRow.guest_id == guest_id)
        if person is not None:
            query = query.where(SeatRow.person == person)
        return self._connection.execute(query).rowcount

    def seat_of(self, guest_id: str) -> tuple[str, int] | None:
        query = select(SeatRow.__table__).where(SeatRow.guest_id == guest_id, SeatRow.person == 0)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        names = {one.id: one.name for one in self.furniture(row.event_id)}
        return (names[row.furniture_id], row.number) if row.furniture_id in names else None


class SqlEventCosts:
    """Satisfies `event_ports.EventCosts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_event(self, event_id: str) -> Sequence[Cost]:
        return read_costs(self._connection, event_id)

    def save(self, event_id: str, costs: Sequence[Cost]) -> None:
        self._connection.execute(delete(EventCostRow).where(EventCostRow.event_id == event_id))
        rows = [
            {"event_id": event_id, "place": place, **asdict(cost)}
            for place, cost in enumerate(costs)
        ]
        if rows:
            self._connection.execute(insert(EventCostRow), rows)


class SqlClosures:
    """Satisfies `event_ports.Closures`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> frozenset[tuple[str, str]]:
        rows = self._connection.execute(select(ClosureRow.zone, ClosureRow.event_id))
        return frozenset((row.zone, row.event_id) for row in rows)

    def close(self, zone: str, event_id: str) -> None:
        self._connection.execute(insert(ClosureRow).values(zone=zone, event_id=event_id))

    def reopen(self, zone: str, event_id: str) -> None:
        where = (ClosureRow.zone == zone, ClosureRow.event_id == event_id)
        self._connection.execute(delete(ClosureRow).where(*where))


def read_furniture(connection: Connection, event_id: str) -> tuple[Furniture, ...]:
    query = select(SeatPlanRow.furniture).where(SeatPlanRow.event_id == event_id)
    found: Sequence[Mapping[str, object]] = connection.execute(query).scalar() or ()
    return tuple(msgspec.convert(one, Furniture) for one in found)


def read_seats(connection: Connection, event_id: str) -> Sequence[Seat]:
    query = (
        select(SeatRow.__table__)
        .where(SeatRow.event_id == event_id)
        .order_by(SeatRow.session, SeatRow.furniture_id, SeatRow.number)
    )
    return [
        Seat(row.furniture_id, row.number, row.guest_id, row.person, row.session)
        for row in connection.execute(query)
    ]


def read_costs(connection: Connection, event_id: str) -> Sequence[Cost]:
    query = (
        select(EventCostRow.__table__)
        .where(EventCostRow.event_id == event_id)
        .order_by(EventCostRow.place)
    )
    return [
        Cost(row.label, row.planned_minor, row.spent_minor) for row in connection.execute(query)
    ]
