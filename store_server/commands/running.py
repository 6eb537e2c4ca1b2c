"""Keeps a started house going until somebody asks it to stop, and then stops it in time."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

LOOK_EVERY_S = 0.5
STOPS_WITHIN_S = 2.8


class Stop:
    """Set by Ctrl-C, SIGTERM or a closed terminal; a second Ctrl-C ends the process at once.

    `listen` before anything starts: whoever is asked to stop while starting stops in order, too.
    """

    def __init__(self) -> None:
        self._event = threading.Event()

    def listen(self) -> Stop:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)
        return self

    def now(self) -> None:
        """There is nothing more to do: as if somebody had asked."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        return self._event.wait(seconds)

    def _asked(self, number: int, _frame: FrameType | None) -> None:
        if self._event.is_set() and number == signal.SIGINT:
            end_now(130)
        self._event.set()


def run_until_stopped(
    stop: Stop,
    close: Callable[[], None],
    look: Callable[[], None] = lambda: None,
    closed: str = "",
) -> None:
    """Call `look` twice a second until stopped; then `close`, for which there are 2.8 seconds.

    Everything of worth is committed before it is announced, so a part that hangs loses nothing.
    `closed` is the last line on standard output, however the end came.
    """
    try:
        while not stop.wait(LOOK_EVERY_S):
            look()
    finally:
        late = threading.Timer(STOPS_WITHIN_S, end_now, [0, closed])
        late.daemon = True
        late.start()
        close()
        late.cancel()
    _say(closed)


def end_now(status: int, closed: str = "") -> None:
    _say(closed)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _say(line: str) -> None:
    if line:
        sys.stdout.write(f"{line}\n")
