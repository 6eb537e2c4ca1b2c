"""Which event a door is open for, where the door does not say so itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from events.event import PrivateEvent
from events.programme import Stage
from store_server.admission_messages import ShowPass
from store_server.handlers.desk import Work


class EveningFinder:
    """The event that was named; else the one that lets in here now; else the pass's own."""

    def find(
        self, work: Work, command: ShowPass, theirs: PrivateEvent | None
    ) -> PrivateEvent | None:
        """`theirs` is the event that the pass was given for."""
        if command.event_id is not None:
            return work.uow.events.get(command.event_id)
        if command.guest_id is not None:
            return work.uow.events.get(work.uow.guests.get(command.guest_id).event_id)
        if theirs is not None and lets_in(theirs, command.gate, work.at):
            return theirs
        tonight = self.tonight(work, command.gate)
        if tonight:
            return tonight[0]
        return theirs if theirs is not None and theirs.stage is not Stage.DRAFT else None

    def tonight(self, work: Work, gate: str) -> Sequence[PrivateEvent]:
        """Those that let in at this gate now, the one that began last first."""
        events = work.uow.events.unfinished()
        open_here = [one for one in events if lets_in(one, gate, work.at)]
        return sorted(open_here, key=lambda one: one.starts, reverse=True)


def lets_in(event: PrivateEvent, gate: str, at: datetime) -> bool:
    if event.stage in (Stage.DRAFT, Stage.CANCELLED) or event.template:
        return False
    here = not event.rules.gates or gate in event.rules.gates
    return here and event.doors_open <= at < doors_close(event)


def doors_close(event: PrivateEvent) -> datetime:
    return event.ends + timedelta(minutes=event.rules.doors_close_after_min)
