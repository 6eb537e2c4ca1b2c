"""The live lists of events: what has changed is gathered, read once and shown to every screen."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from store_server.admission_messages import EveningChanged
from store_server.admission_ports import DoorQueries
from store_server.admission_views import EveningNews
from store_server.guest_messages import GuestListChanged
from store_server.ports import NotFoundError, StorageError

_LOGGER = logging.getLogger(__name__)

SHOWN_EVERY_S = 0.25  # at most four a second

Show = Callable[[Callable[[], EveningNews]], None]


class LiveEvenings:
    """`changed` is told on the bus; `run` is a thread's loop, until `close`."""

    def __init__(self, queries: DoorQueries, show: Show) -> None:
        self._queries = queries
        self._show = show
        self._stale: dict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._closing = threading.Event()

    def changed(self, event: EveningChanged | GuestListChanged) -> None:
        with self._lock:
            self._stale[event.event_id].update(event.guest_ids)
        self._woken.set()

    def run(self) -> None:
        while not self._closing.is_set():
            self._woken.wait()
            self._woken.clear()
            if self._closing.is_set():
                return
            try:
                self.show()
            except (NotFoundError, StorageError) as error:
                _LOGGER.warning("a live list could not be read: %s", error)
            except Exception:  # a thread's outermost loop: the next change is shown
                _LOGGER.exception("the live lists stumbled")
            self._closing.wait(SHOWN_EVERY_S)

    def show(self) -> None:
        with self._lock:
            stale, self._stale = self._stale, defaultdict(set)
        for event_id, guest_ids in stale.items():
            self._show(partial(self._queries.news, event_id, sorted(guest_ids)))

    def close(self) -> None:
        self._closing.set()
        self._woken.set()
