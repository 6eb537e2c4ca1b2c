"""The traffic kept alive on dashboards: what changed is gathered, read and encoded once for all.

A count is seen within a tenth of a second of its commit, and no dashboard gets more than five news
a second, whatever the counters do.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from store_server.ports import StorageError
from store_server.traffic_messages import TrafficChanged
from store_server.traffic_ports import TrafficQueries
from store_server.traffic_views import TrafficNews, TrafficNow

_LOGGER = logging.getLogger(__name__)

SHOWN_EVERY_S = 0.2
AT_LEAST_EVERY_S = 10.0  # the screen shows how old the figure is

Show = Callable[[TrafficNews], None]


@dataclass(slots=True)
class Stale:
    """What is to be read anew."""

    at: set[datetime] = field(default_factory=set)
    lines: set[tuple[str, str]] = field(default_factory=set)
    zones: set[str] = field(default_factory=set)
    whole: bool = False


class LiveTraffic:
    """`changed` is told on the bus; `run` is a thread's loop, until `close`.

    `wanted` says whether anybody looks: for nobody nothing is read.
    """

    def __init__(self, queries: TrafficQueries, show: Show, wanted: Callable[[], bool]) -> None:
        self.queries = queries
        self._show = show
        self._wanted = wanted
        self._seq = int(time.time())  # a server that began anew is never behind what it said
        self._stale = Stale(whole=True)
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._closing = threading.Event()

    def now(self) -> TrafficNow:
        """The number is taken first: what is told meanwhile is told once more, and does no harm."""
        with self._lock:
            seq = self._seq
        return self.queries.now(seq)

    def changed(self, event: TrafficChanged) -> None:
        if event.past:
            self.queries.forget()
        self.queries.note_counted(event.at)
        with self._lock:
            self._stale.at.update(event.at)
            self._stale.lines.update(event.lines)
            self._stale.zones.update(event.zones)
            self._stale.whole |= event.said or event.past
        self._woken.set()

    def floor_changed(self, _event: object) -> None:
        """Who is here, who was greeted, what was sold: the day's totals."""
        self.changed(TrafficChanged())

    def all_changed(self, _event: object = None) -> None:
        """Something beside the counts: an alarm of a device, guests at an event."""
        with self._lock:
            self._stale.whole = True
        self._woken.set()

    def run(self) -> None:
        self._foretell()
        while not self._closing.is_set():
            self._woken.wait(AT_LEAST_EVERY_S)
            self._woken.clear()
            if self._closing.is_set():
                return
            try:
                self.show()
            except StorageError as error:
                _LOGGER.warning("the traffic could not be read: %s", error)
            except Exception:  # a thread's outermost loop: the next change is shown
                _LOGGER.exception("the live traffic stumbled")
            self._closing.wait(SHOWN_EVERY_S)

    def _foretell(self) -> None:
        """Once before anybody asks: two years of hours are read, and it takes a moment."""
        try:
            self.queries.forecast()
        except StorageError as error:
            _LOGGER.warning("the forecast has to wait: %s", error)
        except Exception:  # the dashboard goes on without
            _LOGGER.exception("the forecast stumbled")

    def show(self) -> None:
        if not self._wanted():
            return  # whoever comes reads all of it first
        with self._lock:
            stale, self._stale = self._stale, Stale()
            self._seq += 1
            seq = self._seq
        news = self.queries.news(
            seq,
            sorted(stale.at),
            frozenset(stale.lines),
            frozenset(stale.zones),
            stale.whole,
        )
        self._show(news)

    def close(self) -> None:
        self._closing.set()
        self._woken.set()
