"""Reading for the screens once an event is over: each answer from one fresh snapshot."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, select

from events.programme import Stage
from store_server.aftermath_views import FeedbackGiven, ReportView, TaskView
from store_server.ports import Clock
from store_server.storage.engine import reading
from store_server.storage.reads import report, tasks
from store_server.storage.repositories.aftermath import SqlAftermath
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.tables import FeedbackRow


class SqlAftermathQueries:
    """Satisfies `aftermath_ports.AftermathQueries`. Callable from any thread."""

    def __init__(self, engine: Engine, clock: Clock, rule: report.Rule) -> None:
        self._engine = engine
        self._clock = clock
        self._rule = rule

    def report(self, event_id: str) -> ReportView:
        with reading(self._engine) as connection:
            return report.report(connection, event_id, self._rule, self._clock.now())

    def tasks(
        self, host_id: str | None = None, event_id: str | None = None, done: bool = False
    ) -> Sequence[TaskView]:
        with reading(self._engine) as connection:
            return tasks.tasks(connection, host_id, event_id, done)

    def task(self, task_id: str) -> TaskView:
        with reading(self._engine) as connection:
            return tasks.task(connection, task_id)

    def feedback(self, guest_id: str) -> FeedbackGiven:
        with reading(self._engine) as connection:
            guest = SqlGuests(connection).get(guest_id)
            event = SqlEvents(connection).get(guest.event_id)
            came = guest.id in SqlAftermath(connection).came(event.id)
            query = select(FeedbackRow.__table__).where(FeedbackRow.guest_id == guest.id)
            said = connection.execute(query).first()
        may_tell = came and event.stage is not Stage.CANCELLED
        return FeedbackGiven(may_tell, said.stars if said else None, said.text if said else "")
