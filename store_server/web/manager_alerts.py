"""A manager's alerts on the managers' phones: that one has begun; its end is read, and not rung.

What is to be told was kept with the alert, and is settled when the vendors have answered for every
phone: after a restart it is told again, and a phone shows one notification an alert.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from store_server.bus import Bus
from store_server.ports import Clock, Queries, StorageError
from store_server.traffic_messages import TrafficAlert
from store_server.traffic_ports import AlertBox, DueTelling, Telling
from store_server.web.callers import Who

_LOGGER = logging.getLogger(__name__)

NEWS_FOR = timedelta(minutes=30)  # a phone that rings for what is long over is a nuisance


class Pusher(Protocol):
    def tell_alert(
        self, associate_ids: list[str], alert_id: str, answered: Callable[[], None]
    ) -> None: ...


class ManagerAlerts:
    """Told on the bus; `answered` comes on the pusher's thread."""

    def __init__(self, queries: Queries, pusher: Pusher, box: AlertBox, clock: Clock) -> None:
        self._queries = queries
        self._pusher = pusher
        self._box = box
        self._clock = clock
        self._told: set[Telling] = set()
        self._lock = threading.Lock()

    def listen(self, bus: Bus) -> Callable[[], None]:
        return bus.listen(TrafficAlert, self.hear)

    def start(self) -> None:
        """What was to be told before a restart."""
        self.hear()

    def hear(self, _event: object = None) -> None:
        """It is in the list of alerts already: a phone that cannot be told costs nothing else."""
        try:
            with self._lock:
                due = [one for one in self._box.due("push", self._clock.now()) if self._is_new(one)]
            for one in due:
                self._tell(one)
        except StorageError as error:
            _LOGGER.warning("an alert is told to no phone: %s", error)

    def _is_new(self, due: DueTelling) -> bool:
        """Not in the pusher's hands already."""
        known = due.telling in self._told
        self._told.add(due.telling)
        return not known

    def _tell(self, due: DueTelling) -> None:
        if self._clock.now() - due.written_at > NEWS_FOR:
            self._settle(due.telling)
            return
        managers = [one.id for one in self._queries.associates() if one.role == Who.MANAGER.value]
        answered = lambda: self._settle(due.telling)  # noqa: E731
        self._pusher.tell_alert(managers, due.alert.id, answered)

    def _settle(self, telling: Telling) -> None:
        try:
            self._box.settle(telling, self._clock.now())
        except StorageError as error:
            _LOGGER.warning("that an alert was told could not be noted: %s", error)
        self._told.discard(telling)
