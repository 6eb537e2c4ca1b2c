"""Looks every few seconds whether a manager's limits are passed, and says so on the bus.

Reading is done here, so that arrivals wait for none of it; the bus hears only of what has changed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from store_server.ports import StorageError
from store_server.traffic_messages import Found, NoteFindings
from store_server.traffic_ports import TrafficQueries

_LOGGER = logging.getLogger(__name__)

LOOKED_EVERY_S = 2.0


class TrafficWatch:
    """A thread. `ask` waits for the bus."""

    def __init__(self, queries: TrafficQueries, ask: Callable[[Any], Any]) -> None:
        self._queries = queries
        self._ask = ask
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def look(self) -> None:
        found, standing = self._queries.findings()
        if {_key(one) for one in found} != standing:
            self._ask(NoteFindings(found))

    def _run(self) -> None:
        while not self._closing.wait(LOOKED_EVERY_S):
            try:
                self.look()
            except (StorageError, TimeoutError) as error:
                _LOGGER.warning("alerts have to wait: %s", error)
            except Exception:  # a thread's outermost loop: the next look is in two seconds
                _LOGGER.exception("a look at the alerts stumbled")


def _key(one: Found) -> tuple[str, str]:
    return one.rule_id, one.subject
