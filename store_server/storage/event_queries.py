"""Reading of private events for the screens: each answer from one fresh snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from store_server.event_views import EventFound, EventView
from store_server.ports import Clock, NotFoundError
from store_server.storage.engine import reading
from store_server.storage.reads import events


class SqlEventQueries:
    """Satisfies `event_ports.EventQueries`. Callable from any thread."""

    def __init__(self, engine: Engine, clock: Clock, time_zone: str) -> None:
        self._engine = engine
        self._clock = clock
        self._time_zone = time_zone

    def programme(
        self, since: datetime | None, until: datetime | None, templates: bool = False
    ) -> Sequence[EventFound]:
        with reading(self._engine) as connection:
            return events.programme(connection, since, until, templates)

    def event(self, event_id: str) -> EventView:
        with reading(self._engine) as connection:
            found = events.event(connection, event_id, self._time_zone)
        if found is None:
            raise NotFoundError("there is no such event")
        return found
