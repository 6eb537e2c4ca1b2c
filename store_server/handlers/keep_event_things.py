"""What belongs to an event beside its plan: its picture and its budget."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from events.programme import Stage
from store_server.event_messages import (
    KeepBudget,
    KeepEventPicture,
    ProgrammeChanged,
    RemoveEventPicture,
)
from store_server.event_ports import EventPicture
from store_server.handlers.desk import Desk
from store_server.ports import ConflictError


@dataclass(frozen=True, slots=True)
class KeepEventThings:
    """Each method handles the command of its name."""

    desk: Desk

    def keep_picture(self, command: KeepEventPicture) -> None:
        mark = hashlib.sha256(command.image).hexdigest()[:16]
        picture = EventPicture(command.image, command.content_type, mark)
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            work.uow.event_pictures.keep(event.id, picture, work.at)
            work.record("EventPictureKept", event=event.id, by=command.by_id)
            work.tell(ProgrammeChanged(event.id, event.stage, work.at))

    def remove_picture(self, command: RemoveEventPicture) -> None:
        """Asking again changes nothing."""
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            if not work.uow.event_pictures.remove(event.id):
                return
            work.record("EventPictureRemoved", event=event.id, by=command.by_id)
            work.tell(ProgrammeChanged(event.id, event.stage, work.at))

    def keep_budget(self, command: KeepBudget) -> None:
        """Invoices come after the event, so only an archived one is closed."""
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            if event.stage is Stage.ARCHIVED:
                raise ConflictError("the accounts of an archived event are closed")
            work.uow.events.save(
                replace(event, budget_minor=command.budget_minor, currency=command.currency)
            )
            work.uow.event_costs.save(event.id, command.costs)
            work.record("EventBudgetKept", event=event.id, by=command.by_id)
            work.audit(command.by_id, "event.budget", event.id)
