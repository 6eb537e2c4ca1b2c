"""What follows an event: tasks for its hosts, what guests thought of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from events.aftermath import TaskKind
from store_server.storage.tables.base import Table
from store_server.storage.types import ID, Moment, one_of


class FollowedUpRow(Table):
    """An event whose hosts have their tasks and whose guests were thanked."""

    __tablename__ = "events_followed_up"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class TaskRow(Table):
    __tablename__ = "event_tasks"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), index=True)
    kind: Mapped[TaskKind] = mapped_column(one_of(TaskKind, "kind"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    host_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by_id: Mapped[str | None] = mapped_column(ForeignKey("associates.id"), index=True)

    __table_args__ = (Index("ix_event_tasks_host_id_done_at", "host_id", "done_at"),)


class FeedbackRow(Table):
    __tablename__ = "event_feedback"

    guest_id: Mapped[str] = mapped_column(ForeignKey("guests.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
