"""What is learnt once a night, beside everything else: a thread that mostly sleeps."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from store_server.ports import Clock, StorageError

_LOGGER = logging.getLogger(__name__)

FIRST_AFTER_S = 20.0  # a boutique that opens its doors has other things to do
LOOKED_EVERY_S = 300.0
NIGHT_ENDS = timedelta(hours=4)


class Nightly:
    """`learn` is called once soon after the start, and then in each night, at four."""

    def __init__(self, learn: Callable[[], None], clock: Clock, zone: ZoneInfo) -> None:
        self._learn = learn
        self._clock = clock
        self._zone = zone
        self._done: date | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nightly", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def look(self) -> None:
        night = (self._clock.now().astimezone(self._zone) - NIGHT_ENDS).date()
        if night == self._done:
            return
        self._learn()
        self._done = night

    def _run(self) -> None:
        wait_s = FIRST_AFTER_S
        while not self._closing.wait(wait_s):
            wait_s = LOOKED_EVERY_S
            try:
                self.look()
            except StorageError as error:
                _LOGGER.warning("what is learnt at night has to wait: %s", error)
            except Exception:  # a thread's outermost loop: the next look is in five minutes
                _LOGGER.exception("what is learnt at night stumbled")
