"""A manager's alerts on the managers' phones: that one has begun; its end is read, and not rung."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from store_server.bus import Bus
from store_server.ports import Queries, StorageError
from store_server.traffic_messages import TrafficAlert
from store_server.web.callers import Who

_LOGGER = logging.getLogger(__name__)


class Pusher(Protocol):
    def tell_alert(self, associate_id: str, alert_id: str) -> None: ...


class ManagerAlerts:
    def __init__(self, queries: Queries, pusher: Pusher) -> None:
        self._queries = queries
        self._pusher = pusher

    def listen(self, bus: Bus) -> Callable[[], None]:
        return bus.listen(TrafficAlert, self.hear)

    def hear(self, event: TrafficAlert) -> None:
        """It is in the list of alerts already: a phone that cannot be told costs nothing else."""
        if not event.push or event.alert.ended_at is not None:
            return
        try:
            for one in self._queries.associates():
                if one.role == Who.MANAGER.value:
                    self._pusher.tell_alert(one.id, event.alert.id)
        except StorageError as error:
            _LOGGER.warning("an alert is told to no phone: %s", error)
