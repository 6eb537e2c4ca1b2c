"""Where time and the guest list take an event: full, open again, running, over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from events.answering import all_places_left
from events.event import PrivateEvent
from events.programme import Stage, by_the_clock
from store_server.handlers.close_zones import close_zones
from store_server.handlers.desk import Desk, Work
from store_server.handlers.keep_events import put
from store_server.ports import StorageError

LOOKED_EVERY_S = 5.0
COUNTED_EVERY_S = 60.0  # all guests of all lists to come; who gives a place counts at once


def settle(work: Work, event: PrivateEvent) -> PrivateEvent:
    """The event in the stage that it belongs in now; for whoever has just given or freed a place.

    A stage that does not change costs no write.
    """
    places = places_left(work, event) if event.stage.answers else 0
    stage = by_the_clock(event.stage, work.at, event.doors_open, event.doors_close, places)
    return event if stage is event.stage else put(work, event, stage, None)


def is_due(event: PrivateEvent, now: datetime) -> bool:
    """Whether time alone takes it further, which needs no list of two thousand guests read."""
    left = 0 if event.stage is Stage.FULL else 1
    return by_the_clock(event.stage, now, event.doors_open, event.doors_close, left) is not (
        event.stage
    )


def places_left(work: Work, event: PrivateEvent) -> int:
    """Over all sessions; a full one lends nothing to another."""
    return all_places_left(event, work.uow.guests.in_turn(event.id), work.at)


@dataclass(slots=True)
class SettleEvents:
    """Looks at the programme every few seconds: the clock opens the doors and closes them."""

    desk: Desk
    _look_s: float = 0.0
    _count_s: float = 0.0

    def tick(self) -> None:
        now_s = self.desk.clock.monotonic()
        if now_s < self._look_s:
            return
        self._look_s = now_s + LOOKED_EVERY_S
        counts = now_s >= self._count_s
        try:
            with self.desk.work() as work:
                for event in work.uow.events.unfinished():
                    if counts or is_due(event, work.at):
                        settle(work, event)
                close_zones(work)
            if counts:
                self._count_s = now_s + COUNTED_EVERY_S
        except StorageError:
            return  # the next look is in a few seconds
