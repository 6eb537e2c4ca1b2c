"""The most who were inside at any moment of a day, quarter-hour by quarter-hour.

The roll-ups say who was inside at the end of each. Only a quarter-hour that could have seen more
than that is read from its facts, and what it came to is remembered for as long as its sums stand.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from sqlalchemy import Connection

from store_server.domain.occupancy import Flow, Inside, Told, most_inside
from store_server.domain.quarters import QUARTER
from store_server.storage.reads.traffic_lines import crossings

KEPT = 2_000  # three weeks of quarter-hours

Most = tuple[int, datetime | None]
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
        most: Most = max([(one.people, one.start) for one in inside], default=(0, None), key=_first)
        before = 0
        possible: list[tuple[int, int, Flow, list[Told], int]] = []
        for one in inside:
            flow = flowed.get(one.start, Flow(one.start, 0, 0))
            said = [each for each in told if one.start <= each.at < one.start + QUARTER]
            reach = max([before, *(each.people for each in said)]) + flow.people_in
            possible.append((reach, before, flow, said, one.people))
            before = one.people
        for reach, before, flow, said, after in sorted(possible, key=_first, reverse=True):
            if reach < most[0]:
                break
            most = max(self._within(connection, before, flow, said, after), most, key=_first)
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
