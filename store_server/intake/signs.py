"""Signs of life that came in one round of reading: handed on together, committed together."""

from __future__ import annotations

from store_server.bus import Bus
from store_server.device_messages import NoteDevice, NoteTogether

HEARD_EVERY_S = 1.0


class Signs:
    """Belongs to the reader's thread.

    What a device says is handed on with its round. That it was merely heard is due for all gateways
    of a shop in the same moment, and is nothing that an arrival should wait behind: it gathers for
    a second.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._said: list[NoteDevice] = []
        self._heard: list[NoteDevice] = []
        self._heard_due_s = float("-inf")

    def said(self, note: NoteDevice) -> None:
        self._said.append(note)

    def heard(self, note: NoteDevice) -> None:
        self._heard.append(note)

    def hand_on_said(self) -> None:
        if self._said:
            self._bus.post(NoteTogether(tuple(self._said)))
            self._said.clear()

    def hand_on_heard(self, now_s: float) -> None:
        """Seconds are monotonic."""
        if self._heard and now_s >= self._heard_due_s:
            self._heard_due_s = now_s + HEARD_EVERY_S
            self._bus.post(NoteTogether(tuple(self._heard)))
            self._heard.clear()
