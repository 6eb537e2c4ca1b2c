"""The programme of private events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from events.event import PrivateEvent, Rules, SessionPlan
from events.programme import Stage
from store_server.ports import ConflictError, NotFoundError
from store_server.storage.counters import next_number
from store_server.storage.prepared import Prepared
from store_server.storage.prepared import Row as Found
from store_server.storage.tables import (
    EventCostRow,
    EventPictureRow,
    EventRow,
    EventSessionRow,
    SeatPlanRow,
)

NUMBER = "events"
_OVER = tuple(stage for stage in Stage if stage.over)
_DOCUMENTS = ("titles", "texts", "dress_codes")
_PLAIN = (
    *("id", "number", "kind", "stage", "zone", "starts", "ends", "capacity", "answer_by"),
    *("remind_at", "host_id", "budget_minor", "currency", "client_id", "template"),
    *("created_by_id", "created_at", "revision"),
)


_ONE = Prepared(select(EventRow.__table__).where(EventRow.id == bindparam("event")))
_NUMBERED = Prepared(select(EventRow.__table__).where(EventRow.number == bindparam("event_number")))
_SESSIONS = Prepared(
    select(EventSessionRow.__table__)
    .where(EventSessionRow.event_id == bindparam("event"))
    .order_by(EventSessionRow.number)
)


class SqlEvents:
    """Satisfies `event_ports.Events`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self) -> int:
        return next_number(self._connection, NUMBER)

    def add(self, event: PrivateEvent) -> None:
        self._connection.execute(insert(EventRow).values(**_values(event)))
        self._write_sessions(event)

    def get(self, event_id: str) -> PrivateEvent:
        row = _ONE.first(self._connection, {"event": event_id})
        if row is None:
            raise NotFoundError("there is no such event")
        return read_event(row, self._sessions_of(event_id))

    def by_number(self, number: int) -> PrivateEvent | None:
        row = _NUMBERED.first(self._connection, {"event_number": number})
        return read_event(row, self._sessions_of(row.id)) if row else None

    def _sessions_of(self, event_id: str) -> tuple[SessionPlan, ...]:
        rows = _SESSIONS.all(self._connection, {"event": event_id})
        return tuple(SessionPlan(row.number, row.starts, row.ends, row.capacity) for row in rows)

    def save(self, event: PrivateEvent) -> PrivateEvent:
        saved = replace(event, revision=event.revision + 1)
        changed = self._connection.execute(
            update(EventRow)
            .where(EventRow.id == event.id, EventRow.revision == event.revision)
            .values(**_values(saved))
        )
        if changed.rowcount == 0:
            raise ConflictError("somebody changed this event a moment ago; look at it again")
        self._connection.execute(
            delete(EventSessionRow).where(EventSessionRow.event_id == event.id)
        )
        self._write_sessions(event)
        return saved

    def remove(self, event_id: str) -> None:
        for belongs in (EventSessionRow, EventPictureRow, SeatPlanRow, EventCostRow):
            self._connection.execute(delete(belongs).where(belongs.event_id == event_id))
        self._connection.execute(delete(EventRow).where(EventRow.id == event_id))

    def between(self, since: datetime, until: datetime) -> Sequence[PrivateEvent]:
        return self._read(
            EventRow.ends > since, EventRow.starts < until, EventRow.template.is_(False)
        )

    def unfinished(self) -> Sequence[PrivateEvent]:
        return self._read(EventRow.stage.not_in(_OVER), EventRow.template.is_(False))

    def _write_sessions(self, event: PrivateEvent) -> None:
        rows = [
            {
                "event_id": event.id,
                "number": one.number,
                "starts": one.starts,
                "ends": one.ends,
                "capacity": one.capacity,
            }
            for one in event.sessions
        ]
        if rows:
            self._connection.execute(insert(EventSessionRow), rows)

    def _read(self, *where: ColumnElement[bool]) -> list[PrivateEvent]:
        query = select(EventRow.__table__).where(*where).order_by(EventRow.starts, EventRow.id)
        rows = self._connection.execute(query).all()
        sessions = read_sessions(self._connection, [row.id for row in rows])
        return [read_event(row, sessions.get(row.id, ())) for row in rows]


def read_sessions(
    connection: Connection, event_ids: Sequence[str]
) -> dict[str, tuple[SessionPlan, ...]]:
    """By event, each in the order of their numbers."""
    query = (
        select(EventSessionRow.__table__)
        .where(EventSessionRow.event_id.in_(event_ids))
        .order_by(EventSessionRow.number)
    )
    found: dict[str, tuple[SessionPlan, ...]] = {}
    for row in connection.execute(query) if event_ids else ():
        plan = SessionPlan(row.number, row.starts, row.ends, row.capacity)
        found[row.event_id] = (*found.get(row.event_id, ()), plan)
    return found


def read_event(row: Row[Any] | Found, sessions: tuple[SessionPlan, ...]) -> PrivateEvent:
    return PrivateEvent(
        **{name: getattr(row, name) for name in (*_PLAIN, *_DOCUMENTS)},
        products=tuple(row.products),
        rules=msgspec.convert(row.rules, Rules),
        sessions=sessions,
    )


def _values(event: PrivateEvent) -> dict[str, Any]:
    values = {name: getattr(event, name) for name in _PLAIN}
    values |= {name: dict(getattr(event, name)) for name in _DOCUMENTS}
    return values | {
        "products": list(event.products),
        "rules": msgspec.to_builtins(event.rules),
    }
