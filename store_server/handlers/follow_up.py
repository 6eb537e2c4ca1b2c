"""The morning after: guests are thanked, and each host is given what is still owed to theirs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from events.aftermath import Feedback, Task, TaskKind, morning_after, owed
from events.event import PrivateEvent
from events.guest import Guest
from events.letters import LetterKind
from events.programme import Stage
from store_server.aftermath_messages import AddTask, FollowUp, SettleTask, TellFeedback
from store_server.clock import new_id
from store_server.handlers import letters
from store_server.handlers.desk import Desk, Work
from store_server.handlers.invite_guests import may_write
from store_server.handlers.pace import Pace
from store_server.ports import ConflictError, StorageError

LOOKED_EVERY_S = 30.0
ALL_STARS = range(1, 6)


@dataclass(slots=True)
class FollowUps:
    """Each method handles the command of its name. Nobody is thanked twice."""

    desk: Desk
    zone: ZoneInfo
    _pace: Pace = field(default_factory=lambda: Pace(LOOKED_EVERY_S))

    def follow_up(self, command: FollowUp) -> None:
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            if event.stage not in (Stage.OVER, Stage.ARCHIVED):
                raise ConflictError("the event is not over yet")
            if work.uow.aftermath.followed_up(event.id):
                raise ConflictError("the guests were thanked already")
            _follow_up(work, event, command.by_id)

    def tick(self) -> None:
        if not self._pace.is_due(self.desk.clock):
            return
        try:
            for event_id in self._due(self.desk.clock.now()):
                with self.desk.work() as work:
                    if not work.uow.aftermath.followed_up(event_id):
                        _follow_up(work, work.uow.events.get(event_id), None)
        except StorageError:
            return  # the next look is in half a minute

    def _due(self, now: datetime) -> list[str]:
        with self.desk.store.look() as uow:
            return [
                event_id
                for event_id, ended in uow.aftermath.awaited()
                if morning_after(ended.astimezone(self.zone)) <= now
            ]

    def add_task(self, command: AddTask) -> str:
        with self.desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            task = Task(
                id=new_id(),
                event_id=guest.event_id,
                guest_id=guest.id,
                kind=TaskKind.OWN,
                created_at=work.at,
                host_id=command.host_id or command.by_id,
                text=command.text.strip(),
                due_on=command.due_on,
            )
            work.uow.aftermath.add(task)
            work.record("TaskGiven", task=task.id, guest=guest.id, by=command.by_id)
        return task.id

    def settle_task(self, command: SettleTask) -> None:
        with self.desk.work() as work:
            task = work.uow.aftermath.task(command.task_id)
            if (task.done_at is not None) is command.done:
                return
            if not command.manager and task.host_id not in (None, command.by_id):
                raise ConflictError("this is another host's; ask them, or the manager")
            done_at, done_by = (work.at, command.by_id) if command.done else (None, None)
            work.uow.aftermath.save(replace(task, done_at=done_at, done_by_id=done_by))
            kind = "TaskDone" if command.done else "TaskReopened"
            work.record(kind, task=task.id, by=command.by_id)

    def tell_feedback(self, command: TellFeedback) -> None:
        """Raises `ConflictError` for somebody who was not there."""
        with self.desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            if command.stars is None:
                if work.uow.aftermath.forget(guest.id):
                    work.record("FeedbackTakenBack", guest=guest.id)
                return
            if command.stars not in ALL_STARS:
                raise ConflictError("from one star to five")
            if guest.id not in work.uow.aftermath.came(guest.event_id):
                raise ConflictError("you can tell us once you have been there")
            text = command.text.strip()
            said = Feedback(guest.id, guest.event_id, command.stars, text, work.at)
            work.uow.aftermath.tell(said)
            work.record("FeedbackGiven", guest=guest.id, stars=command.stars)


def _follow_up(work: Work, event: PrivateEvent, by_id: str | None) -> None:
    came = work.uow.aftermath.came(event.id)
    for guest in work.uow.guests.of_event(event.id):
        kind = owed(guest, guest.id in came)
        if kind is None or guest.blocked:
            continue
        work.uow.aftermath.add(_task(work, guest, event, kind))
        if kind is TaskKind.THANK and may_write(work, guest):
            letters.write(work, LetterKind.THANKS, guest, event)
    work.uow.aftermath.mark(event.id, work.at)
    work.record("EventFollowedUp", event=event.id, guests=len(came), by=by_id)


def _task(work: Work, guest: Guest, event: PrivateEvent, kind: TaskKind) -> Task:
    return Task(
        id=new_id(),
        event_id=event.id,
        guest_id=guest.id,
        kind=kind,
        created_at=work.at,
        host_id=guest.host_id or event.host_id,
    )
