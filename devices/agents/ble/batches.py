"""Sightings on their way out: few messages for many of them, and never more than can be told.

Where the boutique cannot be told quickly enough the oldest make room, and are counted: a sighting
is news for a few seconds only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from devices.agents.ble.heard import Said

WAITING_AT_MOST = 5_000
TOLD_WITHIN = timedelta(seconds=5)
SIGHTINGS_A_MESSAGE = 100
BYTES_A_MESSAGE = 60_000  # the protocol allows 64 KiB

_encode = msgspec.json.Encoder().encode


class Batches:
    """Belongs to one thread. `tell` takes a payload, or answers that it cannot now."""

    def __init__(self, tell: Callable[[bytes], bool], at_most: int = WAITING_AT_MOST) -> None:
        self._tell = tell
        self._waiting: deque[Said] = deque()
        self._at_most = at_most
        self.told = 0
        self.dropped = 0

    def add(self, said: Said) -> None:
        if len(self._waiting) >= self._at_most:
            self._waiting.popleft()
            self.dropped += 1
        self._waiting.append(said)

    def flush(self, now: datetime) -> None:
        """Tell all that waits, as far as it can be told."""
        while self._waiting and now - self._waiting[0].ts > TOLD_WITHIN:
            self._waiting.popleft()
            self.dropped += 1
        while self._waiting:
            encoded = self._next_message()
            if not self._tell(b'{"sightings":[' + b",".join(encoded) + b"]}"):
                return
            self.told += len(encoded)
            for _ in encoded:
                self._waiting.popleft()

    def _next_message(self) -> list[bytes]:
        encoded: list[bytes] = []
        size_bytes = 0
        for said in self._waiting:
            one = _encode(said)
            size_bytes += len(one) + 1
            if encoded and (len(encoded) == SIGHTINGS_A_MESSAGE or size_bytes > BYTES_A_MESSAGE):
                break
            encoded.append(one)
        return encoded
