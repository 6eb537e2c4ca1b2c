"""People who were counted are written down, once, at the time when they were."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from store_server.count_ports import CountFact, OccupancyFact
from store_server.device_messages import CountHeard, KeepCounts, OccupancyHeard
from store_server.domain.count_clock import CountClock
from store_server.domain.counter import Said, take
from store_server.domain.doubts import Flag, ahead, of_seen
from store_server.domain.packages import advance, fill
from store_server.handlers.count_round import CountRound
from store_server.handlers.desk import Desk, Work
from store_server.ports import StorageError
from store_server.settings import CountSettings
from store_server.traffic_messages import TrafficChanged

_LOGGER = logging.getLogger(__name__)

CLOCKS_AT_MOST = 1_000
KEY_WITH_A_TIME, KEY_WITHOUT = timedelta(days=30), timedelta(hours=36)  # an id is good for a day


class CountKeeper:
    """Many counts go in one transaction. One that cannot be kept does not take the others along."""

    def __init__(self, desk: Desk, settings: CountSettings, zone: ZoneInfo) -> None:
        self._desk = desk
        self._settings = settings
        self._zone = zone
        self._clocks: dict[str, CountClock] = {}

    def keep(self, command: KeepCounts) -> None:
        """Raises `StorageError`; then nothing of it was kept, and all of it may come again."""
        try:
            self._keep(command)
        except StorageError:
            raise
        except Exception:  # one of them it is: the others are counts that were acknowledged
            _LOGGER.exception("counts are kept one by one, for one of them cannot be")
            for one in _each(command):
                self._try(one)

    def _keep(self, command: KeepCounts) -> None:
        keys = [(one.counter, key) for one in command.counts if (key := self._key(one))]
        with self._desk.work() as work:
            uow = work.uow
            round_ = CountRound(uow.counts, uow.rollups, uow.staff_crossings, uow.places, keys)
            capacity = work.uow.traffic.settings().legal_capacity
            for count in command.counts:
                self._count(work, round_, count, capacity)
            for seen in command.occupancies:
                self._occupancy(work, round_, seen, capacity)
            round_.write(capacity, self._settings)
            if round_.facts or round_.seen:  # not `tell`: the whole floor is none the other for it
                counted = TrafficChanged(
                    tuple(fact.at for fact in round_.facts),
                    frozenset((fact.device_id, fact.line) for fact in round_.facts),
                    frozenset(fact.zone for fact in round_.seen),
                )
                work.after(lambda: self._desk.tell(counted))

    def _try(self, command: KeepCounts) -> None:
        try:
            self._keep(command)
        except StorageError:
            raise
        except Exception:  # of this one alone
            _LOGGER.exception("a count cannot be kept")

    def _count(
        self, work: Work, round_: CountRound, heard: CountHeard, capacity: int | None
    ) -> None:
        said_at = self._aware(heard.ts)
        at = self._when(work, heard.counter, said_at, heard.received_at)
        if self._kept_before(round_, heard):
            return
        if heard.sequence is not None:
            self._package(work, heard, heard.sequence, at)
        counter = round_.counter(heard.counter, heard.line)
        tomorrow = ahead(said_at, heard.received_at, self._settings)
        said = self._said(heard, at, said_at)
        if tomorrow:
            said = replace(said, said_at=None)  # of what came when, it proves nothing
        later, crossings = take(counter, said, self._settings, capacity)
        if later != counter:
            round_.change(heard.counter, heard.line, heard.device_id, later)
        if crossings is not None:
            crossings = replace(crossings, flag=Flag.AHEAD) if tomorrow else crossings
            device_id, zone = heard.device_id, round_.zone_of(heard.device_id)
            round_.add(
                CountFact(device_id, heard.line, zone, at, said_at, heard.received_at, crossings)
            )

    def _said(self, heard: CountHeard, at: datetime, said_at: datetime | None) -> Said:
        since = self._aware(heard.since)
        if since is not None and said_at is not None and not heard.cumulative:
            since += at - said_at
        return Said(
            heard.people_in,
            heard.people_out,
            heard.cumulative,
            at,
            heard.received_at,
            said_at,
            since,
            heard.ways,
            heard.replayed,
        )

    def _key(self, heard: CountHeard) -> str | None:
        """A device's ids are its own for a day; with the time that it said they are for good."""
        said_at = self._aware(heard.ts)
        if heard.id is None or said_at is None:
            return heard.id
        return f"{heard.id}@{said_at.isoformat()}"

    def _kept_before(self, round_: CountRound, heard: CountHeard) -> bool:
        key = self._key(heard)
        if key is None:
            return False
        kept = KEY_WITHOUT if heard.ts is None else KEY_WITH_A_TIME
        if round_.known(heard.counter, key, heard.received_at - kept):
            return True
        round_.note(heard.counter, key, heard.received_at)
        return False

    def _package(self, work: Work, heard: CountHeard, number: int, at: datetime) -> None:
        counts = work.uow.counts
        known = counts.stream(heard.counter, heard.stream)
        if known is not None and number < known.last:
            missing = counts.gap_of(heard.counter, heard.stream, number)
            if missing is not None:
                rest = fill(missing, number)
                counts.replace_gap(heard.counter, heard.stream, missing, rest)
                return
        stream, gap = advance(known, number, at)
        if stream != known:
            counts.save_stream(heard.counter, heard.stream, stream)
        if gap is not None:
            counts.add_gap(heard.counter, heard.stream, heard.device_id, gap)

    def _occupancy(
        self, work: Work, round_: CountRound, heard: OccupancyHeard, capacity: int | None
    ) -> None:
        said_at = self._aware(heard.ts)
        at = self._when(work, heard.counter, said_at, heard.received_at)
        zone = heard.zone or round_.zone_of(heard.device_id) or heard.device_id
        fact = OccupancyFact(heard.device_id, zone, at, heard.people, heard.queue, heard.dwell_s)
        flag = of_seen(
            heard.people,
            said_at,
            heard.received_at,
            known_zone=not heard.zone or round_.knows_zone(zone),
            capacity=capacity,
            settings=self._settings,
        )
        if flag is None or flag is Flag.UNPLACED:  # what is seen there now is true all the same
            work.uow.counts.save_occupancy(fact)
        if flag is not None:
            work.uow.counts.doubt(fact, flag)
            return
        work.uow.rollups.see(fact)
        round_.seen.append(fact)

    def _when(
        self, work: Work, counter: str, said_at: datetime | None, received_at: datetime
    ) -> datetime:
        if said_at is None or ahead(said_at, received_at, self._settings):
            return received_at
        clock = self._clock(work, counter)
        behind = clock.behind
        at = clock.when(said_at, received_at)
        if clock.behind != behind:
            work.uow.counts.set_clock(counter, clock.behind)
        return at

    def _clock(self, work: Work, counter: str) -> CountClock:
        clock = self._clocks.get(counter)
        if clock is None:
            if len(self._clocks) >= CLOCKS_AT_MOST:
                del self._clocks[next(iter(self._clocks))]
            settings = self._settings
            clock = self._clocks[counter] = CountClock(
                timedelta(seconds=settings.clock_tolerance_s),
                timedelta(seconds=settings.clock_believed_after_s),
                work.uow.counts.clock(counter),
            )
        return clock

    def _aware(self, moment: datetime | None) -> datetime | None:
        """A device that shows the wall clock of its place is in the boutique."""
        if moment is None or moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=self._zone)


def _each(command: KeepCounts) -> Iterator[KeepCounts]:
    yield from (KeepCounts((count,)) for count in command.counts)
    yield from (KeepCounts((), (seen,)) for seen in command.occupancies)
