"""A guest has come through the door: who should know, and what else follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from events.admission import Flag
from events.comings import Entry, Way, track
from events.event import PrivateEvent
from events.guest import Guest
from events.kept import Kept
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.desk import Work
from store_server.handlers.signalling import Signalling

CALLED_WITHIN = timedelta(minutes=10)  # no host is called to a guest who came an hour ago
ALARMING = frozenset({Flag.CONFLICT, Flag.REVOKED_BEFORE_ENTRY, Flag.CANCELLED_AFTER_ENTRY})


class ReceiveGuests:
    def __init__(self, arrivals: Arrivals, signalling: Signalling) -> None:
        self._arrivals = arrivals
        self._signalling = signalling

    def follow(
        self,
        work: Work,
        event: PrivateEvent,
        guest: Guest,
        kept: Kept,
        before: Sequence[Entry],
    ) -> None:
        """In the transaction that the entry is written in."""
        if kept.way is Way.OUT:
            self._part(work, guest, kept, before)
        elif self._is_news(work, kept, before):
            self._arrivals.guest_came(work, guest, event.zone, kept.at)

    def _is_news(self, work: Work, kept: Kept, before: Sequence[Entry]) -> bool:
        """The first of a party, and the guest of a plus-one who came first. What is alarming is
        news at any time."""
        if kept.decision.flags & ALARMING:
            return True
        if work.at - kept.at > CALLED_WITHIN:
            return False
        alone = track(before, plus_one=False)
        if kept.plus_one:
            return alone.came == 0 and track(before, plus_one=True).came == 0
        return alone.came == 0

    def _part(self, work: Work, guest: Guest, kept: Kept, before: Sequence[Entry]) -> None:
        """The last of a party has left."""
        inside = sum(track(before, plus_one).inside for plus_one in (False, True))
        if inside <= 1 and kept.decision.through:
            self._signalling.guest_left(work, guest.id)
