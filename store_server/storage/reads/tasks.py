"""What hosts still owe their guests after an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select
from sqlalchemy.orm import aliased

from store_server.aftermath_views import TaskView
from store_server.ports import NotFoundError
from store_server.storage.tables import AssociateRow, EventRow, GuestRow, TaskRow

TASKS_AT_MOST = 500
_HOST, _DOER = aliased(AssociateRow), aliased(AssociateRow)
_TASKS = (
    select(
        TaskRow.__table__,
        EventRow.titles,
        *(GuestRow.given_name, GuestRow.family_name, GuestRow.client_id),
        *(GuestRow.email, GuestRow.phone, GuestRow.language),
        _HOST.display_name.label("host"),
        _DOER.display_name.label("doer"),
    )
    .join(EventRow, EventRow.id == TaskRow.event_id)
    .join(GuestRow, GuestRow.id == TaskRow.guest_id)
    .outerjoin(_HOST, _HOST.id == TaskRow.host_id)
    .outerjoin(_DOER, _DOER.id == TaskRow.done_by_id)
    .order_by(TaskRow.done_at.is_not(None), TaskRow.due_on.is_(None), TaskRow.due_on, TaskRow.id)
    .limit(TASKS_AT_MOST)
)


def tasks(
    connection: Connection, host_id: str | None, event_id: str | None, done: bool
) -> Sequence[TaskView]:
    """A host sees those that nobody was named for as well."""
    conditions: list[ColumnElement[bool]] = []
    if not done:
        conditions.append(TaskRow.done_at.is_(None))
    if host_id is not None:
        conditions.append(or_(TaskRow.host_id == host_id, TaskRow.host_id.is_(None)))
    if event_id is not None:
        conditions.append(TaskRow.event_id == event_id)
    return [_view(row) for row in connection.execute(_TASKS.where(*conditions))]


def task(connection: Connection, task_id: str) -> TaskView:
    """Raises `NotFoundError`."""
    row = connection.execute(_TASKS.where(TaskRow.id == task_id)).first()
    if row is None:
        raise NotFoundError("there is no such task")
    return _view(row)


def _view(row: Row[Any]) -> TaskView:
    return TaskView(
        id=row.id,
        event_id=row.event_id,
        titles=row.titles,
        guest_id=row.guest_id,
        guest=f"{row.given_name} {row.family_name}".strip(),
        client_id=row.client_id,
        email=row.email,
        phone=row.phone,
        language=row.language,
        kind=row.kind.value,
        text=row.text,
        host_id=row.host_id,
        host=row.host,
        due_on=row.due_on,
        created_at=row.created_at,
        done_at=row.done_at,
        done_by=row.doer,
    )
