"""Tasks after an event, and what guests thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from events.aftermath import Feedback, Task
from events.programme import Stage
from store_server.ports import NotFoundError
from store_server.storage.tables import AttendanceRow, EventRow, FeedbackRow, FollowedUpRow, TaskRow


class SqlAftermath:
    """Satisfies `aftermath_ports.Aftermath`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def followed_up(self, event_id: str) -> bool:
        query = select(FollowedUpRow.event_id).where(FollowedUpRow.event_id == event_id)
        return self._connection.execute(query).first() is not None

    def awaited(self) -> Sequence[tuple[str, datetime]]:
        query = (
            select(EventRow.id, EventRow.ends)
            .outerjoin(FollowedUpRow, FollowedUpRow.event_id == EventRow.id)
            .where(
                EventRow.stage == Stage.OVER,
                EventRow.template.is_(False),
                FollowedUpRow.event_id.is_(None),
            )
        )
        return [(row.id, row.ends) for row in self._connection.execute(query)]

    def mark(self, event_id: str, at: datetime) -> None:
        self._connection.execute(insert(FollowedUpRow).values(event_id=event_id, at=at))

    def came(self, event_id: str) -> frozenset[str]:
        query = select(AttendanceRow.guest_id).where(
            AttendanceRow.event_id == event_id,
            AttendanceRow.first_in.is_not(None),
        )
        return frozenset(self._connection.execute(query).scalars())

    def add(self, task: Task) -> None:
        self._connection.execute(insert(TaskRow).values(**asdict(task)))

    def task(self, task_id: str) -> Task:
        query = select(TaskRow.__table__).where(TaskRow.id == task_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFoundError("there is no such task")
        return Task(**row._mapping)

    def save(self, task: Task) -> None:
        values = asdict(task)
        values.pop("id")
        self._connection.execute(update(TaskRow).where(TaskRow.id == task.id).values(**values))

    def tell(self, feedback: Feedback) -> None:
        self.forget(feedback.guest_id)
        self._connection.execute(insert(FeedbackRow).values(**asdict(feedback)))

    def forget(self, guest_id: str) -> bool:
        gone = self._connection.execute(delete(FeedbackRow).where(FeedbackRow.guest_id == guest_id))
        return gone.rowcount > 0
