"""What systemd is told: that the server is ready, that it lives, that it stops (`sd_notify(3)`).

It lives while time passes on the bus: a server whose threads answer and whose bus is stuck would
signal nobody, so it is let die and started anew. Nothing that was committed is lost by that.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Mapping

_LOGGER = logging.getLogger(__name__)

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"
TIMES_IN_ITS_PATIENCE = 4  # so often at least the watchdog hears of us before it bites


class Supervisor:
    """Silent where nobody supervises. `beat` is called on the bus, `look` twice a second."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        self._every_s = _patience_s(environment) / TIMES_IN_ITS_PATIENCE
        self._clock = clock
        self._told_s = float("-inf")
        self._beaten = False

    def ready(self) -> None:
        self._tell(READY)

    def stopping(self) -> None:
        self._tell(STOPPING)

    def beat(self) -> None:
        self._beaten = True

    def look(self) -> None:
        now_s = self._clock()
        if not self._every_s or not self._beaten or now_s - self._told_s < self._every_s:
            return
        self._beaten = False
        self._told_s = now_s
        self._tell(ALIVE)

    def _tell(self, word: str) -> None:
        if not self._address:
            return
        address = self._address
        if address.startswith("@"):  # a name that is no file begins with a zero byte
            address = "\0" + address[1:]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            try:
                line.sendto(word.encode(), address)
            except OSError as error:
                _LOGGER.warning("systemd was not told %s: %s", word, error)


def _patience_s(environment: Mapping[str, str]) -> float:
    """0 where no watchdog watches this process."""
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return 0.0
    try:
        return int(environment.get("WATCHDOG_USEC", "0")) / 1_000_000
    except ValueError:
        return 0.0
