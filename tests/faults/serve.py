"""`accueil serve` whose wall clock a test can set: by the seconds that stand in a file.

The steady clock goes on, as a machine's does when somebody sets its time. (libfaketime would move
both, which no machine does.)
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from store_server.app import build
from store_server.clock import SystemClock
from store_server.commands.running import Stop, run_until_stopped
from store_server.settings import Settings
from store_server.web.log_lines import log_to_stderr

LOOKS_EVERY_S = 0.05


class SetClock(SystemClock):
    def __init__(self, file: Path) -> None:
        self._file = file
        self._ahead = timedelta(0)
        self._looked_s = 0.0

    def now(self) -> datetime:
        if time.monotonic() - self._looked_s > LOOKS_EVERY_S:
            self._looked_s = time.monotonic()
            told = self._file.read_text() if self._file.exists() else ""
            self._ahead = timedelta(seconds=float(told or 0))
        return super().now() + self._ahead


def main() -> None:
    log_to_stderr(30)
    stop = Stop().listen()
    house = build(Settings.read(), SetClock(Path(os.environ["FAULTS_CLOCK"])))
    house.start()
    run_until_stopped(stop, house.stop)


if __name__ == "__main__":
    main()
