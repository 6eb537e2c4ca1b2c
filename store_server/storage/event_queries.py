"""Reading of private events for the screens: each answer from one fresh snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from events.clashes import Beside
from store_server.aftermath_ports import AftermathQueries
from store_server.event_ports import EventPicture
from store_server.event_views import BudgetView, EventFound, EventView, SeatingView
from store_server.ports import Clock, NotFoundError
from store_server.storage.aftermath_queries import SqlAftermathQueries
from store_server.storage.engine import reading
from store_server.storage.reads import event_things, events
from store_server.storage.repositories.programme import SqlEventPictures


class SqlEventQueries:
    """Satisfies `event_ports.EventQueries`. Callable from any thread."""

    def __init__(
        self, engine: Engine, clock: Clock, time_zone: str, aftermath: SqlAftermathQueries
    ) -> None:
        self.aftermath: AftermathQueries = aftermath
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

    def picture(self, event_id: str) -> EventPicture | None:
        with reading(self._engine) as connection:
            return SqlEventPictures(connection).get(event_id)

    def budget(self, event_id: str) -> BudgetView:
        with reading(self._engine) as connection:
            return event_things.budget(connection, event_id)

    def seating(self, event_id: str) -> SeatingView:
        with reading(self._engine) as connection:
            return event_things.seating(connection, event_id)

    def beside(self, since: datetime, until: datetime) -> Sequence[Beside]:
        with reading(self._engine) as connection:
            return event_things.beside(connection, since, until)
