"""The most who were inside at any moment of a day, quarter-hour by quarter-hour.

The roll-ups say who was inside at the end of each. Only a quarter-hour that could have seen more
than that is read from its facts, and what it came to is remembered for as long as its sums stand.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from store_server.domain.occupancy import Flow, Inside, Told, most_inside, zero_before
from store_server.domain.quarters import QUARTER
from store_server.storage.reads.traffic_lines import crossings

KEPT = 2_000  # three weeks of quarter-hours

Most = tuple[int, datetime | None]
Possible = tuple[int, int, Flow, list[Told], int]  # reach, before, flow, told, after
Part = TypeVar("Part")
Key = tuple[datetime, int, int, int, int]

_first = itemgetter(0)


@dataclass(slots=True)
class Peaks:
    """Callable from any thread."""

    _known: dict[Key, Most] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(
        self,
        connection: Connection,
        inside: Sequence[Inside],
        flowed: Mapping[datetime, Flow],
        told: Sequence[Told],
    ) -> Most:
        """`inside` are a day's quarter-hours in which anybody moved, in order, from nobody on."""
        found = self.by(connection, inside, flowed, told, lambda _start: True)
        return found.get(True, (0, None))

    def by(
        self,
        connection: Connection,
        inside: Iterable[Inside],
        flowed: Mapping[datetime, Flow],
        told: Sequence[Told],
        part_of: Callable[[datetime], Part | None],
        zone: ZoneInfo | None = None,
    ) -> dict[Part, Most]:
        """The most of each part of a time that quarter-hours belong to; of None nothing is asked.

        `zone` where it is more than one night: nobody is inside as each of them ends.
        """
        most: dict[Part, Most] = {}
        possible: dict[Part, list[Possible]] = defaultdict(list)
        before, zero = 0, None
        for one in inside:
            if zone is not None and (night := zero_before(one.start, zone)) != zero:
                before, zero = 0, night
            flow = flowed.get(one.start, Flow(one.start, 0, 0))
            said = [each for each in told if one.start <= each.at < one.start + QUARTER]
            part = part_of(one.start)
            if part is not None:
                reach = max([before, *(each.people for each in said)]) + flow.people_in
                possible[part].append((reach, before, flow, said, one.people))
                most[part] = max(most.get(part, (0, None)), (one.people, one.start), key=_first)
            before = one.people
        for part, some in possible.items():
            for reach, before, flow, said, after in sorted(some, key=_first, reverse=True):
                if reach < most[part][0]:
                    break
                within = self._within(connection, before, flow, said, after)
                most[part] = max(within, most[part], key=_first)
        return most

    def _within(
        self, connection: Connection, before: int, flow: Flow, told: Sequence[Told], after: int
    ) -> Most:
        key = (flow.start, before, flow.people_in, flow.people_out, after)
        with self._lock:
            known = self._known.get(key)
        if known is None:
            passed = crossings(connection, flow.start, flow.start + QUARTER)
            known = most_inside(before, passed, told)
            with self._lock:
                if len(self._known) >= KEPT:
                    self._known.clear()
                self._known[key] = known
        return known
