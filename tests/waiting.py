"""Wait for what another thread or process is about to do."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_EVERY_S = 0.02


def wait_for(true: Callable[[], object], what: str, within_s: float = 15.0) -> None:
    """Returns as soon as it is true; `what` says what was missing if it never was."""
    deadline_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline_s, what
        time.sleep(LOOK_EVERY_S)
