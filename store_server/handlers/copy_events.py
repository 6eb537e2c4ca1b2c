"""An event once more: on another day, or as a template; with its picture, its tables, its costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from events.budget import Cost
from events.copying import copied
from events.plan import checked
from events.programme import Stage
from store_server.clock import new_id
from store_server.event_messages import CopyEvent, DiscardEvent, ProgrammeChanged
from store_server.handlers.desk import Desk, Work
from store_server.ports import ConflictError


@dataclass(frozen=True, slots=True)
class CopyEvents:
    """Each method handles the command of its name."""

    desk: Desk
    house_language: str
    zone: ZoneInfo

    def copy(self, command: CopyEvent) -> str:
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            copy = replace(
                copied(event, command.starts or event.starts, self.zone),
                id=new_id(),
                number=work.uow.events.next_number(),
                template=command.template,
                created_by_id=command.by_id,
                created_at=work.at,
            )
            work.uow.events.add(checked(copy, self.house_language))
            _copy_what_belongs_to_it(work, event.id, copy.id)
            work.record("EventCopied", event=event.id, copy=copy.id, by=command.by_id)
            work.tell(ProgrammeChanged(copy.id, copy.stage, work.at))
        return copy.id

    def discard(self, command: DiscardEvent) -> None:
        """Raises `ConflictError` where somebody is on its list, or it was opened."""
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            if event.stage is not Stage.DRAFT:
                raise ConflictError("only a draft is discarded; cancel this event instead")
            if work.uow.guests.of_event(event.id):
                raise ConflictError("there are guests on its list; cancel this event instead")
            work.uow.events.remove(event.id)
            work.record("EventDiscarded", event=event.id, by=command.by_id)
            work.tell(ProgrammeChanged(event.id, event.stage, work.at))


def _copy_what_belongs_to_it(work: Work, event_id: str, copy_id: str) -> None:
    """Costs as they are planned: what was spent was spent on the first."""
    uow = work.uow
    if picture := uow.event_pictures.get(event_id):
        uow.event_pictures.keep(copy_id, picture, work.at)
    if furniture := uow.seating.furniture(event_id):
        uow.seating.arrange(copy_id, furniture)
    costs = [Cost(one.label, one.planned_minor) for one in uow.event_costs.of_event(event_id)]
    uow.event_costs.save(copy_id, costs)
