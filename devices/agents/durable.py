"""A small SQLite file of an agent's own: what is committed is on the disk, and one agent has it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_LOGGER = logging.getLogger(__name__)

SET_ASIDE = ".broken"


class DurableError(RuntimeError):
    """The file cannot be had, or the disk did not take what was written. The text says why."""


class Durable:
    """Any thread may use it. A file that is broken is set aside, and an empty one begun."""

    def __init__(self, file: Path, tables: str) -> None:
        """Raises `DurableError`, for instance where another agent has the file open."""
        self._lock = threading.Lock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _open(file, tables)
        except OSError as error:
            raise DurableError(f"{file.parent} cannot be made ({error.strerror})") from error
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise DurableError(f"{file} is in use: does the same agent run twice?") from error
            raise DurableError(f"{file} cannot be opened ({error})") from error
        except sqlite3.DatabaseError as error:
            aside = file.with_name(file.name + SET_ASIDE)
            _LOGGER.error("%s is broken (%s): set aside as %s, begun anew", file, error, aside)
            file.replace(aside)
            self._connection = _open(file, tables)

    def read(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Raises `DurableError`."""
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise DurableError(f"the disk cannot be read ({error})") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, committed on leaving. Raises `DurableError` where the disk is full."""
        with self._lock:
            try:
                self._connection.execute("BEGIN")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                self._roll_back()
                raise DurableError(f"the disk did not take it ({error})") from error
            except BaseException:
                self._roll_back()
                raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _open(file: Path, tables: str) -> sqlite3.Connection:
    file.touch(0o600)  # a code that was read may let somebody in: it is for nobody else
    connection = sqlite3.connect(file, timeout=1.0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(tables)
        connection.execute("BEGIN IMMEDIATE")  # from now on the file is ours alone
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection
