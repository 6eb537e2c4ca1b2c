"""What one transaction of counts needs of the database, read once and written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from store_server.count_ports import CountFact, Counts, OccupancyFact
from store_server.domain.counter import Counter
from store_server.domain.doubts import Flag, of_minute, possible_alone
from store_server.ports import Places
from store_server.settings import CountSettings
from store_server.traffic_ports import CountChange, RollUps, StaffCrossings


class CountRound:
    """Lives as long as its transaction; `write` before the commit."""

    def __init__(
        self,
        counts: Counts,
        rollups: RollUps,
        staff: StaffCrossings,
        places: Places,
        keys: Iterable[tuple[str, str]],
    ) -> None:
        self._counts = counts
        self._rollups = rollups
        self._staff = staff
        self._places = places
        self._kept_at = dict(counts.kept(keys))
        self._new_keys: dict[tuple[str, str], datetime] = {}
        self._counters: dict[tuple[str, str], Counter] = {}
        self._changed: dict[tuple[str, str], str] = {}
        self._zones: dict[str, str | None] = {}
        self._known: dict[str, bool] = {}
        self._facts: list[CountFact] = []
        self.seen: list[OccupancyFact] = []

    def known(self, counter: str, key: str, since: datetime) -> bool:
        """Whether a count by this key was kept since then."""
        kept_at = self._kept_at.get((counter, key))
        return kept_at is not None and kept_at >= since

    def note(self, counter: str, key: str, at: datetime) -> None:
        self._kept_at[counter, key] = self._new_keys[counter, key] = at

    def counter(self, counter: str, line: str) -> Counter:
        if (counter, line) not in self._counters:
            self._counters[counter, line] = self._counts.counter(counter, line)
        return self._counters[counter, line]

    def change(self, counter: str, line: str, device_id: str, state: Counter) -> None:
        self._counters[counter, line] = state
        self._changed[counter, line] = device_id

    def zone_of(self, device_id: str) -> str | None:
        if device_id not in self._zones:
            self._zones[device_id] = self._places.zone_of(device_id)
        return self._zones[device_id]

    def knows_zone(self, zone: str) -> bool:
        if zone not in self._known:
            self._known[zone] = self._places.knows_zone(zone)
        return self._known[zone]

    def add(self, fact: CountFact) -> None:
        self._facts.append(fact)

    @property
    def facts(self) -> list[CountFact]:
        return self._facts

    def write(self, capacity: int | None, settings: CountSettings) -> None:
        self._counts.note(self._new_keys)
        for (counter, line), device_id in self._changed.items():
            self._counts.save_counter(counter, line, device_id, self._counters[counter, line])
        self._counts.add(self._facts)
        self._rollups.count([_change(fact) for fact in self._facts if not fact.crossings.flag])
        self._rollups.count(list(self._set_apart(capacity, settings)))
        self._rollups.count(self._staff.settle(fact.at for fact in self._facts))

    def _set_apart(self, capacity: int | None, settings: CountSettings) -> Iterator[CountChange]:
        """Of a minute that cannot be nothing is counted, whenever it was told of."""
        touched = {
            (fact.device_id, fact.line, fact.at.replace(second=0, microsecond=0))
            for fact in self._facts
            if not fact.crossings.flag
        }
        for device_id, line, minute in sorted(touched):
            told = [
                one
                for one in self._counts.minute(device_id, line, minute)
                if one.flag != Flag.AHEAD and possible_alone(one.people, capacity, settings)
            ]
            flag = of_minute((one.people for one in told), capacity, settings)
            if flag is None:
                continue
            counted = [one for one in told if one.flag is None]
            self._counts.set_apart(counted, flag)
            for one in counted:
                if not one.corrected:
                    gone = -one.people_in, -one.people_out
                    yield CountChange(one.at, device_id, line, one.zone, *gone)


def _change(fact: CountFact) -> CountChange:
    crossed = fact.crossings
    return CountChange(
        fact.at, fact.device_id, fact.line, fact.zone, crossed.people_in, crossed.people_out
    )
