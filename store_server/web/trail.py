"""Who looked at what, written beside the way: gathered for a moment, then one transaction for all.

A look waits for nobody, and a disk that is full keeps nobody from reading. What is killed within
the moment is lost with it; changes are written in their own transaction and are not.
"""

from __future__ import annotations

import logging
import threading
from collections import deque

from store_server.audit_ports import AuditLine, AuditTrail
from store_server.ports import Clock, StorageError

_LOGGER = logging.getLogger(__name__)

GATHERED_FOR_S = 0.1
AGAIN_AFTER_S = 5.0  # where the database could not take them
KEPT_AT_MOST = 20_000  # lines that wait for a database; beyond it the oldest are given up, aloud


class Trail:
    """A thread that writes the lines that `look` leaves."""

    def __init__(self, accounts: AuditTrail, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock
        self._waiting: deque[AuditLine] = deque()
        self._given_up = 0
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="audit trail", daemon=True)

    def look(self, who: str, what: str, whom: str) -> None:
        """Note it now; it is in the log a moment later."""
        line = AuditLine(who, what, whom, self._clock.now())
        with self._lock:
            self._waiting.append(line)
            self._keep_bounds()
        self._wake.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self.write()

    def write(self) -> bool:
        """Write down what has gathered; whether that could be done."""
        with self._writing:
            with self._lock:
                gathered = list(self._waiting)
                self._waiting.clear()
            if not gathered:
                return True
            try:
                self._accounts.audit_all(gathered)
            except StorageError as error:
                _LOGGER.warning("%d lines of the audit log wait: %s", len(gathered), error)
                with self._lock:
                    self._waiting.extendleft(reversed(gathered))
                    self._keep_bounds()
                return False
        self._say_what_was_given_up()
        return True

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.wait()
            self._wake.clear()
            self._closing.wait(GATHERED_FOR_S)
            while not self.write() and not self._closing.wait(AGAIN_AFTER_S):
                pass

    def _keep_bounds(self) -> None:
        while len(self._waiting) > KEPT_AT_MOST:
            self._waiting.popleft()
            self._given_up += 1

    def _say_what_was_given_up(self) -> None:
        with self._lock:
            given_up, self._given_up = self._given_up, 0
        if given_up:
            _LOGGER.error("%d lines of the audit log were given up: no database", given_up)
