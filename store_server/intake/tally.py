"""Counts that came in one round of reading: handed on together, committed together."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from typing import Any

from devices.readings import Count, Occupancy
from store_server.bus import Bus
from store_server.device_messages import CountHeard, KeepCounts, OccupancyHeard

SEEN_EVERY_S = 1.0


class Tally:
    """Belongs to the reader's thread. Of a zone's occupancy the last one of a second is enough."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._counts: list[CountHeard] = []
        self._occupancies: dict[tuple[str, str | None], OccupancyHeard] = {}
        self._kept: Future[Any] | None = None
        self._seen_due_s = float("-inf")

    def count(self, device_id: str, count: Count, received_at: datetime) -> Future[Any]:
        """Done once this and all others of the round are committed."""
        self._counts.append(
            CountHeard(
                device_id,
                count.device,
                count.line,
                count.people_in,
                count.people_out,
                count.meaning == "cumulative",
                received_at,
                count.ts,
                count.since,
                count.ways,
                count.id,
                count.sequence,
                count.stream,
                count.replayed,
            )
        )
        if self._kept is None:
            self._kept = Future()
        return self._kept

    def occupancy(self, device_id: str, seen: Occupancy, received_at: datetime) -> None:
        self._occupancies[device_id, seen.zone] = OccupancyHeard(
            device_id,
            seen.device,
            seen.zone,
            seen.people,
            received_at,
            seen.queue,
            seen.dwell_s,
            seen.ts,
        )

    def hand_on(self, now_s: float) -> None:
        """All counts, and what is seen with them or once a second. Seconds are monotonic."""
        if not self._counts and (not self._occupancies or now_s < self._seen_due_s):
            return
        self._seen_due_s = now_s + SEEN_EVERY_S
        counts, self._counts = tuple(self._counts), []
        occupancies, self._occupancies = tuple(self._occupancies.values()), {}
        kept, self._kept = self._kept, None
        command = KeepCounts(counts, occupancies)
        if kept is None:
            self._bus.post(command)
            return
        self._bus.submit(command).add_done_callback(lambda done: _pass_on(done, kept))


def _pass_on(done: Future[Any], waiting: Future[Any]) -> None:
    error = done.exception()
    if error is None:
        waiting.set_result(None)
    else:
        waiting.set_exception(error)
