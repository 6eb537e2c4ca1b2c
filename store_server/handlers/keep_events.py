"""The programme: events planned, amended, and moved through their stages by hand and by time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from events.event import PrivateEvent
from events.plan import checked
from events.programme import Stage, StageError, move
from store_server.clock import new_id
from store_server.event_messages import AmendEvent, MoveEvent, PlanEvent, ProgrammeChanged
from store_server.handlers.close_zones import close_zones
from store_server.handlers.desk import Desk, Work
from store_server.handlers.tell_guests import tell_of_cancellation, tell_of_move
from store_server.ports import ConflictError

AMENDABLE = frozenset(
    {
        *("kind", "titles", "texts", "dress_codes", "zone", "starts", "ends", "capacity"),
        *("sessions", "rules", "answer_by", "remind_at", "host_id", "products", "client_id"),
    }
)


@dataclass(frozen=True, slots=True)
class KeepEvents:
    """Each method handles the command of its name. Raises `PlanError` for what cannot be held."""

    desk: Desk
    house_language: str

    def plan(self, command: PlanEvent) -> str:
        with self.desk.work() as work:
            event = PrivateEvent(
                id=new_id(),
                number=work.uow.events.next_number(),
                template=command.template,
                created_by_id=command.by_id,
                created_at=work.at,
                **_amendable(command.fields),
            )
            event = checked(event, self.house_language)
            work.uow.events.add(event)
            work.record("EventPlanned", event=event.id, by=command.by_id)
            work.tell(ProgrammeChanged(event.id, event.stage, work.at))
        return event.id

    def amend(self, command: AmendEvent) -> None:
        """Raises `ConflictError` where the event is over, or was changed by somebody else."""
        changes = _amendable(command.fields)
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            _check_unchanged(event, command.revision)
            if event.stage.over:
                raise ConflictError(f"an event that is {event.stage.value} is not changed any more")
            amended = checked(replace(event, **changes), self.house_language)
            amended = work.uow.events.save(amended)
            if event.stage is not Stage.DRAFT:
                tell_of_move(work, event, amended)
                close_zones(work)
            work.record("EventAmended", event=event.id, by=command.by_id, fields=sorted(changes))
            work.tell(ProgrammeChanged(event.id, amended.stage, work.at))

    def move(self, command: MoveEvent) -> None:
        """Raises `StageError`. Asking for where it is already changes nothing."""
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            if event.template:
                raise StageError("a template is copied, not opened")
            stage = move(event.stage, command.to)
            if stage is event.stage:
                return
            put(work, event, stage, command.by_id)


def put(work: Work, event: PrivateEvent, stage: Stage, by_id: str | None) -> PrivateEvent:
    """The event in its new stage, saved, in the journal and told of."""
    moved = work.uow.events.save(replace(event, stage=stage))
    work.record("EventMoved", event=event.id, stage=stage.value, by=by_id)
    work.tell(ProgrammeChanged(event.id, stage, work.at))
    if stage is Stage.CANCELLED:
        tell_of_cancellation(work, moved)
    close_zones(work)
    return moved


def _amendable(values: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = sorted(set(values) - AMENDABLE)
    if unknown:
        raise ConflictError(f"an event has no field {unknown[0]!r} that can be written")
    return values


def _check_unchanged(event: PrivateEvent, revision: int | None) -> None:
    if revision is not None and revision != event.revision:
        raise ConflictError("somebody changed this event a moment ago; look at it again")
