"""SQLite's log is carried into the database by a thread of its own, not by whoever commits.

Left to itself, SQLite does it within the commit that brings the log to a thousand pages: then every
eightieth or ninetieth arrival waited for some megabytes to reach the disk, 50 to 300 ms. On another
connection it holds nobody up: a writer goes on appending meanwhile, and begins the log anew as soon
as all of it has been carried over and nobody reads in it.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing

from sqlalchemy import Engine

_LOGGER = logging.getLogger(__name__)

EVERY_S = 1.0  # little at a time: the disk is soon free again for the next commit
# A commit carries over on its own account only where this thread no longer does: 40 MB of log.
PAGES_AT_MOST = 10_000


class Checkpoints:
    """Does nothing where the database is not SQLite."""

    def __init__(self, engine: Engine, every_s: float = EVERY_S) -> None:
        self._engine = engine
        self._every_s = every_s
        self._stopping = threading.Event()
        self._emptying = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._engine.dialect.name == "sqlite" and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
            self._thread.start()

    def empty(self) -> None:
        """The log is to hold nothing of what it carried: somebody was erased. Returns at once."""
        self._emptying.set()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        file = str(self._engine.url.database)
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            failing = False
            while not self._stopping.wait(self._every_s):
                try:
                    self._carry(connection)
                    failing = False
                except sqlite3.Error as error:  # a full disk, say; the log goes on to hold it all
                    if not failing:
                        _LOGGER.warning("the log is not carried into the database: %s", error)
                    failing = True

    def _carry(self, connection: sqlite3.Connection) -> None:
        how = "TRUNCATE" if self._emptying.is_set() else "PASSIVE"
        ((busy, _, _),) = connection.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
        if how == "TRUNCATE" and not busy:
            self._emptying.clear()
