"""Packets that carry a number of their own, so that a repetition is known for one.

Such a device says each thing several times over, and its gateway passes on every one. The numbers
are short and begin again, so only the last few of each device are remembered.
"""

from __future__ import annotations

from collections import deque

NUMBERS_KEPT = 8
PAIRS_AT_MOST = 20_000  # of gateway and identity; then all are forgotten, and nothing is lost by it


class Repeats:
    """Used by the reader's thread alone."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], deque[str]] = {}

    def known(self, gateway_id: str, identity_id: str, number: str) -> bool:
        """Whether this gateway has told of this packet before; it has from now on."""
        told = self._told.get((gateway_id, identity_id))
        if told is None:
            if len(self._told) >= PAIRS_AT_MOST:
                self._told.clear()
            told = self._told[(gateway_id, identity_id)] = deque(maxlen=NUMBERS_KEPT)
        if number in told:
            return True
        told.append(number)
        return False
