"""What an agent keeps until the boutique's server says that it is stored.

A broker's acknowledgement is no storage: killed, it forgets. So a kept message lies in SQLite, on
the disk before `add` returns, until the server has named its id.

The outbox has a decided size. When it is full the oldest stay and the newest is refused, loudly:
what was kept is gone from the world, while whoever stands before a scanner sees that it did not
take the code and shows it again, and a camera adds what was refused to its next count.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from devices.agents.durable import Durable, DurableError

MESSAGES_AT_MOST = 100_000
BYTES_AT_MOST = 64 * 1024 * 1024
ALARM_FROM = 0.5
IDS_A_STATEMENT = 500

TABLES = """
CREATE TABLE IF NOT EXISTS kept (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    payload BLOB NOT NULL
);
"""


class OutboxFullError(RuntimeError):
    """The newest message was not taken: keep it yourself, or tell whoever is there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that waits. Numbers rise in the order in which the messages came."""

    number: int
    id: str
    kind: str
    payload: bytes


class Outbox:
    """Opens its file, or raises `DurableError`. Any thread may call any method."""

    def __init__(
        self,
        file: Path,
        messages_at_most: int = MESSAGES_AT_MOST,
        bytes_at_most: int = BYTES_AT_MOST,
    ) -> None:
        self._messages_at_most, self._bytes_at_most = messages_at_most, bytes_at_most
        self._counting = threading.Lock()  # held around a transaction and the sums that follow it
        self._file = Durable(file, TABLES)
        query = "SELECT count(*), coalesce(sum(length(payload)), 0) FROM kept"
        ((messages, size_bytes),) = self._file.read(query)
        self._messages, self._bytes = int(messages), int(size_bytes)
        self._refused = False

    @property
    def messages(self) -> int:
        return self._messages

    @property
    def filled(self) -> float:
        """From 0 to 1: of the messages or of the bytes, whichever is nearer to its limit."""
        return max(self._messages / self._messages_at_most, self._bytes / self._bytes_at_most)

    @property
    def alarming(self) -> bool:
        return self.filled >= ALARM_FROM

    @property
    def full(self) -> bool:
        """The next would be refused; or one was for want of room, and nothing was let go since."""
        return self.filled >= 1 or (self._refused and self.alarming)

    def add(self, messages: Sequence[tuple[str, str, bytes]]) -> None:
        """Keep these (id, kind, payload), all or none, in one commit.

        Raises `OutboxFullError`. A message whose id is kept already is the same message.
        """
        statement = "INSERT OR IGNORE INTO kept (id, kind, payload) VALUES (?, ?, ?)"
        with self._counting:
            self._refuse_beyond_limit(messages)
            try:
                with self._file.writing() as connection:
                    new = [
                        len(message[2])
                        for message in messages
                        if connection.execute(statement, message).rowcount
                    ]
            except DurableError as error:
                raise OutboxFullError(str(error)) from error
            self._messages += len(new)
            self._bytes += sum(new)

    def after(self, number: int, at_most: int) -> Sequence[Kept]:
        """The oldest that came after `number`, in order."""
        query = (
            "SELECT number, id, kind, payload FROM kept WHERE number > ? ORDER BY number LIMIT ?"
        )
        return [Kept(*row) for row in self._file.read(query, (number, at_most))]

    def forget(self, ids: Iterable[str]) -> None:
        """The server has these, or will never take them. Raises `DurableError`."""
        wanted = list(ids)
        gone: list[int] = []
        with self._counting:
            with self._file.writing() as connection:
                for at in range(0, len(wanted), IDS_A_STATEMENT):
                    some = wanted[at : at + IDS_A_STATEMENT]
                    marks = ",".join("?" * len(some))
                    deleted = connection.execute(
                        f"DELETE FROM kept WHERE id IN ({marks}) RETURNING length(payload)",  # noqa: S608 - question marks alone
                        some,
                    )
                    gone += [size for (size,) in deleted.fetchall()]
            self._messages -= len(gone)
            self._bytes -= sum(gone)
            self._refused = self._refused and not gone

    def close(self) -> None:
        self._file.close()

    def _refuse_beyond_limit(self, messages: Sequence[tuple[str, str, bytes]]) -> None:
        size_bytes = sum(len(payload) for _, _, payload in messages)
        if (
            self._messages + len(messages) > self._messages_at_most
            or self._bytes + size_bytes > self._bytes_at_most
        ):
            self._refused = True
            raise OutboxFullError(
                f"the outbox is full: {self._messages} messages ({self._bytes} bytes) wait already"
            )
